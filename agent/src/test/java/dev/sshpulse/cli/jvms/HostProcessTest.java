package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProcessTest {
  private static final String STATUS =
      """
      Name:\tjava
      State:\t%s
      Uid:\t1000\t1001\t1000\t1000
      Gid:\t100\t101\t100\t100
      NSpid:\t4711\t7
      SigCgt:\t%s
      """;

  @TempDir Path proc;

  @Test
  void readsWhoseItIsAndItsNumberInTheContainer() throws IOException {
    HostProcess process = process("S (sleeping)", "2000000181005ccf");

    assertThat(process.uid()).isEqualTo(1001);
    assertThat(process.gid()).isEqualTo(101);
    assertThat(process.ownPid()).isEqualTo(7);
    assertThat(process.depth()).isEqualTo(2);
    assertThat(process.isStopped()).isFalse();
    assertThat(process.handlesQuit()).isTrue();
  }

  @Test
  void knowsOneThatTheKnockWouldKillAndOneThatCannotHearIt() throws IOException {
    HostProcess process = process("T (stopped)", "0000000180004ccb");

    assertThat(process.handlesQuit()).isFalse();
    assertThat(process.isStopped()).isTrue();
  }

  @Test
  void isAJvmByWhatItHasMappedOrElseByItsName() throws IOException {
    HostProcess process = process("S (sleeping)", "0");

    put("cmdline", "/opt/launcher\0-x\0");
    assertThat(process.isJvm()).isFalse();
    put("maps", "7f0 r-xp 0 08:01 1 /opt/jdk/lib/server/libjvm.so\n");
    assertThat(process.isJvm()).isTrue();
    Files.delete(proc.resolve("4711/maps"));
    put("cmdline", "/opt/jdk/bin/java\0Main\0");
    assertThat(process.isJvm()).isTrue();
  }

  @Test
  void findsAThreadByItsWholeName() throws IOException {
    HostProcess process = process("S (sleeping)", "0");
    put("task/1/comm", "sshpulse-clock\n");

    assertThat(process.hasThread("sshpulse")).isFalse();
    put("task/2/comm", "sshpulse\n");
    assertThat(process.hasThread("sshpulse")).isTrue();
  }

  @Test
  void readsItsEnvironment() throws IOException {
    HostProcess process = process("S (sleeping)", "0");

    put("environ", "A=1\0JAVA_TOOL_OPTIONS=-Da=b -Dc\0");

    assertThat(process.environment())
        .containsAllEntriesOf(Map.of("A", "1", "JAVA_TOOL_OPTIONS", "-Da=b -Dc"));
  }

  private HostProcess process(String state, String caught) throws IOException {
    put("status", STATUS.formatted(state, caught));
    return new HostProcess(proc, 4711);
  }

  private void put(String name, String text) throws IOException {
    Path file = proc.resolve("4711").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
