package dev.sshpulse.connections;

import dev.sshpulse.conversations.Conversation;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Narration;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.SshConnection;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where the conversations of SSH libraries meet the connections that they take place on. A
 * connection that no library claims in time is known from the wire alone. For one thread at a time.
 */
final class Meetings implements Conversations.Meeting {

  /** As long as a library that is woven may take until its keys are first offered. */
  private static final long LIBRARY_MILLIS = 10_000;

  private final Conversations conversations;
  private final PulseClock clock;
  private final Listeners listeners;
  private final Runnable announceFound;
  private final Joins joins = new Joins();
  private volatile Whereabouts whereabouts = Whereabouts.NOBODY;
  private final Set<LiveConnection> awaited = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param announceFound has connections {@link #begun} that were found since
   */
  Meetings(
      Conversations conversations, PulseClock clock, Listeners listeners, Runnable announceFound) {
    this.conversations = conversations;
    this.clock = clock;
    this.listeners = listeners;
    this.announceFound = announceFound;
    conversations.meetAt(this);
  }

  void tellWhereabouts(Whereabouts one) {
    whereabouts = one;
  }

  /** A connection has begun, and listeners have been told. */
  void begun(LiveConnection connection) {
    if (!conversations.areExpected()) {
      establishByTheWire(connection);
      return;
    }
    Conversation waiting = joins.announce(connection, System.nanoTime());
    if (waiting == null) {
      awaited.add(connection);
    } else {
      join(waiting, connection);
    }
  }

  @Override
  public void described(Conversation conversation) {
    LiveConnection connection = joins.describe(conversation);
    if (connection != null) {
      join(conversation, connection);
      return;
    }
    Description known = conversation.description();
    if (known != null && known.local() != null) {
      whereabouts.spokenAt(known.local(), known.side());
      announceFound.run(); // at once: of thousands that are described, few can wait for theirs
    }
  }

  private void join(Conversation conversation, LiveConnection connection) {
    connection.join(conversation);
    conversation.join(new Narrated(connection, clock, listeners));
  }

  @Override
  public Instant instant(long nanos) {
    return clock.instantOfNanos(nanos);
  }

  @Override
  public void tell(Narration.Event event) {
    listeners.happened(event);
  }

  /** Nobody speaks on those that no library has claimed in time. */
  void establishAwaited() {
    long now = clock.millis();
    Iterator<LiveConnection> oldestFirst = awaited.iterator();
    while (oldestFirst.hasNext()) {
      LiveConnection next = oldestFirst.next();
      if (now - next.recognisedMillis() <= LIBRARY_MILLIS) {
        return;
      }
      oldestFirst.remove();
      if (next.conversation() == null) {
        establishByTheWire(next);
      }
    }
  }

  /**
   * A connection is over.
   *
   * @param failed whether it failed, and with it what was under way
   */
  void over(LiveConnection connection, boolean failed) {
    Conversation conversation = connection.conversation();
    if (conversation != null) {
      conversation.end(clock.nanosOf(connection.endMillis(clock.millis())), failed);
    } else {
      establishByTheWire(connection);
    }
    joins.forget(connection);
    awaited.remove(connection);
  }

  private void establishByTheWire(LiveConnection connection) {
    SshConnection announced = connection.watched().connection;
    Establishment told =
        new Establishment(
            announced,
            announced.recognisedAt(),
            false,
            Library.UNKNOWN,
            "",
            null,
            null,
            null,
            null);
    new Narrated(connection, clock, listeners).establish(told);
  }
}
