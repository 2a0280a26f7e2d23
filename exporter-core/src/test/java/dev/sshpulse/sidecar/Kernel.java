package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.host.TcpInfo;
import dev.sshpulse.host.TcpSocket;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A kernel in the hands of a test: its sockets are as they were last set, and its clock stands. */
final class Kernel {
  static final int SSH = 22;

  private final Map<Integer, Socket> sockets = new LinkedHashMap<>();
  private final List<KernelSocket> gone = new ArrayList<>();
  long now = 1_000_000;
  long timeoutAborts;
  boolean tellsGone = true;
  private long cookies;

  /** One socket, whose fields a test sets. */
  static final class Socket {
    final TcpAddresses addresses;
    long cookie;
    State state = State.ESTABLISHED;
    Timer timer = Timer.NONE;
    long timerMillis;
    long sendQueue;
    long receiveQueue;
    int retransmits;
    int probes;
    long inode = 4711;
    boolean full;
    boolean detailed = true;
    long sent = 2_000;
    long received = 3_000;
    long acked;
    long movedAt;
    long heardAt;
    long ackedAt;

    Socket(TcpAddresses addresses, long cookie, long now) {
      this.addresses = addresses;
      this.cookie = cookie;
      movedAt = now;
      heardAt = now;
    }

    KernelSocket at(long now) {
      TcpSocket socket =
          new TcpSocket(state, sendQueue, receiveQueue, timer, retransmits, probes, inode);
      return new KernelSocket(addresses, socket, timerMillis, 0, cookie, 0, full, info(now));
    }

    private TcpInfo info(long now) {
      if (!detailed) {
        return null;
      }
      long ago = now - movedAt;
      long heard = now - heardAt;
      long acknowledged = now - Math.max(heardAt, ackedAt);
      return new TcpInfo(
          1_500, 100, 0, 0, retransmits, ago, heard, acknowledged, acked, received, sent, 0);
    }
  }

  /** Someone at this port of 192.0.2.7 is connected to this host's port 22. */
  Socket client(int port) {
    return open(
        new InetSocketAddress("198.51.100.1", SSH), new InetSocketAddress("192.0.2.7", port));
  }

  /** This host is connected from this port of its own to port 22 of 192.0.2.7. */
  Socket server(int port) {
    return open(
        new InetSocketAddress("198.51.100.1", port), new InetSocketAddress("192.0.2.7", SSH));
  }

  private Socket open(InetSocketAddress local, InetSocketAddress peer) {
    Socket socket = new Socket(TcpAddresses.of(local, peer), ++cookies, now);
    sockets.put((int) cookies, socket);
    return socket;
  }

  /** The socket is in no table any more, but its process still holds it. */
  void tearDown(Socket socket) {
    sockets.values().remove(socket);
  }

  /** The kernel lets go of it. */
  void letGo(Socket socket) {
    sockets.values().remove(socket);
    socket.state = State.CLOSED;
    socket.inode = 0;
    gone.add(socket.at(now));
  }

  /** Its process has closed it, and its peer has answered with more bytes: nothing remains. */
  void closeAgainstTheStream(Socket socket) {
    sockets.values().remove(socket);
    socket.acked = socket.sent + 1;
    socket.inode = 0;
    gone.add(socket.at(now));
  }

  /** Its process has closed it, and its peer has acknowledged that. */
  void closeInOrder(Socket socket, boolean first) {
    sockets.values().remove(socket);
    boolean client = socket.addresses.peerPort() == SSH;
    socket.acked = socket.sent + 1 + (client ? 1 : 0);
    socket.received++;
    socket.inode = 0;
    if (first) {
      Socket remains = new Socket(socket.addresses, 0, now);
      remains.state = State.TIME_WAIT;
      remains.inode = 0;
      remains.detailed = false;
      sockets.put((int) ++cookies, remains);
    }
    gone.add(socket.at(now));
  }

  Look look() {
    List<KernelSocket> went = List.copyOf(gone);
    gone.clear();
    List<KernelSocket> there = new ArrayList<>();
    sockets.values().forEach(socket -> there.add(socket.at(now)));
    return new Look(now, there, went, tellsGone, timeoutAborts, timeoutAborts);
  }
}
