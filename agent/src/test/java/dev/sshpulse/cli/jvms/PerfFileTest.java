package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a /tmp that everybody writes into. */
class PerfFileTest {
  private static final String COMMAND = "sun.rt.javaCommand";

  @TempDir Path proc;
  private Path users;
  private int uid;

  @BeforeEach
  void prepare() throws IOException {
    users = Files.createDirectories(proc.resolve("4711/root/tmp/hsperfdata_ann"));
    uid = (Integer) Files.getAttribute(users, "unix:uid");
  }

  @Test
  void tellsTheCommandOfItsOwnUser() throws IOException {
    Files.write(users.resolve("4711"), perfData("Sleepy 1", 0));

    assertThat(perfFile(uid).command()).isEqualTo("Sleepy 1");
  }

  @Test
  void isNotBelievedWhereAnotherUserWroteIt() throws IOException {
    Files.write(users.resolve("4711"), perfData("Mid22", 0));

    assertThat(perfFile(uid + 1).exists()).isFalse();
  }

  @Test
  void isNoLink() throws IOException {
    Path elsewhere = Files.write(proc.resolve("elsewhere"), perfData("Mid22", 0));
    Files.createSymbolicLink(users.resolve("4711"), elsewhere);

    assertThat(perfFile(uid).exists()).isFalse();
  }

  @Test
  @Timeout(60)
  void isNoPipe() throws Exception {
    new ProcessBuilder("mkfifo", users.resolve("4711").toString()).start().waitFor();

    assertThat(Files.exists(users.resolve("4711"))).isTrue();
    assertThat(perfFile(uid).exists()).isFalse();
  }

  @Test
  @Timeout(60)
  void endsWhereItsEntriesDoNot() throws IOException {
    Path file = Files.write(proc.resolve("endless"), perfData("Sleepy", 1 << 30));

    assertThatThrownBy(() -> PerfData.read(file)).isInstanceOf(IOException.class);
  }

  private PerfFile perfFile(int owner) throws IOException {
    Files.writeString(
        proc.resolve("4711/status"), "Uid:\t%1$d\t%1$d\t0\t0\nNSpid:\t4711\n".formatted(owner));
    return PerfFile.of(new HostProcess(proc, 4711));
  }

  /** One text; where more entries are promised, its own length is none. */
  private static byte[] perfData(String command, int more) {
    ByteBuffer bytes = ByteBuffer.allocate(256).putInt(0xcafec0c0).put((byte) 1);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(24, 32).putInt(28, 1 + more);
    bytes.putInt(32, more == 0 ? 128 : 0).putInt(36, 20).putInt(40, 64).put(44, (byte) 'B');
    bytes.putInt(48, 60).position(52);
    bytes.put(COMMAND.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    bytes.position(92);
    bytes.put(command.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return bytes.array();
  }
}
