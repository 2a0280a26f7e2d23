package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sshpulse.stack.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code send-test-span} of the packed jar. */
class SendTestSpanIT {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void arrives(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start(directory);
        HostJvm command = sendingTo(receiver.endpoint(), jdk)) {
      assertThat(command.exitCode()).isZero();
      assertThat(command.err()).isEmpty();
      assertThat(command.out()).startsWith("sshpulse: " + receiver.endpoint() + " took the span");
      assertThat(receiver.spans())
          .singleElement()
          .extracting((Node span) -> span.at("name").text())
          .isEqualTo("sshpulse send-test-span");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void saysWhyNot(Jdk jdk) throws Exception {
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.start();
    String endpoint = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    try (HostJvm command = sendingTo(endpoint, jdk)) {
      assertThat(command.exitCode()).isEqualTo(1);
      assertThat(command.out()).isEmpty();
      assertThat(command.err().lines())
          .singleElement()
          .asString()
          .startsWith(
              "sshpulse: " + endpoint + " took no span: it answered 404 Not Found: to OTEL");
    } finally {
      elsewhere.stop(0);
    }
  }

  private static HostJvm sendingTo(String endpoint, Jdk jdk) {
    return HostJvm.on(jdk)
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .option("-jar", HostJvm.JAR.toString(), "send-test-span")
        .launch();
  }
}
