package dev.sshpulse.model;

/**
 * TCP keepalive of one socket, as the kernel will do it (tcp(7)).
 *
 * @param on SO_KEEPALIVE
 * @param idleMillis silence before the first probe: TCP_KEEPIDLE, or tcp_keepalive_time
 * @param intervalMillis between unanswered probes: TCP_KEEPINTVL, or tcp_keepalive_intvl
 * @param probes so many unanswered ones end the connection: TCP_KEEPCNT, or tcp_keepalive_probes
 */
public record KeepAlive(boolean on, long idleMillis, long intervalMillis, int probes) {

  /** From the first probe that nobody answers to the error. */
  public long probingMillis() {
    return intervalMillis * probes;
  }

  /** From a silent death of the path to the error, at most. */
  public long noticesWithinMillis() {
    return idleMillis + probingMillis();
  }
}
