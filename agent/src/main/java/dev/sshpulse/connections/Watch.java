package dev.sshpulse.connections;

import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.host.TcpTable;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.LiveCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the live connections twice a second, on a thread of its own: what the kernel knows of
 * them, how they are protected, and which silences they have survived.
 */
public final class Watch implements Runnable {
  private static final long BEAT_NANOS = 500_000_000;

  private final Connections connections;
  private final PulseClock clock;
  private final Faults faults;
  private final KernelLook kernel;
  private final ProtectionLook protection;
  private final SilenceLook silences;
  private final LiveTally tally;
  private volatile boolean over;

  /**
   * A watch over these.
   *
   * @param halfOpenAfter how long something must last before it is counted
   * @param protectionWithin how soon a silent death is to be noticed
   */
  public Watch(
      Connections connections,
      PulseClock clock,
      Faults faults,
      TcpTable table,
      PathTimeouts paths,
      Duration halfOpenAfter,
      Duration protectionWithin) {
    this.connections = connections;
    this.clock = clock;
    this.faults = faults;
    this.kernel = new KernelLook(table, faults, System::nanoTime);
    this.protection = new ProtectionLook(protectionWithin.toMillis());
    this.silences = new SilenceLook(paths);
    this.tally = new LiveTally(kernel, halfOpenAfter.toMillis());
  }

  @Override
  public void run() {
    while (!over) {
      try {
        look();
      } catch (Throwable t) {
        // A lack of memory, or a broken jar: the next look may do better.
        faults.swallowed(Faults.Where.CONNECTIONS);
      }
      LockSupport.parkNanos(this, BEAT_NANOS);
      Thread.interrupted(); // else the next park would not wait
    }
  }

  /** Ends the thread that runs it, within a beat. */
  public void end() {
    over = true;
  }

  void look() {
    List<LiveConnection> live = connections.live();
    kernel.look(live, clock.millis());
    long now = clock.millis();
    protection.look(live, now);
    silences.look(live, now);
  }

  /** Counts anew what is wrong with the connections of this moment. */
  public void count() {
    tally.count(connections.live(), clock.millis());
  }

  /** As of the last {@link #count}. */
  public LiveCounts counts() {
    return tally;
  }

  /** How each live connection is doing, the oldest first. */
  public List<ConnectionStatus> statuses() {
    long now = clock.millis();
    List<LiveConnection> live = new ArrayList<>(connections.live());
    live.sort((one, other) -> Long.compare(one.id(), other.id()));
    List<ConnectionStatus> statuses = new ArrayList<>(live.size());
    for (LiveConnection connection : live) {
      statuses.add(connection.status(now));
    }
    return statuses;
  }
}
