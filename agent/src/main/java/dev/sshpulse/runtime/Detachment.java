package dev.sshpulse.runtime;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.hooks.SocketEvents;
import dev.sshpulse.weave.LibraryWeaver;
import dev.sshpulse.weave.Weaver;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the agent leaves a JVM, which goes on; also one where it could not start. All
 * of it runs on the thread of who detaches.
 *
 * <ol>
 *   <li>wait for a start that is under way, and close the port
 *   <li>give all woven classes their own bytecode back, and the bridge
 *   <li>tell those who listen what has happened until now, and send the spans that wait
 *   <li>end our threads
 * </ol>
 *
 * What is left then is the bridge, which cannot be unloaded and knows nobody; the entry class,
 * which belongs to the application's loader; and this loader, for the garbage collector.
 */
final class Detachment implements Callable<@Nullable String> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Instrumentation instrumentation;
  private final ThreadGroup threads;
  private final Connections connections;
  private final Pulse pulse;
  private final ExporterStart exporter;
  private @Nullable Weaver jdk;
  private @Nullable LibraryWeaver libraries;
  private @Nullable Ticker ticker;

  /** The first. */
  private @Nullable Throwable failure;

  Detachment(
      Instrumentation instrumentation,
      ThreadGroup threads,
      Connections connections,
      Pulse pulse,
      ExporterStart exporter) {
    this.instrumentation = instrumentation;
    this.threads = threads;
    this.connections = connections;
    this.pulse = pulse;
    this.exporter = exporter;
  }

  /** The hooks of the JDK's classes are to be undone. */
  void jdk(Weaver jdk) {
    this.jdk = jdk;
  }

  /** Likewise those of libraries. */
  void libraries(LibraryWeaver libraries) {
    this.libraries = libraries;
  }

  /** This thread is to be ended. */
  void ticker(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Leaves.
   *
   * @return what is left of us; null if nothing is
   * @throws IllegalStateException if it cannot be done now, and nothing was undone
   */
  @Override
  public @Nullable String call() throws InterruptedException {
    if (!pulse.end(PATIENCE)) {
      throw new IllegalStateException("it is still starting; try again");
    }
    Whereabouts.withdraw();
    each(exporter::closePort);
    each(this::unweave);
    each(SocketEvents::release);
    each(exporter::endTelling);
    each(this::endTicker);
    each(Detachment::forgetRecords);
    String busy = OwnThreads.awaitEnd(threads, PATIENCE);
    if (failure != null) {
      return "something of it is left: " + failure;
    }
    return busy == null
        ? null
        : "its thread " + busy + " has not ended yet; its memory is kept until it does";
  }

  /**
   * Whatever goes wrong in one, the others are taken.
   *
   * @param step of an interface of the JDK's: where the jar was overwritten, none of ours can be
   *     loaded any more
   */
  private void each(AutoCloseable step) throws InterruptedException {
    try {
      step.close();
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable t) {
      failure = failure == null ? t : failure;
    }
  }

  /** In a method of its own: to name what may not be loaded any more is enough to fail. */
  private static void forgetRecords() {
    RecordMethods.forgetOurs();
  }

  private void endTicker() {
    if (ticker != null) {
      ticker.end();
    }
  }

  private void unweave() {
    if (libraries != null) {
      libraries.unweave(instrumentation);
    }
    if (jdk != null) {
      jdk.unweave(instrumentation);
    }
    connections.drain();
  }
}
