package dev.sshpulse.connections;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/** The clocks of this host. */
class HostClocks {
  static final long UNKNOWN = -1;

  private static final int MORE_THAN_THE_FILE = 64;
  private static final int MILLIS_PER_HUNDREDTH = 10;

  private final File uptime;

  HostClocks() {
    this(new File("/proc/uptime"));
  }

  /**
   * @param uptime as proc(5) describes it: seconds since the boot, with two decimals, and more
   */
  HostClocks(File uptime) {
    this.uptime = uptime;
  }

  /** Goes on evenly, but stands still while the machine sleeps. */
  long nanos() {
    return System.nanoTime();
  }

  /** What people call the time; somebody may set it. */
  long wallMillis() {
    return System.currentTimeMillis();
  }

  /** Since the boot, with the time asleep; {@link #UNKNOWN} where the kernel does not tell. */
  long uptimeMillis() {
    byte[] text = new byte[MORE_THAN_THE_FILE];
    try (FileInputStream in = new FileInputStream(uptime)) {
      return hundredths(text, in.read(text)) * MILLIS_PER_HUNDREDTH;
    } catch (IOException e) {
      return UNKNOWN; // not Linux, or a sandbox: then a sleep looks like a clock that was set
    }
  }

  /** The digits of the first word. */
  private static long hundredths(byte[] text, int length) throws IOException {
    long value = 0;
    int i = 0;
    for (; i < length && text[i] != ' '; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        value = 10 * value + text[i] - '0';
      } else if (text[i] != '.') {
        throw new IOException("not a number of seconds");
      }
    }
    if (i < 4 || text[i - 3] != '.') {
      throw new IOException("not seconds with two decimals");
    }
    return value;
  }
}
