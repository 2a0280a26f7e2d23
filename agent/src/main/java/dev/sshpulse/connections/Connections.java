package dev.sshpulse.connections;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketCounts;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The SSH connections of this JVM.
 *
 * <p>{@link #recognised}, {@link #failed} and {@link #closed} are for the application's threads:
 * they add to counters, mark the connection and enqueue it, and never wait. Everything else is for
 * sshpulse's own threads.
 */
public final class Connections implements SocketCounts {
  private static final int QUEUE_CAPACITY = 1 << 15;

  private final PulseClock clock;
  private final Faults faults;
  private final ChangeQueue changed = new ChangeQueue(QUEUE_CAPACITY);
  private final AtomicLong ids = new AtomicLong();
  private final SideCounters recognised = new SideCounters();
  private final SideCounters ended = new SideCounters();
  private final SideCounters sigpipes = new SideCounters();
  private final SideCounters receivedBytes = new SideCounters();
  private final SideCounters sentBytes = new SideCounters();
  private final FailureCounters failures = new FailureCounters();
  private volatile boolean overflowed;

  // Only under the lock of this object:
  private final Set<LiveConnection> live = new HashSet<>();
  private final List<SshListener> listeners = new ArrayList<>();

  /** No connections yet. */
  public Connections(PulseClock clock, Faults faults) {
    this.clock = clock;
    this.faults = faults;
  }

  /** A socket turned out to speak SSH. */
  public LiveConnection recognised(Side side, Traffic traffic) {
    LiveConnection connection =
        new LiveConnection(ids.incrementAndGet(), side, traffic, clock.millis());
    recognised.increment(side);
    enqueue(connection);
    return connection;
  }

  /**
   * A socket call failed.
   *
   * @param connection the connection it was on; null if the socket is not known to speak SSH
   */
  public void failed(@Nullable LiveConnection connection, Operation operation, SocketError error) {
    if (connection == null) {
      failures.increment(Protocol.OTHER, operation, error);
      return;
    }
    failures.increment(Protocol.SSH, operation, error);
    if (operation == Operation.WRITE && error == SocketError.BROKEN_PIPE) {
      sigpipes.increment(connection.side());
    }
    connection.failed(error);
  }

  /**
   * The descriptor of a connection is about to be closed.
   *
   * @param leaked whether the garbage collector does it
   */
  public void closed(LiveConnection connection, boolean leaked) {
    connection.ended(clock.millis(), leaked);
    ended.increment(connection.side());
    enqueue(connection);
  }

  private void enqueue(LiveConnection connection) {
    if (!changed.offer(connection)) {
      faults.dropped(Faults.What.EVENT);
      overflowed = true;
    }
  }

  /** Adds a listener; it hears of nothing that was drained before. */
  public synchronized void add(SshListener listener) {
    listeners.add(listener);
  }

  /** Takes what the application's threads have left, and tells the listeners. */
  public synchronized void drain() {
    LiveConnection connection = changed.poll();
    while (connection != null) {
      take(connection);
      connection = changed.poll();
    }
    if (overflowed) {
      overflowed = false;
      sweep();
    }
  }

  private void take(LiveConnection connection) {
    SshConnection announced = connection.announce(clock);
    if (announced != null) {
      live.add(connection);
      tellRecognised(announced);
    }
    if (connection.isOver() && live.remove(connection)) {
      finish(connection);
    }
  }

  /** Finds the connections whose end did not fit into the queue. */
  private void sweep() {
    Iterator<LiveConnection> all = live.iterator();
    while (all.hasNext()) {
      LiveConnection connection = all.next();
      if (connection.isOver()) {
        all.remove();
        finish(connection);
      }
    }
  }

  private void finish(LiveConnection connection) {
    account(connection);
    tellEnded(connection.ending(clock));
  }

  private void tellRecognised(SshConnection connection) {
    for (SshListener listener : listeners) {
      try {
        listener.connectionRecognised(connection);
      } catch (RuntimeException | LinkageError e) {
        faults.swallowed(Faults.Where.CONNECTIONS);
      }
    }
  }

  private void tellEnded(Ending ending) {
    for (SshListener listener : listeners) {
      try {
        listener.connectionEnded(ending);
      } catch (RuntimeException | LinkageError e) {
        faults.swallowed(Faults.Where.CONNECTIONS);
      }
    }
  }

  private void account(LiveConnection connection) {
    receivedBytes.add(connection.side(), connection.newlyReceived());
    sentBytes.add(connection.side(), connection.newlySent());
  }

  /**
   * Adds what live connections have carried since the last time; a closed one is settled as it
   * ends.
   */
  private synchronized void accountLive() {
    drain();
    for (LiveConnection connection : live) {
      account(connection);
    }
  }

  @Override
  public long active(Side side) {
    // Ended first: one that ends between the two reads must not make the difference negative.
    long over = ended.get(side);
    return recognised.get(side) - over;
  }

  @Override
  public long recognised(Side side) {
    return recognised.get(side);
  }

  @Override
  public long ended(Side side) {
    return ended.get(side);
  }

  @Override
  public long receivedBytes(Side side) {
    accountLive();
    return receivedBytes.get(side);
  }

  @Override
  public long sentBytes(Side side) {
    accountLive();
    return sentBytes.get(side);
  }

  @Override
  public long sigpipes(Side side) {
    return sigpipes.get(side);
  }

  @Override
  public long failures(Protocol protocol, Operation operation, SocketError error) {
    return failures.get(protocol, operation, error);
  }
}
