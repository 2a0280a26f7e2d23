package dev.sshpulse.packed.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.stack.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real OpenTelemetry Collector with configurations of {@code deploy/collector}. */
final class Collector implements AutoCloseable {
  private static final Path FOLDER = Path.of("../deploy/collector");
  private static final Path PROGRAM = Path.of("target/collector/otelcol");
  private static final Pattern LISTENS =
      Pattern.compile("Starting (?:GRPC|HTTP) server.*\"endpoint\": \"(127\\.0\\.0\\.1:\\d+)\"");

  private final Running program;

  private Collector(Running program) {
    this.program = program;
  }

  /**
   * Starts it on free ports.
   *
   * @param log the file that it logs to
   * @param settings environment variables that the configurations name
   * @param configurations files of the folder, laid over each other
   */
  static Collector start(Path log, Map<String, String> settings, String... configurations) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("OTLP_HTTP_LISTEN", "127.0.0.1:0");
    environment.put("OTLP_GRPC_LISTEN", "127.0.0.1:0");
    environment.put("HEALTH_LISTEN", "127.0.0.1:0");
    environment.put("METRICS_PORT", "0");
    return new Collector(Running.start(log, environment, command("", configurations)));
  }

  /** What it says of configurations without starting. */
  static Running.Outcome validate(Map<String, String> settings, String... configurations) {
    return Running.run(settings, command("validate", configurations));
  }

  private static List<String> command(String verb, String... configurations) {
    assumeTrue(
        Files.isExecutable(PROGRAM),
        "missing: "
            + PROGRAM.toAbsolutePath().normalize()
            + " (deploy/collector/build makes it; Debian: golang-go)");
    List<String> command = new ArrayList<>();
    command.add(PROGRAM.toString());
    Stream.of(verb).filter(word -> !word.isEmpty()).forEach(command::add);
    Stream.of(configurations).map(name -> "--config=" + FOLDER.resolve(name)).forEach(command::add);
    return command;
  }

  /** Where it takes spans, as host and port. */
  String address() {
    return program.awaitLog(LISTENS);
  }

  /** Ends it once it has given away what it holds. */
  void end() throws InterruptedException {
    program.end();
  }

  @Override
  public void close() {
    program.close();
  }
}
