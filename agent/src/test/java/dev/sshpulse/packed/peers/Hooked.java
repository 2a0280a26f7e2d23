package dev.sshpulse.packed.peers;

import dev.sshpulse.packed.HostJvm;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code sshpulse_hook_info} says of a host. */
final class Hooked {
  private static final Pattern INFO =
      Pattern.compile(
          "sshpulse_hook_info\\{library=\"([^\"]*)\",reason=\"([^\"]*)\","
              + "status=\"([^\"]*)\",version=\"([^\"]*)\"}");

  private Hooked() {}

  /** {@code <library> <version> <status> <reason>}, sorted. */
  static List<String> of(HostJvm host) {
    return host.scrape().series().keySet().stream()
        .map(INFO::matcher)
        .filter(Matcher::matches)
        .map(info -> String.join(" ", info.group(1), info.group(4), info.group(3), info.group(2)))
        .sorted()
        .toList();
  }
}
