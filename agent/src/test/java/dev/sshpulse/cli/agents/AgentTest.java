package dev.sshpulse.cli.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class AgentTest {

  @Test
  void isGoneWhereItsAnswerCannotBeTaken() throws Exception {
    String deep = "sshpulse_build_info{version=\"" + "a".repeat(1 << 20) + "\"} 1\n";
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, deep.length());
          exchange.getResponseBody().write(deep.getBytes(UTF_8));
          exchange.close();
        });
    server.start();

    try {
      Target target = Target.at("127.0.0.1:" + server.getAddress().getPort());
      Report report =
          new Agent(target, new Access.Credentials(null, null, null), Clock.systemUTC()).ask();

      assertThat(report.gone()).contains("no sshpulse");
    } finally {
      server.stop(0);
    }
  }
}
