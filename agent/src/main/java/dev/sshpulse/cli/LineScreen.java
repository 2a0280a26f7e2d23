package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.Scrape;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens, and every few seconds what the agent counts: a line each. */
final class LineScreen implements DemoScreen {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintWriter out;
  private @Nullable Duration last;

  LineScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void starting() {
    print("starting a JVM with the agent attached");
  }

  @Override
  public void happened(Duration elapsed, String what) {
    print(DemoTable.clock(elapsed) + "  " + what);
  }

  @Override
  public void show(Duration elapsed, URI metrics, Scrape scrape) {
    if (last == null) {
      print(
          "the agent counts; see for yourself: "
              + DemoTable.page(metrics)
              + " or: curl -s "
              + metrics);
    }
    if (last == null || elapsed.minus(last).compareTo(INTERVAL) >= 0) {
      last = elapsed;
      print(DemoTable.clock(elapsed) + "  " + DemoTable.line(scrape));
    }
  }

  @Override
  public void end() {
    print("");
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
