package dev.sshpulse.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An SSH client by hand, over a blocking socket.
 *
 * <p>MINA reads all the time, hears at once that its peer has hung up, and never writes into a
 * broken pipe. Programs that only write, and most blocking ones, do.
 */
final class PlainClient implements Closeable {

  private static final int FAILURES = 3;
  private static final int MAX_WRITES = 100_000;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-sshpulse_demo\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final Tally tally;

  PlainClient(int port, Tally tally) throws IOException {
    this.tally = tally;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Exchanges identifications (RFC 4253, section 4.2). */
  void greet() throws IOException {
    socket.getOutputStream().write(IDENTIFICATION);
    String line = readLine(socket.getInputStream());
    if (!line.startsWith("SSH-2.0-")) {
      throw new IOException("not an identification: '" + line + "'");
    }
    tally.add(Seen.CLIENT_OPENED);
  }

  /**
   * Reads to the end of a stream that the peer has closed, then writes until that failed {@value
   * #FAILURES} times.
   *
   * @return failed writes
   */
  long writeIntoTheBrokenPipe() throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    long failed = 0;
    for (int i = 0; failed < FAILURES; i++) {
      failed += writeFails(socket.getOutputStream()) ? 1 : 0;
      if (i == MAX_WRITES) {
        throw new IOException(MAX_WRITES + " writes to a closed peer and no broken pipe");
      }
    }
    tally.add(Seen.HUNG_UP);
    return failed;
  }

  /** The first write succeeds: only the peer's answer to it tells that nobody is there. */
  private boolean writeFails(OutputStream out) throws IOException {
    try {
      out.write(0);
      return false;
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
      tally.add(Seen.BROKEN_PIPE);
      return true;
    }
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    tally.add(Seen.CLIENT_ENDED);
  }
}
