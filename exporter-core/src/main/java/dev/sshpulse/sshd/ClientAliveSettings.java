package dev.sshpulse.sshd;

/**
 * What an sshd is told to do about silent clients.
 *
 * @param intervalSeconds ClientAliveInterval; 0: it does nothing
 * @param countMax ClientAliveCountMax
 * @param intervalSetAt where the interval stands, as in {@code /etc/ssh/sshd_config line 7}, or
 *     {@code the default}
 */
public record ClientAliveSettings(long intervalSeconds, long countMax, String intervalSetAt) {

  /** Whether both ask for the same, wherever they stand. */
  boolean asksForTheSameAs(ClientAliveSettings other) {
    return intervalSeconds == other.intervalSeconds && countMax == other.countMax;
  }
}
