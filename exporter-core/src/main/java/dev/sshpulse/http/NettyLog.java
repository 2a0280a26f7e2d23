package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where Netty reports to: its warnings are counted, nothing is formatted, nothing is printed.
 *
 * <p>Without it, Netty would look for SLF4J and then initialise {@code java.util.logging}, which
 * belongs to the application.
 */
final class NettyLog extends AbstractInternalLogger {

  private static final long serialVersionUID = 1;

  private final transient Faults faults;

  NettyLog(String name, Faults faults) {
    super(name);
    this.faults = faults;
  }

  /** Call before anything else of Netty: each of its classes asks for its logger once. */
  static void install(Faults faults) {
    InternalLoggerFactory.setDefaultFactory(
        new InternalLoggerFactory() {
          @Override
          protected InternalLogger newInstance(String name) {
            return new NettyLog(name, faults);
          }
        });
  }

  private void count() {
    faults.swallowed(Faults.Where.LIBRARY);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(String message) {}

  @Override
  public void trace(String format, @Nullable Object argument) {}

  @Override
  public void trace(String format, @Nullable Object first, @Nullable Object second) {}

  @Override
  public void trace(String format, Object... arguments) {}

  @Override
  public void trace(String message, Throwable thrown) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(String message) {}

  @Override
  public void debug(String format, @Nullable Object argument) {}

  @Override
  public void debug(String format, @Nullable Object first, @Nullable Object second) {}

  @Override
  public void debug(String format, Object... arguments) {}

  @Override
  public void debug(String message, Throwable thrown) {}

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(String message) {}

  @Override
  public void info(String format, @Nullable Object argument) {}

  @Override
  public void info(String format, @Nullable Object first, @Nullable Object second) {}

  @Override
  public void info(String format, Object... arguments) {}

  @Override
  public void info(String message, Throwable thrown) {}

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public void warn(String message) {
    count();
  }

  @Override
  public void warn(String format, @Nullable Object argument) {
    count();
  }

  @Override
  public void warn(String format, @Nullable Object first, @Nullable Object second) {
    count();
  }

  @Override
  public void warn(String format, Object... arguments) {
    count();
  }

  @Override
  public void warn(String message, Throwable thrown) {
    count();
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public void error(String message) {
    count();
  }

  @Override
  public void error(String format, @Nullable Object argument) {
    count();
  }

  @Override
  public void error(String format, @Nullable Object first, @Nullable Object second) {
    count();
  }

  @Override
  public void error(String format, Object... arguments) {
    count();
  }

  @Override
  public void error(String message, Throwable thrown) {
    count();
  }
}
