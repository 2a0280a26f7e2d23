package dev.sshpulse.model;

import org.jspecify.annotations.Nullable;

/** Whether a live connection would notice that its path has silently died. */
public enum Protection {
  /** Within the time that was asked for. */
  PROTECTED("protected"),
  /** Never: neither TCP nor the library probes. */
  NO_KEEPALIVE("no_keepalive"),
  /** Too late: TCP's probes begin or end after the time that was asked for. */
  KEEPALIVE_TOO_SLOW("keepalive_too_slow"),
  /** Never: the library sends keepalives and does not mind when nobody answers. */
  KEEPALIVE_NOT_ENFORCED("keepalive_not_enforced"),
  /** The socket's options could not be read. */
  UNKNOWN("unknown");

  private final String label;

  Protection(String label) {
    this.label = label;
  }

  /** As in the JSON answers; for those that are a lack, the value of the label {@code reason}. */
  public String label() {
    return label;
  }

  /** Whether something is missing. */
  public boolean lacking() {
    return this != PROTECTED && this != UNKNOWN;
  }

  /**
   * What TCP and the library give together: the better of the two.
   *
   * @param keepAlive of the socket; null where it could not be read
   * @param heartbeat of the library; null where none is known
   * @param withinMillis the time that was asked for
   */
  public static Protection of(
      @Nullable KeepAlive keepAlive, @Nullable Heartbeat heartbeat, long withinMillis) {
    Protection tcp = of(keepAlive, withinMillis);
    if (heartbeat == null || tcp == PROTECTED) {
      return tcp;
    }
    if (!heartbeat.enforced()) {
      return tcp == KEEPALIVE_TOO_SLOW ? tcp : KEEPALIVE_NOT_ENFORCED;
    }
    return heartbeat.intervalMillis() <= withinMillis ? PROTECTED : KEEPALIVE_TOO_SLOW;
  }

  private static Protection of(@Nullable KeepAlive keepAlive, long withinMillis) {
    if (keepAlive == null) {
      return UNKNOWN;
    }
    if (!keepAlive.on()) {
      return NO_KEEPALIVE;
    }
    return keepAlive.noticesWithinMillis() <= withinMillis ? PROTECTED : KEEPALIVE_TOO_SLOW;
  }
}
