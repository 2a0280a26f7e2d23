package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import dev.sshpulse.probe.libraries.LibraryHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong before a library has a connection that it can use, and on one that goes silent.
 */
class LibraryTroublesIT {
  private static final String NOWHERE = "no.such.host.invalid";
  private static final String NOT_ENFORCED =
      "ssh_unprotected_connections{reason=\"keepalive_not_enforced\",side=\"client\"}";

  @TempDir static Path directory;
  private static Spans spans;
  private static MinaHost mina;
  private static Dialogue host;

  /** Why there is no connection. */
  private enum NoConnection {
    REFUSED("connection_refused"),
    UNKNOWN_HOST("other"),
    TIMED_OUT("timed_out"),
    CLOSED_WITHOUT_A_WORD("other");

    private final String error;

    NoConnection(String error) {
      this.error = error;
    }

    /** Whether it was the kernel that said so, or a limit that the JDK itself was given. */
    boolean isASocketsError(JavaLibrary library) {
      return this == REFUSED || (this == TIMED_OUT && library != JavaLibrary.MINA_2_20_0);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Keys keys = Keys.in(directory);
    spans = new Spans();
    Jdk jdk = Jdk.all().get(0);
    mina = MinaHost.unwatched(jdk, keys.knownToJava());
    mina.order("set auth-methods password");
    host = new Dialogue(spans.to(HostJvm.on(jdk).agent()), LibraryHost.class);
  }

  @AfterAll
  static void stop() {
    host.close();
    mina.close();
    spans.close();
    spans.assertNoneIsLeft();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("withoutConnection")
  void countsAConnectThatFailsAndTellsOfItAndOfNoEnding(JavaLibrary library, NoConnection trouble)
      throws Exception {
    try (Trouble port = port(trouble)) {
      String place = place(trouble, port);
      Counters counters = Counters.before(host.jvm().scrape());

      // Whoever hurries may leave before any other trouble is made.
      play(library, trouble == NoConnection.TIMED_OUT ? "hurry" : "exec", place, "");
      String told = spans.takeOne();

      assertThat(told).isEqualTo(failedConnect(library, trouble));
      Scrape after = host.jvm().scrape();
      assertThat(counters.changes(after)).isEqualTo(failure(library, trouble));
      Hooks.assertMatched(after, library.label(), library.version());
    }
  }

  private static String place(NoConnection trouble, Trouble port) {
    return switch (trouble) {
      case UNKNOWN_HOST -> NOWHERE + ":22";
      case REFUSED -> "" + FreePort.now();
      case TIMED_OUT, CLOSED_WITHOUT_A_WORD -> "" + port.port();
    };
  }

  static Stream<Arguments> withoutConnection() {
    return libraries()
        .flatMap(
            library ->
                Stream.of(NoConnection.values()).map(trouble -> Arguments.of(library, trouble)));
  }

  /** JCraft's leaves a thread behind that goes on connecting. */
  private static Stream<JavaLibrary> libraries() {
    return Stream.of(JavaLibrary.values())
        .filter(library -> library.isNewest() && library != JavaLibrary.JSCH_0_1_55);
  }

  private static Trouble port(NoConnection trouble) throws IOException {
    return trouble == NoConnection.TIMED_OUT ? Trouble.silent() : Trouble.mute();
  }

  private static String failedConnect(JavaLibrary library, NoConnection trouble) {
    String named = trouble == NoConnection.UNKNOWN_HOST ? NOWHERE : "127.0.0.1";
    String type = trouble.error.equals("other") ? "_OTHER" : trouble.error;
    return "ssh connect CLIENT root ERROR {error.type=%s, network.protocol.name=ssh, "
            .formatted(type)
        + "network.transport=tcp, server.address=%s, server.port=…, ssh.host=%s, "
            .formatted(named, named)
        + "ssh.library.version=%s, ssh.library=%s}".formatted(library.version(), library.label());
  }

  private static List<String> failure(JavaLibrary library, NoConnection trouble) {
    List<String> changes = new ArrayList<>();
    if (trouble.isASocketsError(library)) {
      changes.add(
          "socket_io_errors_total{error=\"%s\",operation=\"connect\",protocol=\"other\"} +1"
              .formatted(trouble.error));
    }
    changes.add("ssh_connect_attempts_total +1");
    changes.add("ssh_connect_failures_total{error=\"%s\"} +1".formatted(trouble.error));
    return changes;
  }

  @ParameterizedTest
  @EnumSource
  void tellsThatNoKeysWereAgreedUpon(JavaLibrary library) throws Exception {
    try (Trouble alien = Trouble.alien()) {
      play(library, "exec", "" + alien.port(), "");
    }

    assertEnded(library, "key_exchange_failed");
  }

  @ParameterizedTest
  @EnumSource
  void tellsOnceOfAPeerThatSpeaksSomethingElse(JavaLibrary library) throws Exception {
    Counters counters = Counters.before(host.jvm().scrape());

    try (Trouble web = Trouble.web()) {
      play(library, "exec", "" + web.port(), "");
    }
    List<String> told = spans.take(1);

    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("ssh close INTERNAL root ERROR -> ssh connect ");
    assertThat(told.get(1)).startsWith("ssh connect CLIENT root ERROR {error.type=unexpected_eof");
    Scrape after = host.jvm().scrape();
    assertThat(counters.changes(after)).isEqualTo(cutShort());
    Hooks.assertMatched(after, library.label(), library.version());
  }

  private static List<String> cutShort() {
    String client = "{side=\"client\"}";
    return List.of(
        "ssh_connect_attempts_total +1",
        "ssh_connection_duration_seconds_count" + client + " +1",
        "ssh_connection_endings_total" + client + " +1",
        "ssh_connection_failures_total"
            + "{cause=\"unexpected_eof\",initiator=\"peer\",side=\"client\"} +1",
        "ssh_connection_idle_before_failure_seconds_count" + client + " +1",
        "ssh_connections_total" + client + " +1",
        "ssh_failure_detection_seconds_count" + client + " +1",
        "ssh_received_bytes_total" + client + " some",
        "ssh_sent_bytes_total" + client + " some");
  }

  @ParameterizedTest
  @EnumSource
  void tellsThatTheServersKeyWasRefused(JavaLibrary library) {
    play(library, "distrust", "" + mina.port(), "");

    assertEnded(library, "host_key_rejected");
  }

  private static void assertEnded(JavaLibrary library, String cause) {
    List<String> told = spans.take(1);
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("ssh close INTERNAL root ERROR").contains(cause);
    assertThat(told.get(1)).startsWith("ssh connect CLIENT root ERROR {error.type=" + cause);
    Told ending = Told.all(host.jvm().fetch("/api/v1/endings")).get(0);
    assertThat(ending.cause()).isEqualTo(cause);
    assertThat(ending.initiator()).isEqualTo("local");
    Hooks.assertMatched(host.jvm().scrape(), library.label(), library.version());
  }

  @ParameterizedTest
  @EnumSource(names = {"MINA_2_20_0", "JSCH_0_1_55", "JSCH_2_28_8", "SSHJ_0_40_0"})
  void blamesThePathWhenKeepalivesGoUnansweredThatWereAnsweredBefore(JavaLibrary library)
      throws Exception {
    try (SwallowingPath path = new SwallowingPath(mina.port())) {
      Scrape before = host.jvm().scrape();
      say(library, "beat", "" + path.port(), "asking");
      assertThat(host.hear()).isEqualTo("out ready");
      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> more(before, "ssh_keepalive_rtt_seconds_count{side=\"client\"}") > 0);

      path.swallow();
      assertThat(host.hear()).startsWith("done lost");

      assertThat(spans.take(1)).hasSize(4);
      Told ending = Told.all(host.jvm().fetch("/api/v1/endings")).get(0);
      assertThat(ending.cause()).isEqualTo("ssh_keepalive_timeout");
      assertThat(ending.initiator()).isEqualTo("network");
      double answered = more(before, "ssh_keepalive_rtt_seconds_count{side=\"client\"}");
      double unanswered = more(before, "ssh_keepalives_unanswered_total{side=\"client\"}");
      assertThat(unanswered).isPositive();
      assertThat(more(before, "ssh_keepalives_sent_total{side=\"client\"}"))
          .isEqualTo(answered + unanswered);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MINA_2_20_0", "SSHJ_0_40_0"})
  void countsAHeartbeatThatNobodyEverAnswers(JavaLibrary library) throws Exception {
    try (SwallowingPath path = new SwallowingPath(mina.port())) {
      Scrape before = host.jvm().scrape();
      say(library, "beat", "" + path.port(), "murmuring");
      assertThat(host.hear()).isEqualTo("out ready");

      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> more(before, "ssh_keepalives_sent_total{side=\"client\"}") > 1);
      await().atMost(HostJvm.PATIENCE).until(() -> host.jvm().scrape().value(NOT_ENFORCED) == 1);

      assertThat(host.jvm().scrape().sum("ssh_unprotected_connections")).isEqualTo(1);
      assertThat(more(before, "ssh_keepalives_unanswered_total{side=\"client\"}")).isZero();
      assertThat(more(before, "ssh_keepalive_rtt_seconds_count{side=\"client\"}")).isZero();
    }
    assertThat(host.hear()).startsWith("done lost");
    spans.take(1);
  }

  private static double more(Scrape before, String series) {
    return host.jvm().scrape().value(series) - before.value(series);
  }

  private static void play(JavaLibrary library, String action, String place, String argument) {
    say(library, action, place, argument);
    assertThat(host.hear().toLowerCase(Locale.ROOT)).startsWith("done ");
  }

  private static void say(JavaLibrary library, String action, String place, String argument) {
    List<String> words =
        List.of(library.folder().toString(), library.probe, action, place, "user", "password");
    host.say(String.join("\t", words) + "\tsecret\t" + argument);
  }
}
