package dev.sshpulse.logging;

import org.jspecify.annotations.Nullable;

/** What some libraries wrap a message in; only its level matters here. */
public final class LogRecord {
  private final Level level;

  /** The message itself goes nowhere. */
  public LogRecord(Level level, @Nullable String message) {
    this.level = level;
  }

  Level level() {
    return level;
  }

  /** Ignored. */
  public void setLoggerName(@Nullable String name) {}

  /** Ignored. */
  public void setThrown(@Nullable Throwable thrown) {}

  /** Ignored. */
  public void setSourceClassName(@Nullable String name) {}

  /** Ignored. */
  public void setSourceMethodName(@Nullable String name) {}
}
