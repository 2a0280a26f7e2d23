package dev.sshpulse.model;

/**
 * What has been counted of SSH connections since the start, never decreasing (but for {@link
 * #active}).
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface ConnectionCounts {

  /** SSH connections open now. */
  long active(Side side);

  /** Connections recognised as SSH. */
  long recognised(Side side);

  /** SSH connections that ended. */
  long ended(Side side);

  /** Of those, the ones that failed in this way; zero for one that closed in order. */
  long failed(Side side, Verdict verdict);

  /** Bytes received on SSH connections, as they were on the wire. */
  long receivedBytes(Side side);

  /** Bytes sent on SSH connections, as they were on the wire. */
  long sentBytes(Side side);
}
