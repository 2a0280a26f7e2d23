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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a connection dies has one cause, whatever the application uses. */
@Tag("alone")
class FaultMatrixIT {
  private static final Path TABLE = Path.of("target/fault-matrix.md");
  private static final Pattern FAILURES =
      Pattern.compile(
          "ssh_connection_failures_total\\{cause=\"(?<cause>\\w+)\","
              + "initiator=\"(?<initiator>\\w+)\",side=\"(?<side>\\w+)\"}");

  /** What is done where the kernel has the patience that it has by default. */
  private static final Set<Fault> HALF_OPEN = EnumSet.of(Fault.G, Fault.WE_CLOSE_HALF_OPEN);

  private static final Set<Fault> DEADLY = EnumSet.complementOf(EnumSet.copyOf(HALF_OPEN));

  private static final List<Outcome> OUTCOMES = new ArrayList<>();
  private static final Map<Jdk, Scrape> DEAD = new HashMap<>();
  private static final Map<Jdk, Scrape> WHILE_HALF_OPEN = new HashMap<>();
  private static final Map<Jdk, Scrape> RECOVERED = new HashMap<>();

  @BeforeAll
  static void letItHappen() throws Exception {
    for (Jdk jdk : Jdk.all()) {
      OUTCOMES.addAll(Undisturbed.measure(() -> letThemDie(jdk)));
      OUTCOMES.addAll(Undisturbed.measure(() -> letThemBeHalfOpen(jdk)));
    }
  }

  private static List<Outcome> letThemDie(Jdk jdk) throws InterruptedException {
    Machines machines = new Machines("matrix", FaultMatrix.IMPATIENT);
    try (HostAndPeer both = new HostAndPeer(machines, HostJvm.on(jdk).agent())) {
      List<Outcome> outcomes = new FaultMatrix(jdk, both, DEADLY).run();
      DEAD.put(jdk, both.scrape());
      return outcomes;
    }
  }

  private static List<Outcome> letThemBeHalfOpen(Jdk jdk) throws InterruptedException {
    HostJvm.Builder host = HostJvm.on(jdk).agent("half-open.after=1s");
    try (HostAndPeer both = new HostAndPeer(new Machines("half-open"), host)) {
      FaultMatrix matrix = new FaultMatrix(jdk, both, HALF_OPEN);
      List<String> troubles = matrix.forEach(Cell::happen);
      WHILE_HALF_OPEN.put(jdk, onceTheLooksAgree(both));
      matrix.forEach(Cell::closeIfItEnds);
      List<Outcome> outcomes = matrix.outcomes(troubles);
      matrix.forEach(cell -> cell.routerForgets("dropped"));
      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> both.scrape().sum("ssh_half_open_connections") == 0);
      RECOVERED.put(jdk, both.scrape());
      return outcomes;
    }
  }

  /** One look is not believed, for it may fall between a byte and its answer. */
  private static Scrape onceTheLooksAgree(HostAndPeer both) {
    int all = HALF_OPEN.size() * SocketApi.values().length * Side.values().length;
    return await()
        .atMost(HostJvm.PATIENCE)
        .until(both::scrape, scrape -> scrape.sum("ssh_half_open_connections") >= all);
  }

  @AfterAll
  static void print() throws IOException {
    if (OUTCOMES.isEmpty()) {
      return; // skipped
    }
    String table = new MatrixTable(OUTCOMES).toString();
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
    Scrape scrape = DEAD.get(jdk);

    for (Side side : Side.values()) {
      List<Cell> cells = dead(jdk, side);
      assertThat(of(scrape, "ssh_connection_endings_total", side)).isEqualTo(cells.size());
      assertThat(of(scrape, "ssh_active_connections", side)).isZero();
      assertThat(failures(scrape, side)).isEqualTo(expectedFailures(cells));
      assertThat(of(scrape, "ssh_sigpipe_total", side)).isEqualTo(brokenPipes(cells));
    }
  }

  private static double of(Scrape scrape, String metric, Side side) {
    return scrape.value(metric + "{side=\"" + side.label() + "\"}");
  }

  private static List<Cell> dead(Jdk jdk, Side side) {
    return OUTCOMES.stream()
        .filter(outcome -> outcome.jdk().equals(jdk))
        .map(Outcome::cell)
        .filter(cell -> cell.side() == side && DEADLY.contains(cell.fault()))
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
  void noticesTheHalfOpenThatNobodyElseDoes(Jdk jdk) {
    int apis = SocketApi.values().length;

    for (Side side : Side.values()) {
      assertThat(of(WHILE_HALF_OPEN.get(jdk), "ssh_half_open_connections", side))
          .isEqualTo(HALF_OPEN.size() * apis);
      assertThat(of(RECOVERED.get(jdk), "ssh_half_open_connections", side)).isZero();
      assertThat(of(RECOVERED.get(jdk), "ssh_active_connections", side)).isEqualTo(apis);
    }
    assertThat(RECOVERED.get(jdk).sum("socket_io_errors_total")).isZero();
  }

  @Test
  void isTheMatrixOfTheReadme() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains(new MatrixTable(OUTCOMES).rows());
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void swallowsNothing(Jdk jdk) {
    for (Scrape scrape : List.of(DEAD.get(jdk), RECOVERED.get(jdk))) {
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
      assertThat(scrape.sum("sshpulse_dropped_total")).isZero();
    }
  }
}
