package dev.sshpulse.host;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table, read from left to right without making a string of it. The columns are
 * those of {@code get_tcp4_sock} and {@code get_tcp6_sock} in the kernel's {@code net/ipv4} and
 * {@code net/ipv6}.
 *
 * <p>What is not as expected spoils the line: all that is read after it is 0, and the line tells no
 * socket.
 */
final class TcpLine {
  private static final int WORD_DIGITS = 8;
  private static final int PORT_DIGITS = 4;
  private static final int CODE_DIGITS = 2;

  /** All that surely fit a long. */
  private static final int MOST_DECIMAL_DIGITS = 18;

  /**
   * Of the kernel's clock as it shows it to programs: {@code USER_HZ} is 100 wherever Java runs.
   */
  private static final int MILLIS_PER_TICK = 10;

  /** Three centuries, which shifted by a digit still fit a long. */
  private static final long MOST_TICKS = 1L << 40;

  private final boolean littleEndian;

  private byte[] bytes = {};
  private int at;
  private int end;
  private boolean spoilt;

  private long high;
  private long low;
  private long localHigh;
  private long localLow;
  private int localPort;
  private int peerPort;
  private long timerMillis;
  private long uid;

  /**
   * @param order the host's: the kernel prints addresses as 32-bit words of the host
   */
  TcpLine(ByteOrder order) {
    littleEndian = order == ByteOrder.LITTLE_ENDIAN;
  }

  /** Begins with the line that {@code lines} stands at. */
  void over(Lines lines) {
    bytes = lines.buffer();
    at = lines.from();
    end = lines.to();
    spoilt = false;
  }

  boolean isHeader() {
    skipSpaces();
    return next() == 's' && next() == 'l' && next() == ' ';
  }

  /**
   * Reads the addresses and ports of both ends, which come first.
   *
   * @param words in an address: 1 for IPv4, 4 for IPv6
   * @return false if the line is spoilt
   */
  boolean readEnds(int words) {
    decimal();
    expect(':');
    localPort = end(words);
    localHigh = high;
    localLow = low;
    peerPort = end(words);
    return !spoilt;
  }

  int localPort() {
    return localPort;
  }

  int peerPort() {
    return peerPort;
  }

  TcpAddresses addresses() {
    return new TcpAddresses(
        localHigh, localLow, high, low, TcpAddresses.ports(localPort, peerPort));
  }

  /** Reads what follows the ends; null if the line is spoilt. */
  @Nullable TcpSocket socket() {
    TcpSocket.State state = TcpSocket.State.of(field(CODE_DIGITS));
    long sendQueueBytes = queue(' ');
    long receiveQueueBytes = queue(':');
    TcpSocket.Timer timer = TcpSocket.Timer.of(field(CODE_DIGITS));
    timerMillis = expiry();
    int retransmits = (int) field(WORD_DIGITS);
    uid = column();
    int unansweredProbes = (int) column();
    long inode = column();
    expect(' '); // more columns follow: without them the inode may have been cut short
    return spoilt || state == null || timer == null
        ? null
        : new TcpSocket(
            state, sendQueueBytes, receiveQueueBytes, timer, retransmits, unansweredProbes, inode);
  }

  /** Until the timer of the socket that was read is due; 0 without one. */
  long timerMillis() {
    return timerMillis;
  }

  /** Of whoever made the socket that was read. */
  long uid() {
    return uid;
  }

  private int end(int words) {
    expect(' ');
    if (words == 1) {
      high = 0;
      low = TcpAddresses.mapped(word());
    } else {
      high = twoWords();
      low = twoWords();
    }
    expect(':');
    return (int) hexadecimal(PORT_DIGITS);
  }

  private long twoWords() {
    long first = word();
    return first << Integer.SIZE | Integer.toUnsignedLong(word());
  }

  private int word() {
    int printed = (int) hexadecimal(WORD_DIGITS);
    return littleEndian ? Integer.reverseBytes(printed) : printed;
  }

  /**
   * Bytes in a queue. The kernel subtracts two sequence numbers without a lock; when the second
   * overtakes the first in between, the queue is empty, not of four billion bytes.
   */
  private long queue(char before) {
    expect(before);
    return Math.max(0, (int) hexadecimal(WORD_DIGITS));
  }

  /** Printed in ticks, with as many digits as it takes. */
  private long expiry() {
    expect(':');
    long ticks = 0;
    while (at < end && bytes[at] != ' ') {
      int digit = Character.digit(bytes[at++], 16);
      spoilt |= digit < 0;
      ticks = Math.min(ticks << 4 | digit, MOST_TICKS);
    }
    return ticks * MILLIS_PER_TICK;
  }

  private long field(int digits) {
    expect(' ');
    return hexadecimal(digits);
  }

  private long column() {
    expect(' ');
    return decimal();
  }

  private long hexadecimal(int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(next(), 16);
      spoilt |= digit < 0;
      value = value << 4 | digit;
    }
    return spoilt ? 0 : value;
  }

  private long decimal() {
    skipSpaces();
    int first = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + bytes[at++] - '0';
    }
    spoilt |= at == first || at - first > MOST_DECIMAL_DIGITS;
    return spoilt ? 0 : value;
  }

  private void skipSpaces() {
    while (at < end && bytes[at] == ' ') {
      at++;
    }
  }

  private void expect(char c) {
    spoilt |= next() != c;
  }

  /** The byte here, or one that nothing expects at the end of the line. */
  private int next() {
    return at < end ? bytes[at++] : '\n';
  }
}
