package dev.sshpulse.telemetry;

import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;

/**
 * What is wrong with live connections, as a test says, and nothing at first: the same on both
 * sides.
 */
public final class Health implements LiveCounts {
  boolean kernelReadable = true;
  boolean blockedWritersKnown = true;
  long halfOpen;
  long unprotected;

  @Override
  public boolean kernelReadable() {
    return kernelReadable;
  }

  @Override
  public boolean blockedWritersKnown() {
    return kernelReadable && blockedWritersKnown;
  }

  @Override
  public long halfOpen(Side side) {
    return halfOpen;
  }

  @Override
  public long blockedWriters(Side side) {
    return 0;
  }

  @Override
  public long closeWait(Side side) {
    return 0;
  }

  @Override
  public long unprotected(Side side, Protection lack) {
    return unprotected;
  }
}
