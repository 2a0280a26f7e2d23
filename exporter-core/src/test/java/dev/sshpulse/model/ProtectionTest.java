package dev.sshpulse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProtectionTest {
  private static final long WITHIN = 300_000;
  private static final KeepAlive OFF = new KeepAlive(false, 60_000, 10_000, 3);
  private static final KeepAlive FAST = new KeepAlive(true, 60_000, 10_000, 3);
  private static final KeepAlive SLOW = new KeepAlive(true, 7_200_000, 75_000, 9);

  @Test
  void isGivenByTcpAloneWhereItIsFastEnough() {
    assertThat(Protection.of(FAST, null, WITHIN)).isEqualTo(Protection.PROTECTED);
    assertThat(Protection.of(FAST, new Heartbeat(false, 1_000), WITHIN))
        .isEqualTo(Protection.PROTECTED);
  }

  @Test
  void isGivenByALibraryThatMindsWhenNobodyAnswers() {
    assertThat(Protection.of(OFF, new Heartbeat(true, 300_000), WITHIN))
        .isEqualTo(Protection.PROTECTED);
    assertThat(Protection.of(OFF, new Heartbeat(true, 300_001), WITHIN))
        .isEqualTo(Protection.KEEPALIVE_TOO_SLOW);
    assertThat(Protection.of(SLOW, new Heartbeat(true, 300_000), WITHIN))
        .isEqualTo(Protection.PROTECTED);
  }

  @Test
  void isNotGivenByALibraryThatProbesAndDoesNotMind() {
    assertThat(Protection.of(OFF, new Heartbeat(false, 1_000), WITHIN))
        .isEqualTo(Protection.KEEPALIVE_NOT_ENFORCED);
    assertThat(Protection.of(null, new Heartbeat(false, 1_000), WITHIN))
        .isEqualTo(Protection.KEEPALIVE_NOT_ENFORCED);
    assertThat(Protection.of(SLOW, new Heartbeat(false, 1_000), WITHIN))
        .isEqualTo(Protection.KEEPALIVE_TOO_SLOW);
  }

  @Test
  void isUnknownWhereNeitherIsKnown() {
    assertThat(Protection.of(null, null, WITHIN)).isEqualTo(Protection.UNKNOWN);
    assertThat(Protection.of(OFF, null, WITHIN)).isEqualTo(Protection.NO_KEEPALIVE);
  }
}
