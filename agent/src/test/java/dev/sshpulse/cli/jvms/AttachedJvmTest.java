package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttachedJvmTest {

  @Test
  void countsWhatAnOlderJvmTakesInBytes() {
    assertThat(AttachedJvm.tooLong("a".repeat(1024))).isFalse();
    assertThat(AttachedJvm.tooLong("a".repeat(1025))).isTrue();
    assertThat(AttachedJvm.tooLong("ä".repeat(600))).isTrue();
  }
}
