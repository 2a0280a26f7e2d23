package dev.sshpulse.model;

/**
 * What is wrong with SSH connections that still live, as of the last look.
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface LiveCounts {

  /** Whether the kernel can be asked; if not, the first three are not known, and not zero. */
  boolean kernelReadable();

  /** Connections on which something of ours has had no answer for {@code half-open.after}. */
  long halfOpen(Side side);

  /** Whether {@link #blockedWriters} is known: {@code /proc} does not tell of full buffers. */
  default boolean blockedWritersKnown() {
    return kernelReadable();
  }

  /** Of those, the ones with a write that waits. */
  long blockedWriters(Side side);

  /** Connections whose peer has closed for as long, while this side has not. */
  long closeWait(Side side);

  /** Connections that would not notice a silent death in time. */
  long unprotected(Side side, Protection lack);
}
