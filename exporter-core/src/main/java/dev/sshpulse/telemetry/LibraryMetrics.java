package dev.sshpulse.telemetry;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.LoginCounts;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;

/** The meters of what SSH libraries said. */
final class LibraryMetrics {

  private final SshMetrics metrics;
  private final LibraryCounts counts;

  private LibraryMetrics(SshMetrics metrics, LibraryCounts counts) {
    this.metrics = metrics;
    this.counts = counts;
  }

  static void register(SshMetrics metrics, LibraryCounts counts) {
    LibraryMetrics all = new LibraryMetrics(metrics, counts);
    all.connects();
    for (Side side : Side.values()) {
      logins(metrics, counts, side);
      all.channels(side);
      all.keepAlives(side);
    }
  }

  private void connects() {
    metrics.counter(Meters.CONNECT_ATTEMPTS, counts::connectAttempts);
    for (SocketError error : Operation.CONNECT.errors()) {
      metrics.counter(Meters.CONNECT_FAILURES, () -> counts.connectFailures(error), error.label());
    }
  }

  /** Of a library, or of a server's log. */
  static void logins(SshMetrics metrics, LoginCounts counts, Side side) {
    for (AuthMethod method : AuthMethod.values()) {
      metrics.counter(
          Meters.AUTH_ATTEMPTS,
          () -> counts.authAttempts(side, method),
          side.label(),
          method.label());
      metrics.counter(
          Meters.AUTH_FAILURES,
          () -> counts.authFailures(side, method),
          side.label(),
          method.label());
    }
  }

  private void channels(Side side) {
    for (ChannelKind kind : ChannelKind.values()) {
      metrics.gauge(
          Meters.ACTIVE_CHANNELS,
          () -> counts.activeChannels(side, kind),
          side.label(),
          kind.label());
      metrics.counter(
          Meters.CHANNELS, () -> counts.channels(side, kind), side.label(), kind.label());
    }
  }

  private void keepAlives(Side side) {
    metrics.counter(Meters.KEEPALIVES_SENT, () -> counts.keepAlivesSent(side), side.label());
    metrics.counter(
        Meters.KEEPALIVES_UNANSWERED, () -> counts.keepAlivesUnanswered(side), side.label());
  }
}
