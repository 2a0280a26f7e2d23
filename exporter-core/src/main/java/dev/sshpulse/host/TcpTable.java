package dev.sshpulse.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The kernel's table of TCP sockets: the files {@code tcp} and {@code tcp6} of Linux, which list
 * every socket of a network namespace, whoever holds it.
 *
 * <p>Objects are made only of sockets that are wanted, but the kernel walks its whole table: with
 * 10,000 sockets that took it 30 ms of CPU, and all else together a few. The table changes while it
 * is read, so a socket may be missing from one reading though it lives, and one that is shown twice
 * counts as it was shown last.
 *
 * <p>For one thread at a time.
 */
public final class TcpTable {

  /** Takes sockets as they are read. */
  public interface Visitor {
    /** Whether a socket with these ports may be of interest; the rest of its line costs more. */
    boolean wants(int localPort, int peerPort);

    /**
     * One of those that may be.
     *
     * @param timerMillis until its timer is due, in tens; 0 without one
     * @param uid of whoever made it
     */
    void visit(TcpAddresses addresses, TcpSocket socket, long timerMillis, long uid);
  }

  private static final int IPV4_WORDS = 1;
  private static final int IPV6_WORDS = 4;

  private final File ipv4;
  private final File ipv6;
  private final Lines lines = new Lines();
  private final TcpLine line;
  private long spoilt;

  /**
   * @param directory where the two files are, such as {@code /proc/self/net}
   */
  public TcpTable(File directory) {
    this(directory, ByteOrder.nativeOrder());
  }

  TcpTable(File directory, ByteOrder order) {
    ipv4 = new File(directory, "tcp");
    ipv6 = new File(directory, "tcp6");
    line = new TcpLine(order);
  }

  /**
   * Whether there is a table that this process may read. A kernel without IPv6 has no {@code tcp6};
   * then {@code tcp} is the whole table.
   */
  public boolean readable() {
    return ipv4.canRead() && (!ipv6.exists() || ipv6.canRead());
  }

  /**
   * Finds connections of ours.
   *
   * @return those that are in the table
   * @throws IOException if there is no table or it cannot be read to its end: then nothing is known
   */
  public Map<TcpAddresses, TcpSocket> find(Set<TcpAddresses> wanted) throws IOException {
    Finder finder = new Finder(wanted);
    if (!wanted.isEmpty() || !readable()) {
      read(finder);
    }
    return finder.found;
  }

  /**
   * Reads the whole table.
   *
   * @throws IOException if there is no table or it cannot be read to its end: then what was visited
   *     is not all
   */
  public void read(Visitor visitor) throws IOException {
    read(ipv4, IPV4_WORDS, visitor);
    if (ipv6.exists()) {
      read(ipv6, IPV6_WORDS, visitor);
    }
  }

  /** Lines so far that were not as expected, and told nothing. */
  public long skippedLines() {
    return spoilt + lines.passedOver();
  }

  private void read(File file, int words, Visitor visitor) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      lines.over(in);
      skipHeader(file);
      while (lines.next()) {
        line.over(lines);
        readLine(words, visitor);
      }
    }
  }

  private void skipHeader(File file) throws IOException {
    if (lines.next()) {
      line.over(lines);
      if (line.isHeader()) {
        return;
      }
    }
    throw new IOException("not a table of TCP sockets, its first line is another: " + file);
  }

  private void readLine(int words, Visitor visitor) {
    if (!line.readEnds(words)) {
      spoilt++;
      return;
    }
    if (!visitor.wants(line.localPort(), line.peerPort())) {
      return;
    }
    TcpAddresses addresses = line.addresses();
    TcpSocket socket = line.socket();
    if (socket == null) {
      spoilt++;
      return;
    }
    visitor.visit(addresses, socket, line.timerMillis(), line.uid());
  }

  private static final class Finder implements Visitor {
    private final Set<TcpAddresses> wanted;
    private final BitSet ports = new BitSet(1 << Short.SIZE);
    private final Map<TcpAddresses, TcpSocket> found;

    Finder(Set<TcpAddresses> wanted) {
      this.wanted = wanted;
      found = new HashMap<>(2 * wanted.size());
      for (TcpAddresses addresses : wanted) {
        ports.set(addresses.localPort() ^ addresses.peerPort());
      }
    }

    @Override
    public boolean wants(int localPort, int peerPort) {
      return ports.get(localPort ^ peerPort);
    }

    @Override
    public void visit(TcpAddresses addresses, TcpSocket socket, long timerMillis, long uid) {
      if (wanted.contains(addresses)) {
        found.put(addresses, socket);
      }
    }
  }
}
