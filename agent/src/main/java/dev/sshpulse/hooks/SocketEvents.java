package dev.sshpulse.hooks;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.LiveConnection;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.host.OwnConnections;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the bridge calls on application threads: classifies, and passes on to the connections. */
public final class SocketEvents implements SshpulseBridge.Listener {
  private final Connections connections;
  private final PulseClock clock;
  private final ErrorTexts texts;
  private final SocketFacts facts;
  private final Faults faults;
  private final ThreadGroup ours;
  private @Nullable Libraries libraries;
  private @Nullable Thread drainer;
  private volatile boolean asleep;

  /**
   * The handlers.
   *
   * @param ours the thread group whose sockets are sshpulse's own
   */
  public SocketEvents(Connections connections, PulseClock clock, Faults faults, ThreadGroup ours)
      throws ReflectiveOperationException {
    this.connections = connections;
    this.clock = clock;
    this.faults = faults;
    this.ours = ours;
    this.texts = ErrorTexts.ofThisProcess();
    this.facts = new SocketFacts();
  }

  /** Who hears of calls in SSH libraries; set before any is woven. */
  public void libraries(Libraries libraries) {
    this.libraries = libraries;
  }

  /**
   * What is to be found out in a JVM that ran before; once the bridge calls, and libraries are
   * woven.
   *
   * @param own this process's connections
   */
  public LateAttach late(OwnConnections own, Libraries libraries, Conversations conversations) {
    FoundOpen open = new FoundOpen(own, connections, facts, faults);
    connections.tellWhereabouts(open);
    return new LateAttach(open, libraries, conversations, faults);
  }

  /** What the kernel's errors are called here. */
  ErrorTexts texts() {
    return texts;
  }

  /** A call failed on a socket that is not the JDK's. */
  void failedElsewhere(Operation operation, SocketError error) {
    connections.failed(null, operation, error);
  }

  /** Takes the bridge, before anything is woven; false if another agent in this JVM has it. */
  public static boolean claim() {
    return SshpulseBridge.claim();
  }

  /** Gives it back, after everything was unwoven. */
  public static void release() {
    SshpulseBridge.release();
  }

  /**
   * Lets the bridge call from now on. What it calls is loaded and initialised first: a class that
   * is loaded under a socket's lock costs the application milliseconds, and near the end of a stack
   * it is lost for good.
   *
   * @param drainer the thread to wake when a connection changes
   */
  public void listen(Thread drainer) {
    this.drainer = drainer;
    Rehearsal.run(texts);
    SshpulseBridge.listen(this);
  }

  /**
   * Sleeps until a connection has changed, but no longer than this; for the drainer.
   *
   * @return whether one has changed
   */
  public boolean awaitChange(long nanos) {
    asleep = true;
    if (!connections.haveChanged()) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
    return connections.haveChanged();
  }

  /** Closes that the end of a stack has cut short are told again, on this thread. */
  public static void retryLostCloses() {
    SshpulseBridge.retryLostCloses();
  }

  /** Moves the clock that timestamps of the bridge are of. */
  public static void tick(long millis) {
    SshpulseBridge.tick(millis);
  }

  /** Whether the application has connected or accepted anything since. */
  public static boolean used() {
    return SshpulseBridge.used();
  }

  /** How often the bridge had to swallow something. */
  public static int swallowed() {
    return SshpulseBridge.swallowed();
  }

  @Override
  public boolean ours() {
    return Thread.currentThread().getThreadGroup() == ours;
  }

  @Override
  public long millis() {
    return clock.millis();
  }

  @Override
  public void beyond() {
    faults.dropped(Faults.What.DESCRIPTOR);
  }

  @Override
  public void recognised(SshpulseBridge.Slot slot) {
    Side side = slot.client() ? Side.CLIENT : Side.SERVER;
    LiveConnection connection = connections.recognised(side, new SlotTraffic(slot, facts));
    slot.attachment = connection; // first: what is counted must be found again at its end
    connections.begin(connection);
    wake();
  }

  @Override
  public void failed(SshpulseBridge.Slot slot, int operation, Throwable thrown) {
    SocketError error = texts.errorOf(thrown);
    if (error != null) {
      connections.failed((LiveConnection) slot.attachment, operation(operation), error);
    }
  }

  @Override
  public void connectFailed(Throwable thrown) {
    SocketError error = texts.errorOf(thrown);
    if (error != null) {
      connections.failed(null, Operation.CONNECT, error);
    }
  }

  @Override
  public void closed(SshpulseBridge.Slot slot) {
    LiveConnection connection = (LiveConnection) slot.attachment;
    if (connection != null) {
      connections.closed(connection, !slot.closing() && isCleaner(Thread.currentThread()));
      wake();
    }
  }

  @Override
  public void library(
      int hook, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
    Libraries known = libraries;
    if (known != null) {
      known.heard(hook, self, first, second);
    }
  }

  /** The JDK's thread that closes what the application has lost. */
  private static boolean isCleaner(Thread thread) {
    return thread.getName().equals("Common-Cleaner");
  }

  /** To wake a thread is a system call: one that is awake is left alone. */
  private void wake() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(drainer);
    }
  }

  static Operation operation(int code) {
    return switch (code) {
      case SshpulseBridge.READ -> Operation.READ;
      case SshpulseBridge.ACCEPT -> Operation.ACCEPT;
      default -> Operation.WRITE;
    };
  }
}
