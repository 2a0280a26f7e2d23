package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.Scrape;
import dev.sshpulse.cli.top.Terminals;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the demo shows itself: one thread, {@link #starting} first and {@link #end} last. */
interface DemoScreen {

  /** A table that redraws in place on a terminal, plain lines into a pipe or a file. */
  static DemoScreen on(PrintWriter out, @Nullable Duration duration) {
    return Terminals.canDraw() ? new TableScreen(out, duration) : new LineScreen(out);
  }

  void starting();

  /** Something was provoked. */
  void happened(Duration elapsed, String what);

  /** What the agent counts now. */
  void show(Duration elapsed, URI metrics, Scrape scrape);

  /** Room for the summary, please. */
  void end();
}
