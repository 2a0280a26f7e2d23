package dev.sshpulse.logging;

import dev.sshpulse.model.Faults;
import org.jspecify.annotations.Nullable;

/** Has the methods of {@code java.util.logging.Logger} that libraries call, and counts warnings. */
public final class Logger {
  private static volatile @Nullable Faults faults;

  private final String name;

  private Logger(String name) {
    this.name = name;
  }

  /** Where warnings are counted from now on. */
  public static void countWarnings(Faults faults) {
    Logger.faults = faults;
  }

  /** A logger; nothing is registered anywhere. */
  public static Logger getLogger(String name) {
    return new Logger(name);
  }

  /** The name it was asked for under. */
  public String getName() {
    return name;
  }

  /** Whether somebody listens at this level: to warnings, for their number. */
  public boolean isLoggable(Level level) {
    return level.intValue() >= Level.WARNING.intValue() && level != Level.OFF;
  }

  /** A message. */
  public void log(Level level, @Nullable String message) {
    Faults counter = faults;
    if (counter != null && isLoggable(level)) {
      counter.swallowed(Faults.Where.LIBRARY);
    }
  }

  /** A message with a parameter. */
  public void log(Level level, @Nullable String message, @Nullable Object parameter) {
    log(level, message);
  }

  /** A message with parameters. */
  public void log(Level level, @Nullable String message, Object @Nullable [] parameters) {
    log(level, message);
  }

  /** A message with a throwable. */
  public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
    log(level, message);
  }

  /** A wrapped message. */
  public void log(LogRecord message) {
    log(message.level(), null);
  }

  /** Ignored. */
  public void fine(@Nullable String message) {}

  /** Ignored. */
  public void info(@Nullable String message) {}

  /** Counted. */
  public void warning(@Nullable String message) {
    log(Level.WARNING, message);
  }
}
