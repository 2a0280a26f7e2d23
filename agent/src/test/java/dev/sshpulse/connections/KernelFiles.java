package dev.sshpulse.connections;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sshpulse.host.TcpSocket;
import dev.sshpulse.host.TcpTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The kernel's table of TCP sockets, as a test writes it. */
final class KernelFiles {
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  private static final Map<TcpSocket.State, String> STATES =
      Map.of(TcpSocket.State.ESTABLISHED, "01", TcpSocket.State.CLOSE_WAIT, "08");

  private final Path directory;

  KernelFiles(Path directory) {
    this.directory = directory;
    write(HEADER);
  }

  TcpTable table() {
    return new TcpTable(directory.toFile());
  }

  /** There is one socket, and all is well. */
  void calm(FixedTraffic traffic) {
    write(traffic, TcpSocket.State.ESTABLISHED, 0, 0, 0);
  }

  /** There is one socket, and so many bytes of its are not acknowledged. */
  void owed(FixedTraffic traffic, int bytes) {
    write(traffic, TcpSocket.State.ESTABLISHED, bytes, "01", 0, 0);
  }

  /** There is one socket, and so many bytes of its have been repeated so often. */
  void repeated(FixedTraffic traffic, int bytes, int times) {
    write(traffic, TcpSocket.State.ESTABLISHED, bytes, times, 0);
  }

  /** There is one socket, and so many keepalive probes had no answer. */
  void probed(FixedTraffic traffic, int probes) {
    write(traffic, TcpSocket.State.ESTABLISHED, 0, 0, probes);
  }

  /**
   * There is one socket, whose peer has no room, and so many probes of its window had no answer.
   */
  void windowProbed(FixedTraffic traffic, int bytes, int probes) {
    write(traffic, TcpSocket.State.ESTABLISHED, bytes, "04", 0, probes);
  }

  /** There is one socket, and its peer has closed. */
  void peerClosed(FixedTraffic traffic) {
    write(traffic, TcpSocket.State.CLOSE_WAIT, 0, 0, 0);
  }

  void write(
      FixedTraffic traffic, TcpSocket.State state, int sendQueue, int retransmits, int probes) {
    write(traffic, state, sendQueue, "00", retransmits, probes);
  }

  private void write(
      FixedTraffic traffic,
      TcpSocket.State state,
      int sendQueue,
      String timer,
      int retransmits,
      int probes) {
    write(
        HEADER
            + "   0: %s %s %s %08X:00000000 %s:00000000 %08X  1000 %8d 7014338 2 0\n"
                .formatted(
                    hex(traffic.local),
                    hex(traffic.peer),
                    STATES.get(state),
                    sendQueue,
                    timer,
                    retransmits,
                    probes));
  }

  /** The file becomes this. */
  void write(String content) {
    try {
      Files.writeString(directory.resolve("tcp"), content, US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file goes away. */
  void vanish() {
    try {
      Files.delete(directory.resolve("tcp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the kernel prints an IPv4 address: a word of the host. */
  private static String hex(InetSocketAddress end) {
    int word =
        ByteBuffer.wrap(end.getAddress().getAddress()).order(ByteOrder.nativeOrder()).getInt();
    return "%08X:%04X".formatted(word, end.getPort());
  }
}
