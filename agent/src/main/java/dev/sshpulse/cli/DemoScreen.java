package dev.sshpulse.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the demo shows itself: one thread, {@link #starting} first and {@link #end} last. */
interface DemoScreen {

  /** A table that redraws in place on a terminal, plain lines into a pipe or a file. */
  static DemoScreen on(PrintWriter out, @Nullable Duration duration) {
    return isTerminal() && !"dumb".equals(System.getenv("TERM"))
        ? new TableScreen(out, duration)
        : new LineScreen(out);
  }

  void starting();

  /** Something was provoked. */
  void happened(Duration elapsed, String what);

  /** What the agent counts now. */
  void show(Duration elapsed, URI metrics, Scrape scrape);

  /** Room for the summary, please. */
  void end();

  /** From 22 on there is a console without a terminal too, and a method to tell them apart. */
  @SuppressWarnings("SystemConsoleNull") // On 17 it is.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
