package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.Scrape;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that redraws where it stands, and what happened last below it. */
final class TableScreen implements DemoScreen {

  private static final int REMEMBERED = 5;
  // A line that wraps would be two, and the next table would be drawn one too low.
  private static final int COLUMNS = 79;
  private static final String CLEAR_RIGHT = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Deque<String> happenings = new ArrayDeque<>();
  private final PrintWriter out;
  private final @Nullable Duration duration;
  private int drawn;

  TableScreen(PrintWriter out, @Nullable Duration duration) {
    this.out = out;
    this.duration = duration;
  }

  @Override
  public void starting() {
    draw(List.of("starting a JVM with the agent attached ..."));
  }

  @Override
  public void happened(Duration elapsed, String what) {
    happenings.addLast(DemoTable.clock(elapsed) + "  " + what);
    if (happenings.size() > REMEMBERED) {
      happenings.removeFirst();
    }
  }

  @Override
  public void show(Duration elapsed, URI metrics, Scrape scrape) {
    List<String> lines = new ArrayList<>(DemoTable.head(elapsed, duration, metrics));
    lines.addAll(DemoTable.connections(scrape));
    lines.add("");
    lines.add("What killed them           started by   side");
    lines.addAll(DemoTable.causes(scrape));
    lines.add("");
    lines.add("Failed socket calls");
    lines.addAll(DemoTable.failures(scrape));
    lines.add("");
    lines.add("What is being done to them");
    happenings.forEach(happening -> lines.add("  " + happening));
    draw(lines);
  }

  @Override
  public void end() {
    out.println();
    out.flush();
  }

  /** Line over line: to clear everything first would flicker, and fill a terminal's history. */
  private void draw(List<String> lines) {
    if (drawn > 0) {
      // "Cursor previous line": to the start of the line that many lines up.
      out.print("\u001b[" + drawn + "F");
    }
    lines.forEach(this::drawLine);
    out.print(CLEAR_BELOW);
    out.flush();
    drawn = lines.size();
  }

  private void drawLine(String line) {
    out.println(line.substring(0, Math.min(line.length(), COLUMNS)) + CLEAR_RIGHT);
  }
}
