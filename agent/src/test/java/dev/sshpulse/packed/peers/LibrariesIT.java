package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import dev.sshpulse.probe.libraries.LibraryHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The libraries that applications use, in a host of ours: all versions in one JVM of each release,
 * each in a class loader of its own, against MINA's server and against OpenSSH's.
 *
 * <p>The newest plays all scenarios on the first JDK, for what a library says does not depend on
 * the JDK; the others show that their hooks fit, and on the other JDKs all show how they end.
 */
class LibrariesIT {
  private static final Set<Scenario> OF_EVERY_VERSION =
      EnumSet.of(
          Scenario.PASSWORD,
          Scenario.KEYBOARD,
          Scenario.PUBLICKEY,
          Scenario.WRONG_PASSWORD,
          Scenario.SERVER_KICKS);

  private static final Set<Scenario> ON_EVERY_JDK =
      EnumSet.of(Scenario.PUBLICKEY, Scenario.WRONG_PASSWORD, Scenario.SERVER_KICKS);

  private static final Path TABLE = Path.of("target/libraries.md");
  private static final Outcomes OUTCOMES = new Outcomes();

  @TempDir static Path directory;
  private static Keys keys;
  private static Target target;
  private static Spans spans;
  private static MinaHost mina;
  private static Jdk started;
  private static Dialogue host;

  @BeforeAll
  static void startServers() throws Exception {
    keys = Keys.in(directory);
    Files.writeString(directory.resolve("file"), "hello\n");
    target = new Target();
    spans = new Spans();
    mina = MinaHost.unwatched(Jdk.all().get(0), keys.knownToJava());
  }

  @AfterAll
  static void stop() throws Exception {
    OUTCOMES.print(TABLE);
    stopHost();
    mina.close();
    if (Sshds.running != null) {
      Sshds.running.close();
    }
    target.close();
    spans.close();
    spans.assertNoneIsLeft();
  }

  @ParameterizedTest(name = "{0}: {1}: {2}")
  @MethodSource("allWithMina")
  void tellsExactlyWhatHappenedWithMinasServer(Jdk jdk, JavaLibrary library, Scenario scenario)
      throws Exception {
    tellsExactlyWhatHappened(jdk, LibraryServer.of(mina), library, scenario);
  }

  @ParameterizedTest(name = "{0}: {1}: {2}")
  @MethodSource("newestWithSshd")
  void tellsExactlyWhatHappenedWithOpenSshsServer(Jdk jdk, JavaLibrary library, Scenario scenario)
      throws Exception {
    tellsExactlyWhatHappened(jdk, Sshds.started(directory, keys), library, scenario);
  }

  private static void tellsExactlyWhatHappened(
      Jdk jdk, LibraryServer server, JavaLibrary library, Scenario scenario) throws Exception {
    startHost(jdk);
    Counters counters = Counters.before(host.jvm().scrape());

    LibraryPlay.Saw saw =
        new LibraryPlay(host, server, keys, target, directory).run(library, scenario);
    List<String> told = spans.take(1);

    assertThat(String.join("\n", saw.out())).as(saw.outcome()).isEqualTo(scenario.result());
    assertThat(saw.outcome()).startsWith(outcome(scenario));
    Told ending = Told.all(host.jvm().fetch("/api/v1/endings")).get(0);
    String ended = ending.cause() + " by " + ending.initiator();
    OUTCOMES.add(scenario, library + " with " + server, ended);
    Scrape after = host.jvm().scrape();
    Expected happened = new Expected(ended, counters.changes(after), told);
    assertThat(happened).isIn(Expected.of(library, server, scenario));
    Hooks.assertMatched(after, library.label(), library.version());
  }

  private static String outcome(Scenario scenario) {
    return switch (scenario.end) {
      case DONE, REKEYED -> "0";
      case STATUS_3 -> "3";
      case REFUSED -> "refused ";
      case KICKED, LEFT_IDLE, KILLED -> "lost ";
    };
  }

  static Stream<Arguments> allWithMina() {
    Set<Scenario> without = LibraryServer.of(mina).cannot().keySet();
    return rows(List.of(JavaLibrary.values()), without)
        .filter(
            row -> {
              Object[] values = row.get();
              JavaLibrary library = (JavaLibrary) values[1];
              return !library.cannotWithMina().containsKey((Scenario) values[2]);
            });
  }

  static Stream<Arguments> newestWithSshd() {
    List<JavaLibrary> newest =
        Stream.of(JavaLibrary.values()).filter(JavaLibrary::isNewest).toList();
    return rows(newest, Sshd.CANNOT.keySet());
  }

  /** In the order of the JVMs, of which one runs at a time. */
  private static Stream<Arguments> rows(List<JavaLibrary> libraries, Set<Scenario> without) {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                libraries.stream()
                    .flatMap(
                        library ->
                            Stream.of(Scenario.values())
                                .filter(scenario -> !without.contains(scenario))
                                .filter(scenario -> plays(jdk, library, scenario))
                                .map(scenario -> Arguments.of(jdk, library, scenario))));
  }

  private static boolean plays(Jdk jdk, JavaLibrary library, Scenario scenario) {
    return !library.cannot.containsKey(scenario)
        && (library.isNewest() || OF_EVERY_VERSION.contains(scenario))
        && (jdk.equals(Jdk.all().get(0)) || ON_EVERY_JDK.contains(scenario));
  }

  private static void startHost(Jdk jdk) {
    if (!jdk.equals(started)) {
      stopHost();
      host = new Dialogue(spans.to(HostJvm.on(jdk).agent()), LibraryHost.class);
      started = jdk;
    }
  }

  private static void stopHost() {
    if (host != null) {
      host.close();
    }
  }

  /** One for all rows, started by the first that needs it: the others run without root, too. */
  private static final class Sshds {
    private static Sshd running;

    static Sshd started(Path directory, Keys keys) throws Exception {
      if (running == null) {
        running = new Sshd(directory, keys);
      }
      return running;
    }
  }
}
