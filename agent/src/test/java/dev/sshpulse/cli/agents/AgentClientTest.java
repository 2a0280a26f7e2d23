package dev.sshpulse.cli.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong between a person and an agent, and what the person is told. */
class AgentClientTest {
  private static final Access.Credentials NOBODY = new Access.Credentials(null, null, null);

  private HttpServer server;
  private int status = 200;
  private String body = "{}";
  private String authorization;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          exchange.sendResponseHeaders(status, body.length());
          exchange.getResponseBody().write(body.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void assertRefused(Access.Credentials credentials, String... reason) {
    assertThatThrownBy(() -> new AgentClient(url(), credentials).facts("/api/v1/connections"))
        .isInstanceOf(AgentFailure.class)
        .hasMessageContainingAll(reason);
  }

  @Test
  void readsWhatAnAgentAnswers() throws Exception {
    body = "{\"connections\":[{\"id\":\"7\",\"sent_bytes\":9007199254740993,\"news\":true}]}";

    Facts one =
        new AgentClient(url(), NOBODY).facts("/api/v1/connections").list("connections").get(0);

    assertThat(one.text("id")).isEqualTo("7");
    assertThat(one.count("sent_bytes")).isEqualTo(9007199254740993L);
    assertThat(one.is("news")).isTrue();
    assertThat(authorization).isNull();
  }

  @Test
  void showsWhoAsks() throws Exception {
    String header = "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(UTF_8));

    new AgentClient(url(), new Access.Credentials("ann", header, null)).facts("/");

    assertThat(authorization).isEqualTo(header);
  }

  @Test
  void asksForAUserWhereOneIsWanted() {
    status = 401;

    assertRefused(NOBODY, "wants to know who asks", "--user NAME");
    assertRefused(
        new Access.Credentials("ann", "Basic x", null), "does not let ann in", "password");
  }

  @ParameterizedTest
  @CsvSource({"404, 404", "302, 302", "500, 500"})
  void knowsThatAnotherProgramListensThere(int answered, String named) {
    status = answered;

    assertRefused(NOBODY, "no sshpulse", named);
  }

  @Test
  void takesNoPageForAnAnswer() {
    body = "<html>hello</html>";

    assertRefused(NOBODY, "no sshpulse", "something else than JSON");
  }

  @Test
  void saysThatItIsBusyInItsOwnWords() {
    status = 503;
    body = "Too many ask.";

    assertRefused(NOBODY, "busy: Too many ask.");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI nobodyThere = URI.create("http://127.0.0.1:" + bound.getLocalPort());

      assertThatThrownBy(() -> new AgentClient(nobodyThere, NOBODY).metrics())
          .hasMessageContainingAll("nobody listens there", "list");
    }
  }

  @Test
  void letsNoTextSpeakToTheTerminal() throws Exception {
    body = "{\"process\":\"evil\\u001b[2Jna\\u009b\\u202eme\"}";

    Facts facts = new AgentClient(url(), NOBODY).facts("/");

    assertThat(facts.text("process")).isEqualTo("evil?[2Jna??me");
  }

  @Test
  void letsNoRefusalSpeakToTheTerminal() throws Exception {
    status = 503;
    body = "sshpulse is not ready: \u001b[2J";

    assertThat(new AgentClient(url(), NOBODY).notReadyBecause()).isEqualTo("?[2J");
    assertRefused(NOBODY, "busy: sshpulse is not ready: ?[2J");
  }

  @Test
  void letsNoLabelSpeakToTheTerminal() throws Exception {
    body = "sshpulse_build_info{version=\"\u001b[2J\"} 1\n";

    Scrape metrics = new AgentClient(url(), NOBODY).metrics();

    assertThat(metrics.all("sshpulse_build_info", Map.of()).get(0).labels())
        .containsEntry("version", "?[2J");
  }
}
