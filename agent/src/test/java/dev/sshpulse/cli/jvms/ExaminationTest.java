package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExaminationTest {
  @TempDir Path proc;

  @Test
  void givesACommandThatCanBeTyped() throws IOException {
    HostProcess us = process(1, 1000);
    HostProcess other = process(4711, 1001);

    Examination examination = new Examination(us, other, new File("/opt/sshpulse.jar"));

    assertThat(examination.checks())
        .filteredOn(check -> check.what().equals("user"))
        .singleElement()
        .extracting(Check::text)
        .asString()
        .endsWith("sudo -u '#1001' -g '#1001' java -jar /opt/sshpulse.jar attach 4711");
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_392, 8", "17.0.12, 17", "25-ea, 25", "21+35, 21"})
  void readsTheFeatureOfAVersion(String version, int feature) {
    assertThat(Examination.feature(version)).isEqualTo(feature);
  }

  @Test
  void theLastWordAboutAFlagHolds() throws IOException {
    HostProcess process = process(4711, 1000);
    Files.writeString(
        proc.resolve("4711/cmdline"), "java\0-XX:+A\0-XX:-A\0-javaagent:x\0Main\0-XX:+A\0");

    JvmOptions options = new JvmOptions(process, PerfFile.of(process));

    assertThat(options.flag("A")).isFalse();
    assertThat(options.flag("B")).isNull();
    assertThat(options.startingWith("-javaagent:")).containsExactly("-javaagent:x");
  }

  private HostProcess process(int pid, int uid) throws IOException {
    Path directory = Files.createDirectory(proc.resolve(String.valueOf(pid)));
    String four = ("\t" + uid).repeat(4) + "\n";
    Files.writeString(directory.resolve("status"), "State:\tS\nUid:" + four + "Gid:" + four);
    Files.writeString(directory.resolve("cmdline"), "java\0Main\0");
    return new HostProcess(proc, pid);
  }
}
