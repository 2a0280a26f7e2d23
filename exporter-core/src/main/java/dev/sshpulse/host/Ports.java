package dev.sshpulse.host;

import java.util.BitSet;
import java.util.Set;

/** The ports that are asked for, as a filter wants them: in ranges without a gap. */
final class Ports {
  private static final int END = 1 << Short.SIZE;

  private final Set<Integer> wanted;
  private final BitSet ports = new BitSet(END);
  private final int[] firsts;
  private final int[] lasts;

  Ports(Set<Integer> wanted) {
    this.wanted = Set.copyOf(wanted);
    for (int port : this.wanted) {
      ports.set(checked(port));
    }
    int ranges = countRanges();
    firsts = new int[ranges];
    lasts = new int[ranges];
    findRanges();
  }

  private static int checked(int port) {
    if (port < 1 || port >= END) {
      throw new IllegalArgumentException("not a port, which is a number of 1 to 65535: " + port);
    }
    return port;
  }

  private int countRanges() {
    int ranges = 0;
    for (int from = ports.nextSetBit(0); from >= 0; from = ports.nextSetBit(after(from))) {
      ranges++;
    }
    return ranges;
  }

  private void findRanges() {
    int i = 0;
    for (int from = ports.nextSetBit(0); from >= 0; from = ports.nextSetBit(after(from))) {
      firsts[i] = from;
      lasts[i++] = after(from) - 1;
    }
  }

  private int after(int first) {
    return ports.nextClearBit(first);
  }

  boolean areThose(Set<Integer> others) {
    return wanted.equals(others);
  }

  boolean isEmpty() {
    return ranges() == 0;
  }

  boolean contains(int port) {
    return ports.get(port);
  }

  boolean containsEither(int local, int peer) {
    return contains(local) || contains(peer);
  }

  /** How many ranges there are. */
  int ranges() {
    return firsts.length;
  }

  /** The first port of a range. */
  int first(int range) {
    return firsts[range];
  }

  /** The last port of a range. */
  int last(int range) {
    return lasts[range];
  }
}
