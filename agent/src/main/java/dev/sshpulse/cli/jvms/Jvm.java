package dev.sshpulse.cli.jvms;

import dev.sshpulse.host.HarmlessText;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs on this host.
 *
 * @param pid as this process sees it
 * @param user whose it is, by name where it has one
 * @param mainClass its main class, or the jar or module that it was started with
 * @param command that, and its arguments; what a regular expression is held against
 * @param java its version; null where only its own user may know
 * @param watched whether sshpulse is in it
 * @param url where sshpulse listens in it, as {@code http://127.0.0.1:9922}, or {@code off: } and
 *     the reason; null where that is not known
 */
public record Jvm(
    long pid,
    String user,
    String mainClass,
    String command,
    @Nullable String java,
    boolean watched,
    @Nullable String url) {

  /** Another user may start a program under any name: it must not steer somebody's terminal. */
  public Jvm {
    user = harmless(user);
    mainClass = harmless(mainClass);
    command = harmless(command);
    java = java == null ? null : harmless(java);
    url = url == null ? null : harmless(url);
  }

  static String harmless(String text) {
    return HarmlessText.of(text, '?');
  }

  /** Whether sshpulse answers requests there. */
  public boolean listens() {
    return url != null && url.startsWith("http");
  }

  @Override
  public String toString() {
    return pid + " " + mainClass;
  }
}
