package dev.sshpulse.sidecar;

import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sshd.SshdEvent;
import java.io.Closeable;
import java.util.function.Consumer;

/** Where sshd's words come from. */
interface LogReader extends Closeable {

  /** Hands over what has been written since the last call; never waits. */
  void poll(Consumer<SshdEvent> hearer);

  /** How it fares. */
  SourceStatus status();
}
