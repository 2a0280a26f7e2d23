package dev.sshpulse.weave;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * What we do on an application's thread, under a security manager, counts as ours: its code may be
 * allowed less. Newer JDKs have no such thing, and there this does nothing.
 */
public final class Privileged {

  private Privileged() {}

  /** Whether it makes a difference. */
  @SuppressWarnings("removal")
  public static boolean matters() {
    return System.getSecurityManager() != null;
  }

  /** Does it with our own permissions. */
  @SuppressWarnings("removal")
  public static <T> T call(PrivilegedAction<T> action) {
    return AccessController.doPrivileged(action);
  }
}
