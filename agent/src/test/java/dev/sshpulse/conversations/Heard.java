package dev.sshpulse.conversations;

import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.ConnectFailure;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshChannel;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A connection of one side, and each event that was told of it as one line. */
final class Heard implements Narration, SshListener {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  final List<String> lines = new ArrayList<>();
  private final SshConnection connection;

  Heard(Side side) {
    this(side, false);
  }

  Heard(Side side, boolean fromTheMiddle) {
    connection = new SshConnection(7, side, START, START, null, null, fromTheMiddle);
  }

  @Override
  public SshConnection connection() {
    return connection;
  }

  @Override
  public Instant instant(long nanos) {
    return START.plusNanos(nanos);
  }

  @Override
  public long millis(long nanos) {
    return nanos / 1_000_000;
  }

  @Override
  public void tell(Event event) {
    event.tell(this);
  }

  @Override
  public void establish(Establishment establishment) {
    connectionEstablished(establishment);
  }

  @Override
  public void connectionRecognised(SshConnection recognised) {
    throw new AssertionError("not a conversation's business");
  }

  @Override
  public void connectionEnded(Ending ending) {
    throw new AssertionError("not a conversation's business");
  }

  @Override
  public void connectionEstablished(Establishment told) {
    lines.add(
        "established at %d by %s %s for %s"
            .formatted(
                nanos(told.at()), told.library().label(), told.libraryVersion(), told.host()));
  }

  @Override
  public void authenticationAttempted(Authentication attempt) {
    String outcome = attempt.outcome() == null ? "no answer" : attempt.outcome().label();
    lines.add(
        "%s %s from %d to %d, %d since the first"
            .formatted(
                attempt.method().label(),
                outcome,
                nanos(attempt.from()),
                nanos(attempt.to()),
                attempt.sinceFirst().toNanos()));
  }

  @Override
  public void channelClosed(SshChannel channel) {
    lines.add(
        "%s from %d to %d, status %s%s"
            .formatted(
                channel.kind().label(),
                nanos(channel.openedAt()),
                nanos(channel.closedAt()),
                channel.exitStatus(),
                channel.interrupted() ? ", interrupted" : ""));
  }

  @Override
  public void keepAliveAnswered(SshConnection answered, Duration roundTrip) {
    lines.add("keepalive answered after " + roundTrip.toNanos());
  }

  @Override
  public void connectFailed(ConnectFailure failure) {
    lines.add("no connection to %s: %s".formatted(failure.host(), failure.error().label()));
  }

  private static long nanos(Instant instant) {
    return Duration.between(START, instant).toNanos();
  }
}
