package dev.sshpulse.cli.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sshpulse.cli.jvms.Patience;
import dev.sshpulse.host.HarmlessText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** Asks one agent; what goes wrong comes as a sentence that says what to do. */
final class AgentClient {

  private static final int PATIENCE_MILLIS = 5_000;
  private static final Duration WHOLE = Duration.ofSeconds(15);

  /** Ten thousand connections are 4 MB; whoever sends more than this is no agent. */
  private static final int MOST_BYTES = 64 << 20;

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final URI agent;
  private final Access.Credentials credentials;

  AgentClient(URI agent, Access.Credentials credentials) {
    this.agent = agent;
    this.credentials = credentials;
  }

  /** What it says in JSON under a path. */
  Facts facts(String path) throws AgentFailure {
    String body = expect(get(path), path);
    try {
      return Facts.parse(body);
    } catch (IOException e) {
      throw stranger("something else than JSON at " + path);
    }
  }

  /** Its metrics now. */
  Scrape metrics() throws AgentFailure {
    String body = expect(get("/metrics"), "/metrics");
    try {
      return Scrape.parse(body);
    } catch (IllegalArgumentException e) {
      throw stranger("no metrics at /metrics");
    }
  }

  /** Why it is not ready, in its own words; null when it is. */
  @Nullable String notReadyBecause() throws AgentFailure {
    Answer answer = get("/-/ready");
    if (answer.status == UNAVAILABLE) {
      String reason = answer.body.strip().replace("sshpulse is not ready: ", "");
      return HarmlessText.of(reason, '?');
    }
    expect(answer, "/-/ready");
    return null;
  }

  private record Answer(int status, String body) {}

  /** To the end of the answer: a limit for each read would add up. */
  private Answer get(String path) throws AgentFailure {
    try {
      return Patience.ask(this, WHOLE, () -> got(path));
    } catch (SocketTimeoutException e) {
      throw new AgentFailure("no whole answer within " + WHOLE.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? new AgentFailure(Unreachable.because(agent, failure))
          : stranger("with " + e.getCause());
    }
  }

  private Answer got(String path) throws IOException {
    HttpURLConnection connection = open(path);
    int status = connection.getResponseCode();
    try (InputStream body =
        status == OK ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, body == null ? "" : text(body));
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(agent + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json, text/plain;version=0.0.4");
    if (credentials.authorization() != null) {
      connection.setRequestProperty("Authorization", credentials.authorization());
    }
    if (connection instanceof HttpsURLConnection secure && credentials.sockets() != null) {
      secure.setSSLSocketFactory(credentials.sockets());
    }
    return connection;
  }

  private static String text(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it answers without an end");
    }
    return new String(bytes, UTF_8);
  }

  private String expect(Answer answer, String path) throws AgentFailure {
    if (answer.status == OK) {
      return answer.body;
    }
    throw switch (answer.status) {
      case UNAUTHORIZED -> new AgentFailure(unauthorized());
      case UNAVAILABLE -> new AgentFailure("busy: " + answer.body.strip());
      default -> stranger(answer.status + " at " + path);
    };
  }

  private String unauthorized() {
    return credentials.user() == null
        ? "wants to know who asks: give --user NAME, one of its http.web-config"
        : "does not let "
            + credentials.user()
            + " in: the password is wrong, or its http.web-config has no such user";
  }

  static AgentFailure stranger(String answer) {
    return new AgentFailure("something listens there that is no sshpulse: it answers " + answer);
  }
}
