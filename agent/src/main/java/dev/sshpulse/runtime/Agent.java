package dev.sshpulse.runtime;

import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.hooks.JdkSockets;
import dev.sshpulse.hooks.Libraries;
import dev.sshpulse.hooks.SocketEvents;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.weave.BridgeDefinition;
import dev.sshpulse.weave.LibraryWeaver;
import dev.sshpulse.weave.Weaver;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the agent starts; all of this page runs on the application's main thread,
 * before its main.
 *
 * <ol>
 *   <li>read the settings
 *   <li>define the bridge, and claim it
 *   <li>weave the JDK's sockets, all of them or none
 *   <li>load what application threads can reach, and let the bridge call it
 *   <li>have SSH libraries woven when they are loaded
 *   <li>start two threads; the exporter comes later, in {@link ExporterStart}
 * </ol>
 */
public final class Agent {
  private final Settings settings;
  private final PulseClock clock = new PulseClock();
  private final Faults faults = new Faults();
  private final Connections connections;
  private final ThreadGroup threads = OwnThreads.below(outermostGroup(), faults);
  private final HookReport hooks = new HookReport();
  private final Conversations conversations;

  private Agent(Settings settings) {
    this.settings = settings;
    this.conversations =
        new Conversations(
            new Messages(settings.get(Setting.SPANS_USERS), settings.get(Setting.SPANS_COMMANDS)),
            faults);
    this.connections =
        new Connections(clock, faults, settings.get(Setting.HALF_OPEN_AFTER), conversations);
  }

  /**
   * Called by the entry class.
   *
   * @param arguments what follows the equals sign of {@code -javaagent}
   * @param atStart whether the JVM is starting; one that runs is never stopped
   * @return a {@code Callable} that leaves this JVM again, and answers what is left; or a text that
   *     says why it stepped aside; or an exception, by which the JVM's start is to be stopped; null
   *     where it is switched off. For the entry class, which knows none of our types
   */
  public static @Nullable Object start(
      @Nullable String arguments, Instrumentation instrumentation, boolean atStart)
      throws Exception {
    Settings settings = Settings.read(arguments, System.getProperties(), System.getenv());
    if (!settings.get(Setting.ENABLED)) {
      return null;
    }
    if (atStart && settings.get(Setting.FAIL_ON_ERROR) && !settings.problems().isEmpty()) {
      return new IllegalStateException(
          "sshpulse: fail-on-error: " + String.join("; ", settings.problems()));
    }
    String refusal = BridgeDefinition.define(instrumentation);
    if (refusal == null && !SocketEvents.claim()) {
      refusal = "it is attached already";
    }
    return refusal == null ? start(settings, instrumentation, !atStart) : refusal;
  }

  private static Detachment start(
      Settings settings, Instrumentation instrumentation, boolean running) throws Exception {
    try {
      return new Agent(settings).start(instrumentation, running);
    } catch (Throwable t) {
      SocketEvents.release(); // for another attempt
      throw t;
    }
  }

  private Detachment start(Instrumentation instrumentation, boolean running) throws Exception {
    // An application that runs has set by now what it wants to set.
    Duration delay = running ? Duration.ZERO : settings.get(Setting.START_DELAY);
    Pulse pulse = new Pulse(threads, clock, connections, faults, delay);
    ExporterStart exporter = new ExporterStart(settings, clock, connections, faults, hooks);
    Detachment detachment = new Detachment(instrumentation, threads, connections, pulse, exporter);
    try {
      hook(instrumentation, running, pulse, detachment);
      pulse.exporterStart(exporter);
      pulse.start();
      return detachment;
    } catch (Throwable t) {
      undo(detachment, t);
      throw t;
    }
  }

  private static void undo(Detachment detachment, Throwable reason) {
    try {
      detachment.call();
    } catch (Throwable t) {
      reason.addSuppressed(t);
    }
  }

  private void hook(
      Instrumentation instrumentation, boolean running, Pulse pulse, Detachment detachment)
      throws ReflectiveOperationException {
    Weaver weaver = new Weaver(JdkSockets.table(), faults);
    detachment.jdk(weaver);
    HookStatus jdk = hookJdk(weaver, instrumentation);
    hooks.add(jdk);
    JdkHooks.addUnseen(hooks);
    if (jdk.status() == HookStatus.Status.MATCHED) {
      watch(instrumentation, running, pulse, detachment);
    }
  }

  private void watch(
      Instrumentation instrumentation, boolean running, Pulse pulse, Detachment detachment)
      throws ReflectiveOperationException {
    Ticker ticker = new Ticker(threads, clock, faults);
    detachment.ticker(ticker);
    ticker.start();
    SocketEvents sockets = new SocketEvents(connections, clock, faults, threads);
    pulse.follow(sockets);
    Libraries libraries =
        LibraryHooks.of(settings, conversations, sockets, hooks, faults, instrumentation);
    LibraryWeaver libraryWeaver = LibraryHooks.weaver(libraries, hooks, faults);
    detachment.libraries(libraryWeaver);
    libraryWeaver.weave(instrumentation, running);
    if (running) {
      pulse.late(sockets.late(OwnSockets.ofThisProcess(), libraries, conversations));
    }
  }

  private HookStatus hookJdk(Weaver weaver, Instrumentation instrumentation) {
    if (!settings.get(Setting.HOOKS_JDK_ENABLED)) {
      return JdkHooks.status(HookStatus.Status.DISABLED, "switched off by hooks.jdk.enabled");
    }
    String refusal = weaver.weave(instrumentation);
    return refusal == null
        ? JdkHooks.status(HookStatus.Status.MATCHED, "")
        : JdkHooks.status(HookStatus.Status.REFUSED, refusal);
  }

  /** Not below the application's: it may destroy or list its own groups. */
  private static ThreadGroup outermostGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
