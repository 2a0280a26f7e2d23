package dev.sshpulse.cli.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentTest {
  private static final String ENDINGS = "/api/v1/endings";

  /** By the path; anything else is an empty object. */
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Agent agent;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          byte[] body = answers.getOrDefault(path, "{}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Target target = Target.at("127.0.0.1:" + server.getAddress().getPort());
    agent = new Agent(target, new Access.Credentials(null, null, null), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void isGoneWhereItsAnswerCannotBeTaken() {
    answers.put("/metrics", "sshpulse_build_info{version=\"" + "a".repeat(1 << 20) + "\"} 1\n");

    assertThat(agent.ask().gone()).contains("no sshpulse");
  }

  @Test
  void asksForEndingsAgainOnlyOnceWhereNoneIsMissing() {
    ended(2, 2);

    for (int i = 0; i < 5; i++) {
      assertThat(agent.ask().endings()).hasSize(2);
    }

    assertThat(asked).filteredOn(ENDINGS::equals).hasSize(2);
  }

  @Test
  void asksAgainForOneThatWasCountedBeforeItWasInTheRecord() {
    ended(2, 1);
    assertThat(agent.ask().endings()).hasSize(1);

    ended(2, 2);

    assertThat(agent.ask().endings()).hasSize(2);
  }

  @Test
  void asksUntilAsManyAreToldAsAreCounted() {
    ended(3, 1);
    agent.ask();
    agent.ask();
    assertThat(agent.ask().endings()).hasSize(1);

    ended(3, 3);

    assertThat(agent.ask().endings()).hasSize(3);
  }

  @Test
  void takesAThousandForAllThatThereAreOnceItHasAskedAgain() {
    ended(5_000, 1_000);

    for (int i = 0; i < 5; i++) {
      agent.ask();
    }

    assertThat(asked).filteredOn(ENDINGS::equals).hasSize(2);
  }

  private void ended(int counted, int told) {
    answers.put(
        "/metrics",
        "sshpulse_build_info{version=\"0.1.0\"} 1\n"
            + "ssh_connection_endings_total{side=\"client\"} "
            + counted
            + "\n");
    answers.put(ENDINGS, "{\"endings\":[" + "{},".repeat(told - 1) + "{}]}");
  }
}
