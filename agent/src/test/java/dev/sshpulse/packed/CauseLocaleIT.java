package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cause does not depend on the language in which the C library tells of an error. */
@Tag("alone")
class CauseLocaleIT {

  /** One for each error that a connection can die of. */
  private static final Set<Fault> EACH_ERROR =
      EnumSet.of(
          Fault.A, Fault.B, Fault.B_READ, Fault.D, Fault.E, Fault.F, Fault.F_NETWORK, Fault.H);

  /** What the second write after any of them says. */
  private static final String IN_ENGLISH = "SocketException: Broken pipe";

  @TempDir Path locales;

  static Stream<Arguments> hosts() {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Arguments.of(jdk, "fr_FR"), Arguments.of(jdk, "de_DE")));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void isTheSameInFrenchAndGerman(Jdk jdk, String language) throws Exception {
    MadeLocale locale = MadeLocale.make(locales, language);

    List<Outcome> outcomes = Undisturbed.measure(() -> outcomes(jdk, locale));

    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome.isRight()).as(outcome::comparison).isTrue())
        .noneSatisfy(outcome -> assertThat(outcome.cell().symptoms()).contains(IN_ENGLISH));
  }

  private static List<Outcome> outcomes(Jdk jdk, MadeLocale locale) throws InterruptedException {
    HostJvm.Builder host = HostJvm.on(jdk).option("-Djdk.includeInExceptions=hostInfo").agent();
    Machines machines = new Machines("locale", FaultMatrix.IMPATIENT);
    try (HostAndPeer both = new HostAndPeer(machines, locale.speakIt(host))) {
      return new FaultMatrix(jdk, both, EACH_ERROR).run();
    }
  }
}
