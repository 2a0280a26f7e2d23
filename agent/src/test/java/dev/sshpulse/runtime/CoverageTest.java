package dev.sshpulse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.HookStatus;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private final Coverage coverage = new Coverage("mina-sshd", "2.20.0");

  @Test
  void saysWhatNoClassOfAReleaseHas() {
    coverage.add(Set.of("messages sent", "timeouts"), Set.of("messages sent"));

    assertThat(coverage.status())
        .isEqualTo(
            new HookStatus("mina-sshd", "2.20.0", HookStatus.Status.MATCHED, "without timeouts"));
  }

  @Test
  void missesNothingThatAnotherClassHas() {
    coverage.add(Set.of("timeouts"), Set.of());
    coverage.add(Set.of("timeouts"), Set.of("timeouts"));

    assertThat(coverage.status().reason()).isEmpty();
  }
}
