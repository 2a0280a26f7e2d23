package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshdAuditTest {

  @TempDir private Path directory;

  @Test
  void putsFileAndVersionTogether() throws IOException {
    write("sshd_config", "Include conf.d/*.conf", "ClientAliveInterval 60");
    write("conf.d/1.conf", "ClientAliveCountMax 1");

    SshdAudit audit = looked("9.3");

    assertThat(audit.status().up()).isTrue();
    assertThat(audit.status().reason())
        .isEqualTo(
            "sshd gives a silent client up after 240 s:"
                + " 2 × ClientAliveInterval 60 × (ClientAliveCountMax 1 + 1), by OpenSSH 9.3");
    assertThat(audit.detectionSeconds()).isEqualTo(240);
  }

  @Test
  void refusesAStatedVersionThatIsNone() {
    assertThatThrownBy(() -> new SshdAudit("sshd_config", "newest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'newest' is no version of OpenSSH");
  }

  @Test
  void knowsNothingWhereTheFileIsWrongOrMissing() throws IOException {
    SshdAudit missing = looked("9.3");
    write("sshd_config", "ClientAliveInterval soon");
    SshdAudit wrong = looked("9.3");

    assertThat(missing.status().up()).isFalse();
    assertThat(missing.status().reason()).endsWith("sshd_config does not exist here");
    assertThat(missing.detectionSeconds()).isNull();
    assertThat(warnings(missing, 1000, null)).isEmpty();
    assertThat(wrong.status().reason())
        .endsWith("line 1: ClientAliveInterval soon: a time such as 90, 1m30s or 2h is expected");
  }

  @Test
  void forgetsWhatAFileSaidThatIsWrongNow() throws IOException {
    write("sshd_config", "ClientAliveInterval 600");
    SshdAudit audit = looked("9.6");
    assertThat(warnings(audit, 300_000, null)).hasSize(1);

    write("sshd_config", "ClientAliveInterval soon");
    audit.look(60_000);

    assertThat(audit.detectionSeconds()).isNull();
    assertThat(warnings(audit, 300_000, null)).isEmpty();
  }

  @Test
  void warnsOfEachBlockThatIsTooSlowForAPath() throws IOException {
    write(
        "sshd_config",
        "ClientAliveInterval 60",
        "Match User backup",
        "ClientAliveInterval 600",
        "Match Group dev",
        "ClientAliveInterval 100");

    SshdAudit audit = looked("9.6");

    assertThat(warnings(audit, 300_000, 7200L))
        .singleElement()
        .asString()
        .startsWith("Match User backup: flows silent for about 300 s die");
    assertThat(warnings(audit, 300_000, 60L)).as("TCP speaks sooner").isEmpty();
  }

  @Test
  void reliesOnTcpOnlyWhereSshdAsksForIt() throws IOException {
    write("sshd_config", "TCPKeepAlive no");

    assertThat(warnings(looked("9.6"), 300_000, 60L)).hasSize(1);
  }

  private static List<String> warnings(SshdAudit audit, long pathTimeoutMillis, Long tcpKeepAlive) {
    audit.hold(pathTimeoutMillis, tcpKeepAlive);
    return audit.warnings();
  }

  @Test
  void readsNothingWhereNoFileIsNamed() {
    SshdAudit audit = new SshdAudit("", "");

    audit.look(60_000);

    assertThat(audit.status()).isNull();
  }

  private SshdAudit looked(String version) {
    SshdAudit audit = new SshdAudit(directory.resolve("sshd_config").toString(), version);
    audit.look(0);
    return audit;
  }

  private void write(String name, String... lines) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }
}
