package dev.sshpulse.model;

/**
 * What killed a connection, and who started it.
 *
 * @param cause one for each connection, however many symptoms it had
 */
public record Verdict(Cause cause, Initiator initiator) {

  // By hand, for it is asked at every start: what the JVM makes for a record takes half a megabyte.

  @Override
  public boolean equals(Object other) {
    return other instanceof Verdict that && cause == that.cause && initiator == that.initiator;
  }

  @Override
  public int hashCode() {
    return 31 * cause.hashCode() + initiator.hashCode();
  }
}
