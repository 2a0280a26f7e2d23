package dev.sshpulse.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The kernel's table of sockets as text, for where {@link SockDiag} cannot be had: states, queues
 * and timers, and nothing of what TCP knows of the connection. For one thread at a time.
 */
public final class ProcTable implements SocketSource {
  private static final int MORE_THAN_LAST_TIME = 64;

  private final TcpTable table;
  private Ports ports = new Ports(Set.of());
  private int lastCount;

  /**
   * @param net where the files {@code tcp} and {@code tcp6} are, such as {@code /proc/net}
   */
  public ProcTable(File net) {
    table = new TcpTable(net);
  }

  @Override
  public String name() {
    return "proc";
  }

  @Override
  public List<KernelSocket> read(Set<Integer> wanted) throws IOException {
    if (!ports.areThose(wanted)) {
      ports = new Ports(wanted);
    }
    Reading reading = new Reading(ports, new ArrayList<>(lastCount + MORE_THAN_LAST_TIME));
    table.read(reading);
    lastCount = reading.sockets.size();
    return reading.sockets;
  }

  /** Nothing: the table shows who is there. */
  @Override
  public List<KernelSocket> gone(Set<Integer> wanted) {
    return List.of();
  }

  @Override
  public boolean tellsWhatIsGone() {
    return false;
  }

  /** Lines so far that were not as expected, and told nothing. */
  public long skippedLines() {
    return table.skippedLines();
  }

  @Override
  public void close() {
    // Its files are open only while they are read.
  }

  private record Reading(Ports ports, List<KernelSocket> sockets) implements TcpTable.Visitor {
    @Override
    public boolean wants(int localPort, int peerPort) {
      return ports.containsEither(localPort, peerPort);
    }

    @Override
    public void visit(TcpAddresses addresses, TcpSocket socket, long timerMillis, long uid) {
      sockets.add(new KernelSocket(addresses, socket, timerMillis, uid, 0, 0, false, null));
    }
  }
}
