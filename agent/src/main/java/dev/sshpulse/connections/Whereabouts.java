package dev.sshpulse.connections;

import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import java.net.InetSocketAddress;

/** Hears where SSH is spoken, so that it can be told what else is SSH; on sshpulse's threads. */
public interface Whereabouts {

  /** Nobody wants to know. */
  Whereabouts NOBODY =
      new Whereabouts() {
        @Override
        public void spokenAt(InetSocketAddress local, Side side) {}

        @Override
        public void recognised(SshConnection connection) {}
      };

  /**
   * A library speaks at this address of this host, and no connection is known there yet.
   *
   * @param side which end it is
   */
  void spokenAt(InetSocketAddress local, Side side);

  /** This connection turned out to be SSH. */
  void recognised(SshConnection connection);
}
