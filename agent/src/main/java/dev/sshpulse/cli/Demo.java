package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.Scrape;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main job on one page: a watched JVM is started, things happen to its connections, its metrics
 * are read and shown, and at the end compared with what was done.
 */
final class Demo {

  private static final long BEAT_MILLIS = 500;
  // A fault every third beat: time to read what the last one was.
  private static final int BEATS_PER_FAULT = 3;
  private static final int BEATS_PER_VIEW = 2;
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SETTLE_POLL_MILLIS = 100;
  private static final long FAREWELL_SECONDS = 25;

  private final DemoScreen screen;
  private final @Nullable Duration duration;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param duration null: until the process is asked to end
   */
  Demo(DemoScreen screen, @Nullable Duration duration) {
    this.screen = screen;
    this.duration = duration;
  }

  /**
   * Runs to the end.
   *
   * @param listen where the agent is to serve its metrics, as host:port
   * @return 0 where every figure agrees, else 1
   */
  int run(File jar, String listen, PrintWriter out)
      throws DemoFailure, IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "demo-stop"));
    screen.starting();
    try (WorkloadProcess workload = WorkloadProcess.start(jar, listen);
        FaultyProxy proxy = new FaultyProxy(workload.awaitServer())) {
      DemoSummary summary = watch(workload, proxy);
      screen.end();
      out.println(summary);
      out.flush();
      return summary.agrees() ? 0 : 1;
    } finally {
      stopped.countDown();
    }
  }

  /** Ctrl-C ends the demo, not its summary. */
  private void stopAndWait() {
    stop.countDown();
    try {
      stopped.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DemoSummary watch(WorkloadProcess workload, FaultyProxy proxy)
      throws DemoFailure, IOException, InterruptedException {
    Provocations provocations = new Provocations(workload, proxy);
    String now = provocations.begin();
    URI metrics = workload.awaitAgent();
    provoke(provocations, metrics, now);
    provocations.finish();
    return settle(workload, provocations.vanished(), metrics);
  }

  private void provoke(Provocations provocations, URI metrics, String now)
      throws DemoFailure, IOException, InterruptedException {
    long start = System.nanoTime();
    screen.happened(Duration.ZERO, now);
    for (int beat = 0; !isOver(start, provocations); beat++) {
      Duration elapsed = since(start);
      if (beat % BEATS_PER_FAULT == BEATS_PER_FAULT - 1) {
        screen.happened(elapsed, provocations.next());
      } else {
        provocations.work();
      }
      if (beat % BEATS_PER_VIEW == 0) {
        screen.show(elapsed, metrics, scrape(metrics));
      }
      stop.await(BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean isOver(long start, Provocations provocations) {
    return stop.getCount() == 0
        || (duration != null
            && since(start).compareTo(duration) >= 0
            && provocations.eachWasProvoked());
  }

  private static Scrape scrape(URI metrics) throws DemoFailure {
    try {
      return Scrape.of(metrics);
    } catch (IOException e) {
      throw new DemoFailure("cannot read " + metrics, e);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The other side of a close takes a moment to happen, and to be counted. */
  static DemoSummary settle(WorkloadProcess workload, int vanished, URI metrics)
      throws DemoFailure, InterruptedException {
    long deadline = System.nanoTime() + SETTLE_NANOS;
    while (true) {
      Tally seen = Tally.parse(workload.ask("tally"));
      DemoSummary summary = DemoSummary.of(seen, vanished, scrape(metrics));
      if (summary.agrees() || System.nanoTime() - deadline > 0) {
        return summary;
      }
      TimeUnit.MILLISECONDS.sleep(SETTLE_POLL_MILLIS);
    }
  }
}
