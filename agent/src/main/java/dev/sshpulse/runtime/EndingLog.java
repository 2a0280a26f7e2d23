package dev.sshpulse.runtime;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes a line for each failed ending, one a second at most; the next line says how many were left
 * out.
 */
final class EndingLog implements SshListener {
  private static final long QUIET_MILLIS = 1_000;

  private final LongSupplier clockMillis;
  private final Consumer<String> lines;
  private long quietUntil = Long.MIN_VALUE;
  private long leftOut;

  /**
   * Nothing written yet.
   *
   * @param clockMillis monotonic milliseconds
   */
  EndingLog(LongSupplier clockMillis, Consumer<String> lines) {
    this.clockMillis = clockMillis;
    this.lines = lines;
  }

  @Override
  public void connectionRecognised(SshConnection connection) {}

  @Override
  public void connectionEnded(Ending ending) {
    if (!ending.cause().failed()) {
      return;
    }
    long now = clockMillis.getAsLong();
    if (now < quietUntil) {
      leftOut++;
      return;
    }
    quietUntil = now + QUIET_MILLIS;
    lines.accept(EndingLine.of(ending, leftOut));
    leftOut = 0;
  }
}
