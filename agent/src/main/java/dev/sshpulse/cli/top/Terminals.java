package dev.sshpulse.cli.top;

import java.io.Console;
import java.lang.reflect.Method;

/** Whether somebody looks. */
public final class Terminals {
  private Terminals() {}

  /** Whether input and output are a terminal on which one can draw. */
  public static boolean canDraw() {
    return isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** By the convention of no-color.org. */
  static boolean mayColour() {
    return System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  }

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
