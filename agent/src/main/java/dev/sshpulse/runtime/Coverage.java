package dev.sshpulse.runtime;

import dev.sshpulse.model.HookStatus;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has been hooked of one release of a library. What one of its classes does not have, another
 * may: releases differ in where a method is.
 */
final class Coverage {
  private final String library;
  private final String version;
  private final Set<String> found = new TreeSet<>();
  private final Set<String> sought = new TreeSet<>();

  Coverage(String library, String version) {
    this.library = library;
    this.version = version;
  }

  /** One more class. */
  void add(Set<String> sought, Set<String> found) {
    this.sought.addAll(sought);
    this.found.addAll(found);
  }

  /** What it comes to so far: classes are loaded when they are used. */
  HookStatus status() {
    Set<String> missing = new TreeSet<>(sought);
    missing.removeAll(found);
    String reason = missing.isEmpty() ? "" : "without " + String.join(", ", missing);
    return new HookStatus(library, version, HookStatus.Status.MATCHED, reason);
  }
}
