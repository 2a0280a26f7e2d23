package dev.sshpulse.sidecar;

import dev.sshpulse.host.AgentsNextDoor;
import dev.sshpulse.host.AgentsNextDoor.Reading;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the agents next door on a thread of its own: one that hangs or collects garbage must not
 * hold up a look. Whatever is wanted while it asks comes to one more round. Times are milliseconds
 * of the clock of {@link Look}.
 */
final class AgentInquiry implements Runnable, AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final AgentsNextDoor agents;
  private volatile @Nullable AgentAnswer last;

  private @Nullable Thread thread;
  private boolean closed;

  /** The next round is due then. */
  private long due = NEVER;

  /** There is to be a round that begins no sooner. */
  private long latest;

  private boolean wantsEnded;

  /** What {@link System#nanoTime} was when the looks' clock stood at 0. */
  private long zeroNanos;

  AgentInquiry(AgentsNextDoor agents) {
    this.agents = agents;
  }

  /** The last that all have given; null before the first. */
  @Nullable AgentAnswer last() {
    return last;
  }

  /**
   * Wants an answer, and does not wait for it.
   *
   * @param asOf no sooner than this they are to be asked
   * @param ended whether also what has ended is wanted
   */
  synchronized void want(long asOf, boolean ended, long now) {
    set(System.nanoTime() - now * NANOS_PER_MILLI);
    due = Math.min(due, asOf);
    latest = Math.max(latest, asOf);
    wantsEnded |= ended;
    if (thread == null && !closed) {
      thread = new Thread(this, "sshpulse-agents");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  /** A look says when it began, so this clock is behind: by the least that was seen. */
  private void set(long zero) {
    if (thread == null || zero - zeroNanos < 0) {
      zeroNanos = zero;
    }
  }

  @Override
  public void run() {
    for (Round round = next(); round != null; round = next()) {
      last = answer(round);
    }
  }

  private record Round(long asOf, boolean ended) {}

  /** Waits until a round is due; null once there is none to come. */
  private synchronized @Nullable Round next() {
    try {
      while (!closed && now() < due) {
        wait(due == NEVER ? 0 : due - now());
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    return closed ? null : begin(now());
  }

  private Round begin(long now) {
    Round round = new Round(now, wantsEnded);
    boolean more = latest > now;
    due = more ? latest : NEVER;
    wantsEnded &= more;
    return round;
  }

  private long now() {
    return (System.nanoTime() - zeroNanos) / NANOS_PER_MILLI;
  }

  private AgentAnswer answer(Round round) {
    try {
      Reading live = agents.read();
      if (round.ended()) {
        // After what lives: what ends in between is in both.
        return new AgentAnswer(round.asOf(), live, agents.ended().connections(), round.asOf());
      }
      return of(live, round.asOf());
    } catch (RuntimeException e) {
      return of(failed(e), round.asOf());
    }
  }

  private AgentAnswer of(Reading live, long asOf) {
    AgentAnswer before = last;
    return before == null
        ? new AgentAnswer(asOf, live, Map.of(), 0)
        : new AgentAnswer(asOf, live, before.ended(), before.endedAsOf());
  }

  /** Said as its status, or else nobody would know why the agents' connections are counted here. */
  private static Reading failed(RuntimeException e) {
    Map<TcpAddresses, Side> none = Map.of();
    String reason = "what an agent says cannot be read: " + e;
    SourceStatus down = new SourceStatus(AgentsNextDoor.NAME, false, reason, Duration.ZERO);
    return new Reading(none, false, down);
  }

  /** Asks no more; an answer that is under way is not waited for. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
