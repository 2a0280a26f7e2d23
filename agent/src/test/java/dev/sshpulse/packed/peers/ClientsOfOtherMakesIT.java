package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SSH clients that we have not made, against a server in a host of ours: one connection after the
 * other, all in one JVM of each release.
 */
class ClientsOfOtherMakesIT {
  private static final Path TABLE = Path.of("target/clients-of-other-makes.md");
  private static final Outcomes OUTCOMES = new Outcomes();
  private static final int KILLED = 128 + 9;
  private static final Set<Scenario> ON_EVERY_JDK =
      EnumSet.of(Scenario.PUBLICKEY, Scenario.CLIENT_VANISHES);

  @TempDir static Path directory;
  private static Keys keys;
  private static Target target;
  private static Spans spans;
  private static Jdk started;
  private static MinaHost host;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = Keys.in(directory);
    target = new Target();
    spans = new Spans();
  }

  @AfterAll
  static void stop() throws Exception {
    OUTCOMES.print(TABLE);
    stopHost();
    target.close();
    spans.close();
    spans.assertNoneIsLeft();
  }

  @ParameterizedTest(name = "{0}: {1}: {2}")
  @MethodSource("rows")
  void tellsExactlyWhatHappened(Jdk jdk, ClientOfOtherMake client, Scenario scenario)
      throws Exception {
    startHost(jdk);
    Counters counters = Counters.before(host.jvm().scrape());

    Play.Saw saw = new Play(host, keys, target, directory).run(client.program, scenario);
    List<String> told = spans.take(1);

    assertThat(saw.out().replace("\r", "").strip()).as(saw.err()).isEqualTo(scenario.result());
    assertThat(saw.status()).as(saw.err()).isEqualTo(status(client.program, scenario));
    Told ending = Told.all(host.jvm().fetch("/api/v1/endings")).get(0);
    String ended = ending.cause() + " by " + ending.initiator();
    OUTCOMES.add(scenario, client.name().toLowerCase(Locale.ROOT), ended);
    Scrape after = host.jvm().scrape();
    Expected happened = new Expected(ended, counters.changes(after), told);
    assertThat(happened).isIn(Expected.of(client, scenario));
    Hooks.assertMatched(after, "mina-sshd", JavaLibrary.MINA_2_20_0.version());
  }

  /** In the order of the JVMs, of which one runs at a time. */
  static Stream<Arguments> rows() {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of(ClientOfOtherMake.values())
                    .flatMap(
                        client ->
                            Stream.of(Scenario.values())
                                .filter(scenario -> plays(jdk, client, scenario))
                                .map(scenario -> Arguments.of(jdk, client, scenario))));
  }

  /**
   * One client plays all scenarios on each JDK, and the others on the first: what they say differs
   * from client to client, but is read in the same way. How their sockets end may not be.
   */
  private static boolean plays(Jdk jdk, ClientOfOtherMake client, Scenario scenario) {
    boolean all = client == ClientOfOtherMake.OPENSSH || jdk.equals(Jdk.all().get(0));
    return !client.cannot.containsKey(scenario) && (all || ON_EVERY_JDK.contains(scenario));
  }

  private static int status(Client client, Scenario scenario) {
    return switch (scenario.end) {
      case DONE, REKEYED -> 0;
      case STATUS_3 -> 3;
      case REFUSED -> client.refused(scenario.method);
      case KICKED, LEFT_IDLE -> client.lost();
      case KILLED -> KILLED;
    };
  }

  private static void startHost(Jdk jdk) throws Exception {
    if (!jdk.equals(started)) {
      stopHost();
      host = MinaHost.watched(jdk, keys.knownToJava(), spans);
      started = jdk;
    }
  }

  private static void stopHost() {
    if (host != null) {
      host.close();
    }
  }
}
