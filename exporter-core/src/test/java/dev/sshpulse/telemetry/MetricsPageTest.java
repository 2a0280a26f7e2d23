package dev.sshpulse.telemetry;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of metrics says what {@link Meters} says. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("METRICS.md");
  private static final String REWRITE = "metrics.rewrite";

  /** Of a version, a sentence or a Java there is no closed set. */
  private static final List<String> OPEN =
      List.of("version", "revision", "java", "library", "source");

  private static final String HEAD =
      """
      <!-- Generated from Meters. To write it anew:
           ./mvnw -pl exporter-core test -Dtest=MetricsPageTest -Dmetrics.rewrite=true -->

      # Metrics

      What `/metrics` answers. The agent has those of its JVM; the sidecar has those of its host, `ssh_tcp_…` and `host_…`
      among them. No address, user or path is ever a label. Every combination of labels that can occur is there from the
      start, at 0; what cannot be known here is absent, not 0.

      | metric | type | labels | |
      |---|---|---|---|
      """;

  private static final String LABELS =
      """

      ## Labels

      | label | values |
      |---|---|
      """;

  @Test
  void isAsTheCatalogueSays() throws IOException {
    String page = page();
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("stale: run this test with -D%s=true", REWRITE).content().isEqualTo(page);
  }

  @Test
  void namesTheValuesOfEveryLabel() {
    Stream<String> labels =
        Arrays.stream(Meters.values()).flatMap(meter -> meter.labels().stream());

    assertThat(labels).allMatch(label -> OPEN.contains(label) || values().containsKey(label));
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Meters meter : Meters.values()) {
      row(page, code(meter.exposedName()), type(meter), labels(meter), meter.help());
    }
    page.append(LABELS);
    values().forEach((label, values) -> row(page, code(label), values));
    return page.toString();
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String type(Meters meter) {
    return meter.type().name().toLowerCase(Locale.ROOT);
  }

  private static String labels(Meters meter) {
    return meter.labels().stream().map(MetricsPageTest::code).collect(joining(", "));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put("bound", "`lower`, `upper`");
    values.put("cause", "[CAUSES.md](CAUSES.md) explains each: " + failed());
    values.put("error", of(SocketError.values(), SocketError::label));
    values.put("initiator", of(Initiator.values(), Initiator::label));
    values.put("keepalive", "`on`, `off`");
    values.put("kind", of(ChannelKind.values(), ChannelKind::label));
    values.put("method", of(AuthMethod.values(), AuthMethod::label));
    values.put("operation", of(Operation.values(), Operation::label));
    values.put("protocol", of(Protocol.values(), Protocol::label));
    values.put("reason", lacks() + "; of `sshpulse_hook_info` a sentence");
    values.put("side", of(Side.values(), Side::label));
    values.put("state", "the kernel's: `established`, `close_wait` and so on");
    values.put("status", of(HookStatus.Status.values(), HookStatus.Status::label));
    values.put("what", of(Faults.What.values(), Faults.What::label));
    values.put("where", of(Faults.Where.values(), Faults.Where::label));
    return values;
  }

  private static String failed() {
    return Arrays.stream(Cause.values())
        .filter(Cause::failed)
        .map(cause -> code(cause.label()))
        .collect(joining(", "));
  }

  private static String lacks() {
    return Arrays.stream(Protection.values())
        .filter(Protection::lacking)
        .map(lack -> code(lack.label()))
        .collect(joining(", "));
  }

  private static <T> String of(T[] constants, Function<T, String> label) {
    return Arrays.stream(constants).map(label).map(MetricsPageTest::code).collect(joining(", "));
  }
}
