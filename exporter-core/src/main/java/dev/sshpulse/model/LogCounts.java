package dev.sshpulse.model;

/**
 * What a server's log has told since the start; never decreasing.
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface LogCounts extends LoginCounts {

  /** Writes of the server that failed with EPIPE, as far as it says so. */
  long sigpipes();
}
