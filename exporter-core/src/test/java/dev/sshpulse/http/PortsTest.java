package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void areTenInARow() {
    assertThat(Ports.from(20_000)).hasSize(10).startsWith(20_000).endsWith(20_009);
  }

  @Test
  void leaveTheSidecarsToTheSidecar() {
    assertThat(Ports.from(9922)).startsWith(9922, 9924).endsWith(9931).doesNotContain(9923);
    assertThat(Ports.from(9914)).endsWith(9922);
  }

  @Test
  void areTheSidecarsWhereSomebodyAskedForIt() {
    assertThat(Ports.from(9923)).startsWith(9923, 9924);
    assertThat(Ports.of(new Listening("127.0.0.1", 9923, true))).containsExactly(9923);
  }

  @Test
  void endWithTheHighest() {
    assertThat(Ports.from(65_530)).endsWith(65_535);
  }

  @Test
  void areWhateverTheKernelGivesForZero() {
    assertThat(Ports.from(0)).containsExactly(0);
  }
}
