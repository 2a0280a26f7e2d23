package dev.sshpulse.runtime;

import dev.sshpulse.model.HookStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The one line that the agent prints. */
final class Banner {

  private Banner() {}

  /**
   * The line, as in {@code sshpulse 0.1.0: http://127.0.0.1:9922/metrics, otlp off, hooks: jdk}.
   *
   * @param http where its metrics are, or what {@link #off} said
   * @param ignored settings that could not be followed
   */
  static String of(
      String version, String http, String otlp, List<HookStatus> hooks, List<String> ignored) {
    String line = "sshpulse " + version + ": " + http + ", " + otlp + ", hooks: " + hooks(hooks);
    return ignored.isEmpty() ? line : line + ", ignored: " + String.join("; ", ignored);
  }

  static String off(String reason) {
    return reason.isEmpty() ? "http off" : "http off (" + reason + ")";
  }

  private static String hooks(List<HookStatus> hooks) {
    Set<String> matched = new LinkedHashSet<>(); // of a library there may be several releases
    StringBuilder others = new StringBuilder();
    for (HookStatus hook : hooks) {
      switch (hook.status()) {
        case MATCHED -> matched.add(hook.library());
        case REFUSED, DISABLED ->
            append(
                others, "; ", hook.library() + " " + hook.status().label() + ", " + hook.reason());
        case UNSEEN -> {} // the same in every JVM: for the documentation, not for the line
      }
    }
    String list = matched.isEmpty() ? "none" : String.join(", ", matched);
    return others.length() == 0 ? list : list + " (" + others + ")";
  }

  private static void append(StringBuilder to, String separator, String text) {
    to.append(to.length() == 0 ? "" : separator).append(text);
  }
}
