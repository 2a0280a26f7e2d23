package dev.sshpulse.telemetry;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each failed ending, one a second at most. Of those left out meanwhile the last
 * gets its line, with the number of the others, as soon as anything happens after that second.
 */
public final class EndingLog implements SshListener {
  private static final long QUIET_MILLIS = 1_000;

  private final LongSupplier clockMillis;
  private final Consumer<String> lines;
  private long quietUntil = Long.MIN_VALUE;
  private @Nullable Ending lastLeftOut;
  private long leftOut;

  /**
   * Nothing written yet.
   *
   * @param clockMillis monotonic milliseconds
   */
  public EndingLog(LongSupplier clockMillis, Consumer<String> lines) {
    this.clockMillis = clockMillis;
    this.lines = lines;
  }

  @Override
  public void connectionRecognised(SshConnection connection) {
    catchUp(clockMillis.getAsLong());
  }

  @Override
  public void connectionEnded(Ending ending) {
    long now = clockMillis.getAsLong();
    if (!ending.cause().failed()) {
      catchUp(now);
      return;
    }
    leftOut += lastLeftOut == null ? 0 : 1;
    lastLeftOut = ending;
    catchUp(now);
  }

  private void catchUp(long now) {
    Ending last = lastLeftOut;
    if (last != null && now >= quietUntil) {
      lines.accept(EndingLine.of(last, leftOut));
      quietUntil = now + QUIET_MILLIS;
      lastLeftOut = null;
      leftOut = 0;
    }
  }
}
