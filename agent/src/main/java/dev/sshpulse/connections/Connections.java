package dev.sshpulse.connections;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.diagnosis.Conclusion;
import dev.sshpulse.diagnosis.Diagnosis;
import dev.sshpulse.diagnosis.Symptoms;
import dev.sshpulse.handover.Backlog;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketCounts;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.model.Verdict;
import java.time.Duration;
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
 * <p>{@link #recognised}, {@link #begin}, {@link #failed} and {@link #closed} are for the
 * application's threads: they mark the connection, leave it for us, and never wait. Everything else
 * is for sshpulse's own threads.
 */
public final class Connections implements SocketCounts {
  /** As many may be {@link #found} at once: nobody drains while they are. */
  public static final int MOST_FOUND = 1 << 16;

  private static final int MOST_CHANGES = 1 << 15;

  private final PulseClock clock;
  private final Faults faults;
  private final Backlog<LiveConnection> changes = new Backlog<>(MOST_CHANGES);
  private final Backlog<LiveConnection> found = new Backlog<>(MOST_FOUND);
  private final AtomicLong ids = new AtomicLong();
  private final SideCounters recognised = new SideCounters();
  private final SideCounters ended = new SideCounters();
  private final SideCounters failedUntracked = new SideCounters();
  private final SideCounters sigpipes = new SideCounters();
  private final SideCounters receivedBytes = new SideCounters();
  private final SideCounters sentBytes = new SideCounters();
  private final FailureCounters failures = new FailureCounters();
  private volatile boolean missed;
  private volatile Whereabouts whereabouts = Whereabouts.NOBODY;

  // Only under the lock of this object:
  private final Set<LiveConnection> live = new HashSet<>();

  /** The same, quick to walk along; null once one has come or gone. */
  private @Nullable List<LiveConnection> listed;

  private final VerdictCounters failed = new VerdictCounters();
  private final Meetings meetings;

  private final Conversations conversations;
  private final Listeners listeners;
  private final long halfOpenAfterMillis;

  /**
   * No connections yet.
   *
   * @param halfOpenAfter for how long something must have had no answer for a connection to be half
   *     open
   * @param conversations of the libraries that may speak on them
   */
  public Connections(
      PulseClock clock, Faults faults, Duration halfOpenAfter, Conversations conversations) {
    this.clock = clock;
    this.faults = faults;
    this.conversations = conversations;
    this.halfOpenAfterMillis = halfOpenAfter.toMillis();
    this.listeners = new Listeners(faults);
    this.meetings = new Meetings(conversations, clock, listeners, this::announceFound);
  }

  /** A socket turned out to speak SSH. Keep the answer with the socket, then {@link #begin} it. */
  public LiveConnection recognised(Side side, Traffic traffic) {
    return new LiveConnection(ids.incrementAndGet(), side, traffic, clock.millis(), false);
  }

  /** A socket that was open before anybody looked is SSH; then {@link #beginFound} it. */
  public LiveConnection found(Side side, Traffic traffic) {
    return new LiveConnection(ids.incrementAndGet(), side, traffic, clock.millis(), true);
  }

  /** Tells this one where SSH is spoken. */
  public void tellWhereabouts(Whereabouts one) {
    whereabouts = one;
    meetings.tellWhereabouts(one);
  }

  /** The connection counts from now on. */
  public void begin(LiveConnection connection) {
    begin(connection, changes);
  }

  /** Likewise one that was {@link #found}, by the thousand on a thread of ours. */
  public void beginFound(LiveConnection connection) {
    begin(connection, found);
  }

  private void begin(LiveConnection connection, Backlog<LiveConnection> backlog) {
    if (!backlog.push(connection)) {
      connection.untracked();
      recognised.increment(connection.side());
      faults.dropped(Faults.What.EVENT);
    }
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
    connection.failed(error, clock);
  }

  /**
   * The descriptor of a connection is about to be closed.
   *
   * @param leaked whether the garbage collector does it
   */
  public void closed(LiveConnection connection, boolean leaked) {
    connection.ended(clock.millis(), leaked);
    if (connection.isUntracked()) {
      endUntracked(connection);
    } else if (!changes.push(connection)) {
      missed = true;
    }
  }

  private void endUntracked(LiveConnection connection) {
    if (!connection.endUntracked()) {
      return;
    }
    account(connection);
    if (connection.hasFailed()) {
      failedUntracked.increment(connection.side());
    }
    ended.increment(connection.side());
  }

  /** An end may have been missed, at the end of a stack for example: look at every connection. */
  public void lookAtAll() {
    missed = true;
  }

  /**
   * What a thread is to run, until {@link #endTelling}, so that these listeners hear of everything:
   * first of what has happened so far.
   */
  public Runnable telling(List<SshListener> them) {
    return () -> listeners.tell(them);
  }

  /** Nobody will listen, unless somebody does already. */
  public void nobodyListens() {
    listeners.nobody();
  }

  /** Ends the thread that tells them. */
  public void endTelling() {
    listeners.end();
  }

  /** Waits until listeners have heard of everything that is over, but no longer than this. */
  public void awaitTold(Duration patience) throws InterruptedException {
    drain();
    listeners.awaitTold(patience.toMillis());
  }

  /** Whether the application's threads have left anything. */
  public boolean haveChanged() {
    return changes.any() || found.any();
  }

  /**
   * Takes what the application's threads have left, and leaves it for the listeners. What fails is
   * one connection's: the others have their turn.
   */
  public synchronized void drain() {
    // In this order: what a library said before a connection was closed is heard before its end.
    List<LiveConnection> changed = changes.takeAll();
    for (LiveConnection connection : changed) {
      safely(() -> announce(connection));
    }
    announceFound();
    List<LiveConnection> over = over(changed);
    safely(conversations::drain);
    for (LiveConnection connection : over) {
      if (live.remove(connection)) {
        listed = null;
        safely(() -> finish(connection));
      }
    }
    if (missed) {
      missed = false;
      sweep();
    }
    safely(meetings::establishAwaited);
    listeners.wake();
  }

  private void safely(Runnable step) {
    try {
      step.run();
    } catch (Throwable t) {
      // Not even a lack of memory may keep the others from being counted.
      faults.swallowed(Faults.Where.CONNECTIONS);
    }
  }

  /** Asked before libraries are heard: one that closes meanwhile has its turn next time. */
  private static List<LiveConnection> over(List<LiveConnection> changed) {
    List<LiveConnection> over = new ArrayList<>(changed.size());
    for (LiveConnection connection : changed) {
      if (connection.isOver()) {
        over.add(connection);
      }
    }
    return over;
  }

  /** One that was found may lead to more of them. */
  private void announceFound() {
    while (found.any()) {
      for (LiveConnection connection : found.takeAll()) {
        safely(() -> announce(connection));
      }
    }
  }

  private void announce(LiveConnection connection) {
    if (connection.isUntracked() || !connection.announce(clock)) {
      return;
    }
    live.add(connection);
    listed = null;
    recognised.increment(connection.side());
    tellBeginning(connection);
    meetings.begun(connection);
    whereabouts.recognised(connection.watched().connection);
  }

  private void sweep() {
    Iterator<LiveConnection> all = live.iterator();
    while (all.hasNext()) {
      LiveConnection connection = all.next();
      if (connection.isOver()) {
        all.remove();
        listed = null;
        safely(() -> finish(connection));
      }
    }
  }

  /** Whatever fails here: it is open no more. */
  private void finish(LiveConnection connection) {
    try {
      account(connection);
      boolean told = tellBeginning(connection);
      Ending ending = ending(connection);
      boolean lost = ending.cause().failed();
      meetings.over(connection, lost);
      if (lost) {
        failed.increment(connection.side(), ending.verdict());
      }
      listeners.connectionEnded(ending, told);
    } finally {
      ended.increment(connection.side());
    }
  }

  /** Once; again at the end of those for which there was no room before. */
  private boolean tellBeginning(LiveConnection connection) {
    if (!connection.isTold() && listeners.connectionRecognised(connection.watched().connection)) {
      connection.told();
    }
    return connection.isTold();
  }

  private Ending ending(LiveConnection connection) {
    long end = connection.endMillis(clock.millis());
    Symptoms symptoms = connection.symptoms(end, halfOpenAfterMillis);
    Conclusion conclusion = Diagnosis.of(symptoms);
    return new Ending(
        connection.watched().connection,
        clock.instant(end),
        connection.lived(end),
        conclusion.verdict(),
        Duration.ofMillis(conclusion.idleMillis()),
        Duration.ofMillis(conclusion.detectionMillis()),
        symptoms.receivedBytes(),
        symptoms.sentBytes(),
        symptoms.disconnectCode(),
        connection.knowsSilence(
            symptoms.over() - conclusion.detectionMillis() - conclusion.idleMillis()));
  }

  private void account(LiveConnection connection) {
    add(receivedBytes, connection.side(), connection.newlyReceived());
    add(sentBytes, connection.side(), connection.newlySent());
  }

  /** Most of thousands have moved nothing since the last scrape. */
  private static void add(SideCounters bytes, Side side, long fresh) {
    if (fresh != 0) {
      bytes.add(side, fresh);
    }
  }

  /** Those that live now, in no order. */
  synchronized List<LiveConnection> live() {
    List<LiveConnection> known = listed;
    if (known == null) {
      known = List.copyOf(live);
      listed = known;
    }
    return known;
  }

  /** Brings the counts up to this moment; call it before they are read. */
  public synchronized void settle() {
    drain();
    for (LiveConnection connection : live()) {
      account(connection);
    }
  }

  /** What SSH libraries have said on them. */
  public LibraryCounts libraryCounts() {
    return conversations.counts();
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
  public synchronized long failed(Side side, Verdict verdict) {
    boolean unknown = verdict.cause() == Cause.OTHER && verdict.initiator() == Initiator.UNKNOWN;
    return failed.get(side, verdict) + (unknown ? failedUntracked.get(side) : 0);
  }

  @Override
  public long receivedBytes(Side side) {
    return receivedBytes.get(side);
  }

  @Override
  public long sentBytes(Side side) {
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
