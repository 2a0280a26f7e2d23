package dev.sshpulse.model;

/**
 * Who tried to log in, by method; never decreasing.
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface LoginCounts {

  /** Attempts to authenticate; the initial {@code none} and a key query are none. */
  long authAttempts(Side side, AuthMethod method);

  /** Of those, the refused ones; partial success is not refused. */
  long authFailures(Side side, AuthMethod method);
}
