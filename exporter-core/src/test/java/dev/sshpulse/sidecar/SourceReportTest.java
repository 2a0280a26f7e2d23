package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.SourceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of sources that go and come back. */
class SourceReportTest {
  private final List<String> lines = new ArrayList<>();
  private final SourceReport report = new SourceReport(lines::add);

  private void log(boolean up, String reason, long now) {
    report.take(List.of(new SourceStatus("sshd_log", up, reason, Duration.ZERO)), now);
  }

  @Test
  void saysWhatWentDownAndWhatIsBack() {
    log(true, "/var/log/auth.log", 0);
    log(false, "/var/log/auth.log does not exist", 1_000);
    log(false, "/var/log/auth.log does not exist", 2_000);
    log(true, "/var/log/auth.log", 70_000);

    assertThat(lines)
        .containsExactly(
            "sshpulse: sshd_log can no longer be read: /var/log/auth.log does not exist",
            "sshpulse: sshd_log can be read again: /var/log/auth.log");
  }

  @Test
  void leavesTheStateAtTheStartToTheFirstLine() {
    log(false, "does not exist", 0);

    assertThat(lines).isEmpty();
  }

  @Test
  void doesNotFloodAnybodyWithASourceThatComesAndGoes() {
    for (int i = 0; i < 100; i++) {
      log(i % 2 == 0, "flapping", i * 1_000L);
    }

    assertThat(lines).hasSizeLessThanOrEqualTo(2);
  }
}
