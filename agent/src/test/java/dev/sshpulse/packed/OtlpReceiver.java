package dev.sshpulse.packed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An OTLP receiver on loopback that shares no code with the sender: Python, with the message
 * classes that OpenTelemetry publishes for it.
 */
final class OtlpReceiver implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/resources/otlp_receiver.py");

  private final Process process;
  private final Path out;

  private OtlpReceiver(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /** Starts it; what it receives goes to a file in {@code directory}. */
  static OtlpReceiver start(Path directory) throws Exception {
    String python = Tool.path("python3", "python3");
    assumeTrue(
        new ProcessBuilder(python, "-c", "import opentelemetry.proto.trace.v1.trace_pb2")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0,
        "missing: opentelemetry-proto for "
            + python
            + " (python3 -m venv otlp && otlp/bin/pip install opentelemetry-proto,"
            + " then PATH=$PWD/otlp/bin:$PATH)");
    Path out = directory.resolve("spans");
    Process process =
        new ProcessBuilder(python, SCRIPT.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new OtlpReceiver(process, out);
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
  String endpoint() {
    await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || !lines().isEmpty());
    if (lines().isEmpty()) {
      throw new AssertionError("the receiver did not start: its stderr is above");
    }
    return "http://127.0.0.1:" + lines().get(0);
  }

  /** Every span so far. */
  List<Node> spans() {
    return lines().stream().skip(1).map(line -> Node.of("span", line)).toList();
  }

  /** Whole lines only. */
  private List<String> lines() {
    try {
      String text = Files.readString(out);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
