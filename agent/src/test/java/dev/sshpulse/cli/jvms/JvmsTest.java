package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JvmsTest {
  private static final String STOPPED = "T (stopped)";

  /** No process of this host has it: Linux counts to 4,194,304 at most. */
  private static final int PID = 9_000_001;

  @TempDir Path proc;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectory(proc.resolve("self"));
  }

  @Test
  void saysWhatItNeedsWhereThereIsNoProc() throws IOException {
    Files.delete(proc.resolve("self"));

    for (String which : new String[] {"4711", "gerrit"}) {
      assertThatThrownBy(() -> new Jvms(proc).one(which))
          .isInstanceOf(JvmFailure.class)
          .hasMessageContaining("needs Linux")
          .extracting(failure -> ((JvmFailure) failure).exitCode())
          .isEqualTo(1);
    }
  }

  @Test
  void takesNoCommandOfItsOwnForWhatIsMeant() throws Exception {
    jvm(PID, "-jar\0/opt/sshpulse.jar\0top\0--json\0Sleepy");
    jvm(PID + 1, "Sleepy");

    assertThat(new Jvms(proc).one("Sleepy").pid()).isEqualTo(PID + 1);
  }

  @Test
  @Timeout(60)
  void asksNobodyWhoIsStopped() throws Exception {
    jvm(PID, "Sleepy");
    thread(PID, 1, "sshpulse");
    thread(PID, 2, "sshpulse-clock");

    Jvm jvm = new Jvms(proc).one("Sleepy");

    assertThat(jvm.watched()).isTrue();
    assertThat(jvm.url()).isNull();
  }

  @Test
  void takesNoThreadOfAnApplicationForOurs() throws Exception {
    jvm(PID, "Sleepy");
    thread(PID, 1, "sshpulse");

    assertThat(new Jvms(proc).one("Sleepy").watched()).isFalse();
  }

  private void jvm(int pid, String command) throws IOException {
    put(pid, "status", "State:\t" + STOPPED + "\nUid:\t0\t0\t0\t0\nSigCgt:\t2000000181005ccf\n");
    put(pid, "cmdline", "java\0" + command + "\0");
    put(pid, "maps", "7f0 r-xp 0 08:01 1 /opt/jdk/lib/server/libjvm.so\n");
  }

  private void thread(int pid, int number, String name) throws IOException {
    put(pid, "task/" + number + "/comm", name + "\n");
  }

  private void put(int pid, String name, String text) throws IOException {
    Path file = proc.resolve(String.valueOf(pid)).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
