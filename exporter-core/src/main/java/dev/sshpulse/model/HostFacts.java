package dev.sshpulse.model;

import org.jspecify.annotations.Nullable;

/** What is known of the host. Any thread may ask. */
public interface HostFacts {

  /** As last read; null where it cannot be known, which is not 0. */
  @Nullable Long value(HostFact fact);
}
