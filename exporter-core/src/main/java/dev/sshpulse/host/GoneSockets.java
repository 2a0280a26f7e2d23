package dev.sshpulse.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears which TCP sockets the kernel lets go of. It tells as they go, and what waits for us has a
 * bounded room; it says so where that was too small.
 */
final class GoneSockets implements Closeable {
  /** SKNLGRP_INET_TCP_DESTROY and SKNLGRP_INET6_TCP_DESTROY, of {@code linux/sock_diag.h}. */
  private static final int TCP_DESTROYED = 1 << 0 | 1 << 2;

  /** As many as a reading gives; what is beyond waits in the kernel. */
  private static final int MOST = 100_000;

  private final NetlinkSocket kernel;
  private final ByteBuffer buffer;
  private final DiagAnswer answer;
  private List<KernelSocket> heard = new ArrayList<>();
  private @Nullable Ports filtered;
  private boolean missed;

  private GoneSockets(NetlinkSocket kernel, ByteBuffer buffer, DiagAnswer answer) {
    this.kernel = kernel;
    this.buffer = buffer;
    this.answer = answer;
  }

  /**
   * Begins to listen.
   *
   * @param room in bytes for what waits to be received, as far as it is granted
   * @param buffer for one datagram; used only while one is received
   */
  static GoneSockets open(int room, ByteBuffer buffer, DiagAnswer answer) throws IOException {
    NetlinkSocket kernel = NetlinkSocket.listeningTo(TCP_DESTROYED);
    kernel.enlarge(room);
    return new GoneSockets(kernel, buffer, answer);
  }

  /** All since the last call; see {@link SocketSource#gone}. */
  List<KernelSocket> take(Ports ports) throws IOException {
    filter(ports);
    receiveAll(ports);
    if (missed) {
      missed = false;
      throw new IOException("more sockets have gone than the kernel had room to tell of");
    }
    List<KernelSocket> taken = heard;
    heard = new ArrayList<>();
    return taken;
  }

  /** What the kernel does not leave out is left out here. */
  private void filter(Ports ports) {
    if (ports == filtered) {
      return;
    }
    ByteBuffer program = PortFilter.of(ports);
    if (program == null || !kernel.filter(program)) {
      kernel.unfilter(); // the one of before would leave out what is wanted now
    }
    filtered = ports;
  }

  private void receiveAll(Ports ports) throws IOException {
    while (heard.size() < MOST) {
      int length = kernel.receive(buffer);
      if (length == NetlinkSocket.NOTHING) {
        return;
      }
      if (length == NetlinkSocket.OVERRUN) {
        missed = true;
      } else {
        answer.readGone(buffer, ports, heard);
      }
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
