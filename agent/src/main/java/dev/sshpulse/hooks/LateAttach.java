package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.model.Faults;
import java.io.IOException;

/**
 * What is there to find out in a JVM that ran before the agent came, little by little, on a thread
 * of ours: its open connections, and who speaks SSH on them.
 */
public final class LateAttach {
  /** Some libraries look after all their sessions once a second. */
  private static final long STRANGERS_MILLIS = 10_000;

  private static final long TIDY_MILLIS = 30_000;
  private static final long FIRST_TIDY_MILLIS = 1_000;

  private final FoundOpen open;
  private final Libraries libraries;
  private final Conversations conversations;
  private final Faults faults;
  private long begun;
  private long nextTidy;

  LateAttach(FoundOpen open, Libraries libraries, Conversations conversations, Faults faults) {
    this.open = open;
    this.libraries = libraries;
    this.conversations = conversations;
    this.faults = faults;
  }

  /** What is due. */
  public void beat(long now) {
    if (begun == 0) {
      begun = now;
      nextTidy = now + FIRST_TIDY_MILLIS;
      begin();
    } else if (now >= nextTidy) {
      nextTidy = now + TIDY_MILLIS;
      open.tidy();
    }
    if (now - begun > STRANGERS_MILLIS) {
      conversations.meetStrangers(false);
    }
  }

  private void begin() {
    try {
      open.list();
    } catch (IOException e) {
      faults.swallowed(Faults.Where.CONNECTIONS); // no /proc: then there is nothing to find
    }
    conversations.meetStrangers(true);
    RunningThreads.show(libraries);
  }
}
