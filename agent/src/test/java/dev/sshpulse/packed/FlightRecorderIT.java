package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.Listening;
import dev.sshpulse.probe.WirePairs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Endings are events of the JDK's Flight Recorder, and nobody pays who does not record. */
class FlightRecorderIT {
  private static final String EVENT = "dev.sshpulse.ConnectionEnding";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void letsTheApplicationHearWhatKilledAConnection(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Listening.class, "1")) {
      host.awaitOutput("open 1");
      assertThat(host.scrape().sum("ssh_active_connections")).isEqualTo(2);

      host.type("hang up").awaitOutput("heard client broken_pipe of 127.0.0.1:");

      assertThat(host.out())
          .containsPattern(
              "heard client broken_pipe of 127.0.0.1:\\d+, failed true, after \\d+ bytes,"
                  + " idle \\d+ ms, look first: Why the peer closed: ");
      host.awaitOutput("heard server closed of 127.0.0.1:");
      host.type("end");
      assertThat(host.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsTheStoryInARecording(Jdk jdk) {
    Path recording = directory.resolve("host.jfr");
    try (HostJvm host =
        HostJvm.on(jdk)
            .option("-XX:StartFlightRecording=filename=" + recording)
            .agent()
            .start(WirePairs.class, "1")) {
      breakOne(host);
      host.type("end");
      assertThat(host.exitCode()).isZero();
    }

    String story = print(jdk, recording);

    assertThat(story)
        .contains(EVENT + " {", "side = \"client\"", "side = \"server\"")
        .contains("cause = \"broken_pipe\"", "cause = \"closed\"", "initiator = \"peer\"")
        .contains("retry = \"after a change\"", "failed = true")
        .containsPattern("peer = \"127.0.0.1:\\d+\"")
        .containsPattern("lifetime = [\\d.]+ m?s")
        .containsPattern("sentBytes = \\d+ bytes");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void touchesNothingOfItUntilAConnectionEnds(Jdk jdk) throws IOException {
    Path log = directory.resolve("classes");
    try (HostJvm host =
        HostJvm.on(jdk).option(LoadedClasses.logTo(log)).agent().start(WirePairs.class, "1")) {
      host.scrape();
      host.type("end");
      assertThat(host.exitCode()).isZero();
    }

    assertThat(LoadedClasses.read(log).loaded())
        .contains("dev.sshpulse.runtime.FlightRecorderEvents")
        .noneMatch(name -> name.startsWith("jdk.jfr."));
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void startsNoRecorderWhereNobodyRecords(Jdk jdk) throws IOException {
    Path log = directory.resolve("classes");
    try (HostJvm host =
        HostJvm.on(jdk).option(LoadedClasses.logTo(log)).agent().start(WirePairs.class, "1")) {
      breakOne(host);
      host.type("end");
      assertThat(host.exitCode()).isZero();
    }

    assertThat(LoadedClasses.read(log).loaded())
        .doesNotContain("dev.sshpulse.runtime.ConnectionEnding")
        .filteredOn(name -> name.startsWith("jdk.jfr."))
        .containsExactly("jdk.jfr.FlightRecorder");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void doesWithoutItWhereTheImageHasNone(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk)
            .option("--limit-modules", "java.instrument")
            .agent()
            .start(WirePairs.class, "1")) {
      breakOne(host);

      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
      host.type("end");
      assertThat(host.exitCode()).isZero();
      assertThat(host.err().lines()).hasSize(1);
    }
  }

  /** Until both ends of it are in the record, of which Flight Recorder hears first. */
  private static void breakOne(HostJvm host) {
    host.awaitOutput("open 1");
    String endings = host.url().replace("/metrics", "/api/v1/endings");
    assertThat(host.scrape().sum("ssh_active_connections")).isEqualTo(2);
    host.type("hang up").awaitOutput("broken pipes 3");
    await()
        .atMost(HostJvm.PATIENCE)
        .until(() -> HostJvm.get(endings).split("\"cause\"", -1).length > 2);
  }

  private static String print(Jdk jdk, Path recording) {
    try (HostJvm jfr =
        HostJvm.on(jdk)
            .tool("jfr")
            .option("print", "--events", EVENT, recording.toString())
            .launch()) {
      assertThat(jfr.exitCode()).as(jfr::err).isZero();
      return jfr.out();
    }
  }
}
