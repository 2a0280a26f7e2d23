package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.Access;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK keeps from an application, it still does. */
class EncapsulationIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void opensNothingToTheApplication(Jdk jdk) {
    try (HostJvm alone = HostJvm.on(jdk).start(Access.class);
        HostJvm host = HostJvm.on(jdk).agent().start(Access.class)) {
      assertThat(alone.exitCode()).isZero();
      assertThat(host.exitCode()).isZero();

      assertThat(host.out())
          .isEqualTo(alone.out())
          .contains("defineClass: java.lang.reflect.InaccessibleObjectException")
          .contains("java.lang open: false")
          .contains("another loader: allowed, false");
    }
  }
}
