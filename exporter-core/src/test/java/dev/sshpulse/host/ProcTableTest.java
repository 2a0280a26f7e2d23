package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcTableTest {
  private static final File RECORDED = new File("src/test/resources/proc/net");

  @Test
  void readsThoseWithAWantedPortAtEitherEnd() throws IOException {
    assumeLittleEndian();
    try (ProcTable table = new ProcTable(RECORDED)) {
      List<KernelSocket> sockets = table.read(Set.of(2222, 40003));

      assertThat(sockets)
          .isNotEmpty()
          .allMatch(s -> Set.of(2222, 40003).stream().anyMatch(port -> hasPort(s, port)))
          .anyMatch(s -> s.socket().state() == State.LISTEN)
          .anyMatch(s -> s.addresses().peerPort() == 2222)
          .anyMatch(s -> s.addresses().localPort() == 2222)
          .anyMatch(s -> s.addresses().localPort() == 40003);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "40001, NONE,              0",
    "40002, KEEPALIVE,         7194550",
    "40003, RETRANSMIT,        1290",
    "40006, TIME_WAIT,         54650",
    "40007, ZERO_WINDOW_PROBE, 1230",
  })
  void readsWhenATimerIsDue(int port, Timer timer, long millis) throws IOException {
    assumeLittleEndian();
    try (ProcTable table = new ProcTable(RECORDED)) {
      KernelSocket socket = ofClient(table.read(Set.of(port)), port);

      assertThat(socket.socket().timer()).isEqualTo(timer);
      assertThat(socket.timerMillis()).isEqualTo(millis);
    }
  }

  @Test
  void readsWhoMadeASocket(@TempDir Path net) throws IOException {
    Files.writeString(
        net.resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue
           0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 4294967294 0 7 1
        """);
    try (ProcTable table = new ProcTable(net.toFile())) {
      assertThat(table.read(Set.of(22))).extracting(KernelSocket::uid).containsExactly(4294967294L);
    }
  }

  @Test
  void knowsNothingOfWhatIsNotInTheTable() throws IOException {
    assumeLittleEndian();
    try (ProcTable table = new ProcTable(RECORDED)) {
      KernelSocket socket = ofClient(table.read(Set.of(40003)), 40003);

      assertThat(socket.cookie()).isZero();
      assertThat(socket.cgroup()).isZero();
      assertThat(socket.info()).isNull();
      assertThat(table.tellsWhatIsGone()).isFalse();
      assertThat(table.gone(Set.of(40003))).isEmpty();
    }
  }

  @Test
  void isAbsentWhereThereIsNoTable(@TempDir Path empty) throws IOException {
    try (ProcTable table = new ProcTable(empty.toFile())) {
      assertThatThrownBy(() -> table.read(Set.of(22))).isInstanceOf(FileNotFoundException.class);
    }
  }

  @Test
  void readsFromThisKernelWhatSockDiagReads() throws IOException {
    assumeTrue(new File("/proc/self/net").isDirectory(), "this needs Linux");
    try (Sockets sockets = Sockets.dualStack();
        SockDiag sockDiag = SockDiag.open(null);
        ProcTable table = new ProcTable(new File("/proc/self/net"))) {
      sockets.connect();
      sockets.connectWithKeepAlive(500);
      sockets.connect().client().shutdownOutput();
      Set<Integer> ports = Set.of(sockets.port());

      List<KernelSocket> ofTable = table.read(ports);
      List<KernelSocket> ofSockDiag = sockDiag.read(ports);

      assertThat(ofTable)
          .extracting(KernelSocket::addresses, KernelSocket::uid, s -> s.socket().inode())
          .containsExactlyInAnyOrderElementsOf(
              ofSockDiag.stream()
                  .map(s -> tuple(s.addresses(), s.uid(), s.socket().inode()))
                  .toList());
      assertThat(ofTable)
          .filteredOn(s -> s.socket().timer() == Timer.KEEPALIVE)
          .singleElement()
          .satisfies(s -> assertThat(s.timerMillis()).isBetween(400_000L, 500_000L));
    }
  }

  /** The recorded kernel's; what reads it takes the order of the host. */
  private static void assumeLittleEndian() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "recorded with little endian");
  }

  private static KernelSocket ofClient(List<KernelSocket> sockets, int port) {
    return sockets.stream().filter(s -> s.addresses().localPort() == port).findAny().orElseThrow();
  }

  private static boolean hasPort(KernelSocket socket, int port) {
    return socket.addresses().localPort() == port || socket.addresses().peerPort() == port;
  }
}
