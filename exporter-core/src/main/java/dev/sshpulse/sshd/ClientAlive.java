package dev.sshpulse.sshd;

import org.jspecify.annotations.Nullable;

/**
 * What ClientAliveInterval and ClientAliveCountMax really come to.
 *
 * <p>sshd asks a silent client and, when more than ClientAliveCountMax answers are missing, closes:
 * so after interval × (count + 1), not interval × count as sshd_config(5) has it. From 9.2 to 9.4
 * it compares two times with {@code >} where other versions have {@code >=}, misses its own
 * deadline, and does everything only every second interval (measured with 9.2p1, read in the
 * others). A count of 0 means never since 8.2; before, the first interval of silence was the end.
 *
 * @param settings as configured
 * @param version of the sshd; null where it is not known: then the later of the two times is given
 */
public record ClientAlive(ClientAliveSettings settings, @Nullable SshdVersion version) {

  private static final double MILLIS_PER_SECOND = 1e3;

  /** How long a client is silent until sshd first asks it, seconds; null: it never does. */
  public @Nullable Long firstMessageSeconds() {
    return off() ? null : factor() * settings.intervalSeconds();
  }

  /** After which silence sshd closes the connection, seconds; null: it never does. */
  public @Nullable Long detectionSeconds() {
    return off() || neverCloses()
        ? null
        : factor() * settings.intervalSeconds() * (settings.countMax() + 1);
  }

  /** What it comes to, in one sentence. */
  public String sentence() {
    if (off()) {
      return "sshd never asks whether a silent client still lives: ClientAliveInterval is 0 ("
          + settings.intervalSetAt()
          + ")";
    }
    return (neverCloses()
            ? "sshd asks silent clients and never gives one up: ClientAliveCountMax is 0"
            : "sshd gives a silent client up after " + detectionSeconds() + " s: " + formula())
        + uncertainty();
  }

  private String formula() {
    return (factor() == 1 ? "" : factor() + " × ")
        + "ClientAliveInterval "
        + settings.intervalSeconds()
        + " × (ClientAliveCountMax "
        + settings.countMax()
        + " + 1)";
  }

  private String uncertainty() {
    return version == null
        ? ", taking the later of two times, for the version of sshd is not known"
        : ", by OpenSSH " + version;
  }

  /**
   * What is wrong where a path forgets flows sooner than anything is sent on them, and what to do;
   * null where nothing is.
   *
   * @param pathTimeoutMillis a silence that flows did not survive
   * @param tcpKeepAliveSeconds after which silence TCP probes the clients of this sshd; null: it
   *     does not, or that is not known
   */
  public @Nullable String warning(long pathTimeoutMillis, @Nullable Long tcpKeepAliveSeconds) {
    Long first = firstMessageSeconds();
    if (isSooner(first, pathTimeoutMillis) || isSooner(tcpKeepAliveSeconds, pathTimeoutMillis)) {
      return null;
    }
    return "flows silent for about "
        + Math.round(pathTimeoutMillis / MILLIS_PER_SECOND)
        + " s die on a path of this host, and "
        + (first == null
            ? "sshd never speaks on a silent one"
            : "sshd first speaks on a silent one after " + first + " s")
        + ": set ClientAliveInterval, now "
        + settings.intervalSeconds()
        + " ("
        + settings.intervalSetAt()
        + "), to at most "
        + longestInterval(pathTimeoutMillis)
        + " and reload sshd";
  }

  private static boolean isSooner(@Nullable Long seconds, long millis) {
    return seconds != null && seconds * MILLIS_PER_SECOND < millis;
  }

  /** sshd speaks after half of what kills, so that one lost message is no loss. */
  private long longestInterval(long pathTimeoutMillis) {
    long half = (long) (pathTimeoutMillis / MILLIS_PER_SECOND / 2);
    return Math.max(1, half / factor()); // 0 would be off
  }

  private boolean off() {
    return settings.intervalSeconds() == 0;
  }

  private boolean neverCloses() {
    return settings.countMax() == 0 && (version == null || version.isFrom(8, 2));
  }

  private int factor() {
    boolean everySecondInterval =
        version == null || (version.isFrom(9, 2) && !version.isFrom(9, 5));
    return everySecondInterval ? 2 : 1;
  }
}
