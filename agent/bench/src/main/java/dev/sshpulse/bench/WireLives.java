package dev.sshpulse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bare loopback connections: what there is to say is said by either end, and both close, some
 * hundred being open at a time.
 *
 * <p>Everything is done by one thread, so that no scheduler is measured. The near end closes with
 * an RST: TIME_WAIT would use up the ports.
 */
final class WireLives implements Lives.Kind {

  /** So many that each lives for tens of milliseconds, long enough for all that we do about it. */
  private static final int TOGETHER = 500;

  private final Wire.Place place;
  private final byte[][] said;

  private WireLives(String api, byte[]... said) throws IOException {
    this.place = Wire.place(api);
    this.said = said;
  }

  /** A few bytes each way that are not SSH. */
  static WireLives plain(String api) throws IOException {
    return new WireLives(api, "HELLO 1.0 lives\r\n".getBytes(US_ASCII));
  }

  /** Identifications, and a kilobyte in the place of the keys. */
  static WireLives ssh(String api) throws IOException {
    return new WireLives(api, "SSH-2.0-lives\r\n".getBytes(US_ASCII), new byte[Wire.MOST_BYTES]);
  }

  /** A life ends when {@link #TOGETHER} others have begun since. */
  @Override
  public void live(int lives) throws IOException {
    Deque<Wire> open = new ArrayDeque<>(TOGETHER);
    for (int i = 0; i < lives; i++) {
      open.add(begin());
      if (open.size() == TOGETHER) {
        end(open.remove());
      }
    }
    while (!open.isEmpty()) {
      end(open.remove());
    }
  }

  private Wire begin() throws IOException {
    Wire wire = place.open();
    for (byte[] bytes : said) {
      pass(wire.near(), wire.far(), bytes);
      pass(wire.far(), wire.near(), bytes);
    }
    return wire;
  }

  private static void pass(Wire.End from, Wire.End to, byte[] bytes) throws IOException {
    from.write(bytes);
    to.read(new byte[bytes.length]);
  }

  private static void end(Wire wire) throws IOException {
    wire.near().closeWillReset();
    wire.close();
  }

  @Override
  public void close() throws IOException {
    place.close();
  }
}
