package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.host.OwnConnections.Held;
import dev.sshpulse.model.Side;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnConnectionsTest {
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  private static final String LISTENING = "0A";
  private static final String ESTABLISHED = "01";
  private static final String CLOSE_WAIT = "08";
  private static final String TIME_WAIT = "06";

  @TempDir private Path directory;
  private final StringBuilder table = new StringBuilder(HEADER);

  @BeforeEach
  void makeDirectory() throws IOException {
    Files.createDirectory(directory.resolve("fd"));
  }

  @Test
  void findsItsConnectionsAndWhichOfThemItAccepted() throws IOException {
    descriptor(5, "socket:[100]");
    descriptor(7, "socket:[101]");
    descriptor(8, "socket:[102]");
    descriptor(9, "pipe:[103]");
    line("0100007F:0016", "0100007F:9C41", ESTABLISHED, 101);
    line("0100007F:0016", "00000000:0000", LISTENING, 100);
    line("0100007F:9C42", "0100007F:08AE", CLOSE_WAIT, 102);
    line("0100007F:9C43", "0100007F:0016", ESTABLISHED, 999);
    line("0100007F:0016", "0100007F:9C44", TIME_WAIT, 0);

    List<Held> held = own().list();

    assertThat(held)
        .extracting(one -> one.descriptor() + " " + one.side() + " " + one.addresses().peerPort())
        .containsExactly("7 " + Side.SERVER + " 40001", "8 " + Side.CLIENT + " 2222");
  }

  @Test
  void takesAPortWhereAnotherProcessListensForAClients() throws IOException {
    descriptor(7, "socket:[101]");
    line("0100007F:08AE", "00000000:0000", LISTENING, 100);
    line("0100007F:08AE", "0100007F:9C41", ESTABLISHED, 101);

    assertThat(own().list()).extracting(Held::side).containsExactly(Side.CLIENT);
  }

  @Test
  void takesPort22ForAServersThoughNobodyListensThereAnyMore() throws IOException {
    descriptor(7, "socket:[101]");
    descriptor(8, "socket:[102]");
    line("0100007F:0016", "0100007F:9C41", ESTABLISHED, 101);
    line("0100007F:0016", "0200007F:0016", ESTABLISHED, 102);

    assertThat(own().list()).extracting(Held::side).containsExactly(Side.SERVER, Side.CLIENT);
  }

  @Test
  void knowsWhetherANumberStillStandsForTheSameSocket() throws IOException {
    descriptor(7, "socket:[101]");
    line("0100007F:9C42", "0100007F:0016", ESTABLISHED, 101);
    OwnConnections own = own();
    Held held = own.list().get(0);
    assertThat(own.isStill(held)).isTrue();

    Files.delete(directory.resolve("fd/7"));
    assertThat(own.isStill(held)).isFalse();
    descriptor(7, "socket:[202]");

    assertThat(own.isStill(held)).isFalse();
  }

  @Test
  void saysSoWhereItCannotLook() {
    OwnConnections own =
        new OwnConnections(directory.resolve("none"), new TcpTable(directory.toFile()));

    assertThatThrownBy(own::list).isInstanceOf(IOException.class);
  }

  private void descriptor(int number, String target) throws IOException {
    Files.createSymbolicLink(directory.resolve("fd/" + number), Path.of(target));
  }

  private void line(String local, String peer, String state, long inode) {
    table.append(
        "   7: %s %s %s 00000000:00000000 00:00000000 00000000  1000        0 %d 1 0 20 4 0 10 -1%n"
            .formatted(local, peer, state, inode));
  }

  private OwnConnections own() throws IOException {
    Files.writeString(directory.resolve("tcp"), table);
    return new OwnConnections(
        directory.resolve("fd"), new TcpTable(directory.toFile(), ByteOrder.LITTLE_ENDIAN));
  }
}
