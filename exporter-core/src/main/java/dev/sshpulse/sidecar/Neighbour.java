package dev.sshpulse.sidecar;

import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sidecar.HostConnection.Owner;
import org.jspecify.annotations.Nullable;

/** An agent in a JVM next door, which reports its connections itself. */
interface Neighbour extends HostConnections.Ownership, AutoCloseable {

  /** Nobody lives there. */
  Neighbour NONE =
      new Neighbour() {
        @Override
        public void ask(long now, boolean somebodyNew, boolean newAndGone) {}

        @Override
        public @Nullable SourceStatus status() {
          return null;
        }

        @Override
        public Owner of(HostConnection connection, long now) {
          return Owner.SIDECAR;
        }
      };

  /**
   * Asks it what it reports, if it is time to, and does not wait for the answer.
   *
   * @param somebodyNew whether there is a connection that it has not been asked about
   * @param newAndGone whether one of those is over already
   */
  void ask(long now, boolean somebodyNew, boolean newAndGone);

  /** How it fares; null where there is none. Any thread may ask. */
  @Nullable SourceStatus status();

  /** Asks no more. */
  @Override
  default void close() {}
}
