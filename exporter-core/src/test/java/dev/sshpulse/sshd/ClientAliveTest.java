package dev.sshpulse.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAliveTest {

  /** The measurements with 9.2p1; what other versions do was read in their source. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 9.2, 2, 4",
    "1, 2, 9.2, 2, 6",
    "2, 0, 9.2, 4,",
    "2, 1, 9.2, 4, 8",
    "2, 2, 9.2, 4, 12",
    "2, 3, 9.2, 4, 16",
    "3, 1, 9.2, 6, 12",
    "5, 2, 9.2, 10, 30",
    "60, 3, 9.1, 60, 240",
    "60, 3, 9.2, 120, 480",
    "60, 3, 9.3, 120, 480",
    "60, 3, 9.4, 120, 480",
    "60, 3, 9.5, 60, 240",
    "60, 3, 10.0, 60, 240",
    "60, 0, 8.1, 60, 60",
    "60, 0, 8.2, 60,",
    "60, 0, 10.0, 60,",
    "0, 3, 9.2, ,",
    "2147483647, 2147483647, 9.2, 4294967294, 9223372032559808512",
  })
  void saysWhenASilentClientIsAskedAndWhenGivenUp(
      long interval, long count, String version, Long firstMessage, Long detection) {
    ClientAlive clientAlive = new ClientAlive(settings(interval, count), version(version));

    assertThat(clientAlive.firstMessageSeconds()).isEqualTo(firstMessage);
    assertThat(clientAlive.detectionSeconds()).isEqualTo(detection);
  }

  @Test
  void takesTheLaterTimeAndSaysSoWhereTheVersionIsNotKnown() {
    ClientAlive clientAlive = new ClientAlive(settings(60, 3), null);
    ClientAlive endless = new ClientAlive(settings(60, 0), null);

    assertThat(clientAlive.detectionSeconds()).isEqualTo(480);
    assertThat(clientAlive.sentence()).endsWith("the version of sshd is not known");
    assertThat(endless.detectionSeconds()).isNull();
  }

  @Test
  void saysWhatItComesToAndWhy() {
    assertThat(new ClientAlive(settings(60, 3), version("9.2")).sentence())
        .isEqualTo(
            "sshd gives a silent client up after 480 s:"
                + " 2 × ClientAliveInterval 60 × (ClientAliveCountMax 3 + 1), by OpenSSH 9.2");
    assertThat(new ClientAlive(settings(60, 3), version("9.6")).sentence())
        .contains("after 240 s: ClientAliveInterval 60 × (");
    assertThat(new ClientAlive(settings(60, 0), version("9.6")).sentence())
        .contains("never gives one up: ClientAliveCountMax is 0");
    assertThat(new ClientAlive(settings(0, 3), version("9.6")).sentence())
        .contains("ClientAliveInterval is 0 (sshd_config line 7)");
  }

  @Test
  void isSilentWhereSshdSpeaksBeforeThePathForgets() {
    assertThat(new ClientAlive(settings(60, 3), version("9.6")).warning(300_000, 7200L)).isNull();
    assertThat(new ClientAlive(settings(149, 9), version("9.2")).warning(300_000, 7200L)).isNull();
  }

  @Test
  void warnsWhereThePathForgetsBeforeSshdSpeaks() {
    assertThat(new ClientAlive(settings(300, 3), version("9.6")).warning(300_000, 7200L))
        .isEqualTo(
            "flows silent for about 300 s die on a path of this host, and sshd first speaks on a silent"
                + " one after 300 s: set ClientAliveInterval, now 300 (sshd_config line 7), to at"
                + " most 150 and reload sshd");
    assertThat(new ClientAlive(settings(0, 3), version("9.6")).warning(300_000, 7200L))
        .contains("sshd never speaks on a silent one: set ClientAliveInterval, now 0");
  }

  @Test
  void warnsOfAnIntervalThatOneVersionDoubles() {
    assertThat(new ClientAlive(settings(200, 3), version("9.6")).warning(300_000, 7200L)).isNull();
    assertThat(new ClientAlive(settings(200, 3), version("9.2")).warning(300_000, 7200L))
        .contains("after 400 s", "to at most 75 ");
  }

  @Test
  void isSilentWhereTcpItselfSpeaksBeforeThePathForgets() {
    ClientAlive off = new ClientAlive(settings(0, 3), version("9.6"));

    assertThat(off.warning(300_000, 60L)).isNull();
    assertThat(off.warning(300_000, 300L)).isNotNull();
    assertThat(off.warning(300_000, null)).isNotNull();
  }

  @Test
  void neverAdvisesTheIntervalThatMeansOff() {
    assertThat(new ClientAlive(settings(60, 3), version("9.2")).warning(1500, 7200L))
        .contains("to at most 1 ");
  }

  private static ClientAliveSettings settings(long interval, long count) {
    return new ClientAliveSettings(interval, count, "sshd_config line 7");
  }

  private static SshdVersion version(String version) {
    return SshdVersion.in("OpenSSH_" + version);
  }
}
