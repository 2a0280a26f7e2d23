package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Side;
import dev.sshpulse.probe.SocketApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a connection dies has one cause, whatever the application uses. */
class FaultMatrixIT {
  private static final Path TABLE = Path.of("target/fault-matrix.md");

  private static final Pattern FAILURES =
      Pattern.compile(
          "ssh_connection_failures_total\\{cause=\"(?<cause>\\w+)\","
              + "initiator=\"(?<initiator>\\w+)\",side=\"(?<side>\\w+)\"}");

  private static final Set<Fault> THAT_END = EnumSet.complementOf(EnumSet.of(Fault.G));

  private static final List<Outcome> OUTCOMES = new ArrayList<>();
  private static final Map<Jdk, Scrape> SCRAPES = new HashMap<>();
  private static final Set<Jdk> HALF_OPEN_NOTICED = new HashSet<>();

  @BeforeAll
  static void letThemDie() throws InterruptedException {
    for (Jdk jdk : Jdk.all()) {
      HostJvm.Builder host = HostJvm.on(jdk).agent("half-open.after=1s");
      Machines machines = new Machines("matrix", FaultMatrix.IMPATIENT);
      try (HostAndPeer both = new HostAndPeer(machines, host)) {
        OUTCOMES.addAll(new FaultMatrix(jdk, both, THAT_END).run());
        SCRAPES.put(jdk, both.scrape());
      }
    }
  }

  @AfterAll
  static void print() throws IOException {
    if (OUTCOMES.isEmpty()) {
      return; // skipped
    }
    String table = new MatrixTable(OUTCOMES, HALF_OPEN_NOTICED).toString();
    System.out.println(table);
    Files.writeString(TABLE, table);
  }

  static List<Outcome> outcomes() {
    return OUTCOMES;
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void tellsOnceWhatEndedItAndHowLongItWasSilent(Outcome outcome) {
    assertThat(outcome.isRight()).as(outcome::comparison).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsEveryEndOnce(Jdk jdk) {
    Scrape scrape = SCRAPES.get(jdk);

    for (Side side : Side.values()) {
      List<Cell> cells = cells(jdk, side);
      String label = "{side=\"" + side.label() + "\"}";
      assertThat(scrape.value("ssh_connection_endings_total" + label)).isEqualTo(cells.size());
      assertThat(scrape.value("ssh_active_connections" + label)).isZero();
      assertThat(failures(scrape, side)).isEqualTo(expectedFailures(cells));
      assertThat(scrape.value("ssh_sigpipe_total" + label)).isEqualTo(brokenPipes(cells));
    }
  }

  private static List<Cell> cells(Jdk jdk, Side side) {
    return OUTCOMES.stream()
        .filter(outcome -> outcome.jdk().equals(jdk) && outcome.cell().side() == side)
        .map(Outcome::cell)
        .toList();
  }

  /** How many connections failed of each cause and initiator. */
  private static Map<String, Double> failures(Scrape scrape, Side side) {
    Map<String, Double> failures = new TreeMap<>();
    scrape
        .series()
        .forEach(
            (series, value) -> {
              Matcher labels = FAILURES.matcher(series);
              if (value > 0 && labels.matches() && labels.group("side").equals(side.label())) {
                failures.put(labels.group("cause") + ", " + labels.group("initiator"), value);
              }
            });
    return failures;
  }

  private static Map<String, Double> expectedFailures(List<Cell> cells) {
    Map<String, Double> expected = new TreeMap<>();
    for (Cell cell : cells) {
      if (!cell.fault().cause().equals("closed")) {
        expected.merge(cell.fault().cause() + ", " + cell.fault().initiator(), 1.0, Double::sum);
      }
    }
    return expected;
  }

  /** The first symptom of some, and the second of nearly all. */
  private static long brokenPipes(List<Cell> cells) {
    return cells.stream()
        .flatMap(cell -> cell.symptoms().stream())
        .filter(symptom -> symptom.endsWith("Broken pipe"))
        .count();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void noticesTheHalfOpenThatNobodyElseDoes(Jdk jdk) throws InterruptedException {
    HostJvm.Builder host = HostJvm.on(jdk).agent("half-open.after=1s");
    try (HostAndPeer both = new HostAndPeer(new Machines("half-open"), host)) {
      FaultMatrix matrix = new FaultMatrix(jdk, both, EnumSet.of(Fault.G));

      assertThat(matrix.forEach(Cell::happen)).containsOnly("");

      awaitHalfOpen(both, SocketApi.values().length);
      assertThat(both.scrape().sum("socket_io_errors_total")).isZero();

      matrix.forEach(cell -> cell.routerForgets("dropped"));

      awaitHalfOpen(both, 0);
      assertThat(both.scrape().sum("ssh_connection_endings_total")).isZero();
      assertThat(both.scrape().sum("ssh_active_connections"))
          .isEqualTo(2 * SocketApi.values().length);
    }
    HALF_OPEN_NOTICED.add(jdk);
  }

  private static void awaitHalfOpen(HostAndPeer both, double onEachSide) {
    for (Side side : Side.values()) {
      String gauge = "ssh_half_open_connections{side=\"" + side.label() + "\"}";
      await()
          .atMost(HostJvm.PATIENCE)
          .untilAsserted(() -> assertThat(both.scrape().value(gauge)).isEqualTo(onEachSide));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void swallowsNothing(Jdk jdk) {
    Scrape scrape = SCRAPES.get(jdk);

    assertThat(scrape.sum("sshpulse_errors_total")).isZero();
    assertThat(scrape.sum("sshpulse_dropped_total")).isZero();
  }
}
