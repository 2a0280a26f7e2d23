package dev.sshpulse.host;

import dev.sshpulse.model.Side;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The TCP connections that this process holds, whoever opened them: what {@code /proc/self/fd} and
 * the kernel's table of sockets say together. For one thread at a time.
 *
 * <p>When a connection was opened is in neither: the time of a link there is that of the first look
 * at it.
 */
public final class OwnConnections {
  private static final int SSH_PORT = 22;

  private final Path descriptors;
  private final TcpTable table;

  /**
   * One of them.
   *
   * @param descriptor the lowest of its numbers
   * @param inode of the socket
   */
  public record Held(int descriptor, long inode, TcpAddresses addresses, Side side) {

    /** Whoever listened there may have ceased to, or have handed it over: no client is at 22. */
    private boolean isAtSshServer() {
      return addresses.localPort() == SSH_PORT && addresses.peerPort() != SSH_PORT;
    }

    private Held accepted() {
      return new Held(descriptor, inode, addresses, Side.SERVER);
    }
  }

  /**
   * @param descriptors {@code /proc/self/fd}
   * @param table of this process's network
   */
  public OwnConnections(Path descriptors, TcpTable table) {
    this.descriptors = descriptors;
    this.table = table;
  }

  /**
   * Those that can still be used. The side is server where this process listens at the local port,
   * and at port 22.
   *
   * @throws IOException where it cannot be known
   */
  public List<Held> list() throws IOException {
    Sorter sorter = new Sorter(sockets());
    if (!sorter.sockets.isEmpty()) {
      table.read(sorter);
    }
    List<Held> held = new ArrayList<>(sorter.open.size());
    for (Held one : sorter.open) {
      boolean accepted =
          one.isAtSshServer() || sorter.listening.contains(one.addresses.localPort());
      held.add(accepted ? one.accepted() : one);
    }
    return held;
  }

  /** Whether a number still stands for the same socket. */
  public boolean isStill(Held held) {
    Long inode = SocketLink.inode(descriptors.resolve(String.valueOf(held.descriptor())));
    return inode != null && inode == held.inode();
  }

  private Map<Long, Integer> sockets() throws IOException {
    Map<Long, Integer> sockets = new HashMap<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        Long inode = SocketLink.inode(link);
        if (inode != null) {
          sockets.merge(inode, Integer.valueOf(link.getFileName().toString()), Math::min);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return sockets;
  }

  private static final class Sorter implements TcpTable.Visitor {
    final Set<Integer> listening = new HashSet<>();
    final List<Held> open = new ArrayList<>();
    final Map<Long, Integer> sockets;

    Sorter(Map<Long, Integer> sockets) {
      this.sockets = sockets;
    }

    @Override
    public boolean wants(int localPort, int peerPort) {
      return true; // which are ours, only the inode tells
    }

    @Override
    public void visit(TcpAddresses addresses, TcpSocket socket, long timerMillis, long uid) {
      Integer descriptor = sockets.get(socket.inode());
      if (descriptor == null) {
        return;
      }
      switch (socket.state()) {
        case LISTEN -> listening.add(addresses.localPort());
        case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK ->
            open.add(new Held(descriptor, socket.inode(), addresses, Side.CLIENT));
        default -> {}
      }
    }
  }
}
