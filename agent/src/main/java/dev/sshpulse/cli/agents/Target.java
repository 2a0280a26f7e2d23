package dev.sshpulse.cli.agents;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to ask.
 *
 * @param url without a slash at its end; null where nobody listens
 * @param process its number and main class; empty where only the URL is known
 * @param off why nobody listens; empty where somebody does
 */
public record Target(@Nullable URI url, String process, String off) {

  private static final Pattern HOST_AND_PORT = Pattern.compile("[^/ ]+:[0-9]{1,5}");

  /** Whether an argument names a place, and not a process. */
  static boolean isPlace(String argument) {
    return argument.contains("://") || HOST_AND_PORT.matcher(argument).matches();
  }

  /**
   * A place, as it is printed by an agent: with {@code /metrics} at its end or without.
   *
   * @throws AgentFailure if it is none
   */
  static Target at(String place) throws AgentFailure {
    String url = place.contains("://") ? place : "http://" + place;
    try {
      URI uri = new URI(url.replaceFirst("(/metrics)?/?$", ""));
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return new Target(uri, "", "");
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new AgentFailure(
        "'" + place + "' is no URL of an agent: http://127.0.0.1:9922 or the like is expected");
  }

  /** Whether that is the same to a person: one that was started anew where it was before is. */
  boolean isSameAs(Target other) {
    return url == null ? process.equals(other.process) : url.equals(other.url);
  }

  /** By what a person knows it. */
  public String name() {
    if (url == null) {
      return process;
    }
    return process.isEmpty() ? url.toString() : url + " (" + process + ")";
  }

  /** Where it listens, in few letters: the host only where it is not this one. */
  public String place() {
    if (url == null) {
      return process;
    }
    boolean here = url.getHost().equals("127.0.0.1") || url.getHost().equals("localhost");
    return here && url.getPort() > 0 ? ":" + url.getPort() : url.getAuthority();
  }

  /** Whether it is to be reached from this host alone. */
  boolean isLoopback() {
    String host = url == null ? "" : url.getHost();
    return host.matches("127(\\.[0-9]+){3}") || host.equals("localhost") || host.equals("[::1]");
  }
}
