package dev.sshpulse.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What a socket says, until a moment and up to a size: a limit for each read would add up. */
final class BoundedAnswer extends InputStream {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Socket socket;
  private final InputStream in;
  private final long deadline;
  private long left;

  /**
   * @param deadline of {@link System#nanoTime}
   * @param most bytes
   */
  BoundedAnswer(Socket socket, long deadline, long most) throws IOException {
    this.socket = socket;
    in = socket.getInputStream();
    this.deadline = deadline;
    left = most;
  }

  /** Milliseconds until then, at least one: 0 would be no limit. */
  static int millisUntil(long deadline) throws SocketTimeoutException {
    long nanos = deadline - System.nanoTime();
    if (nanos <= 0) {
      throw new SocketTimeoutException("no whole answer in time");
    }
    return (int) Math.max(1, nanos / NANOS_PER_MILLI);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left <= 0) {
      throw new LocalGet.OtherServerException("the answer is longer than anybody asked for");
    }
    socket.setSoTimeout(millisUntil(deadline));
    int count = in.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }
}
