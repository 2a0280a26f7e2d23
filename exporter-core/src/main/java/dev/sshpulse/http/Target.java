package dev.sshpulse.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, RFC 9112 section 3.2. Nothing is decoded and no dots are followed: a
 * path is one that is served, letter by letter, or it is none.
 */
final class Target {

  private static final String SCHEME = "http://";
  private static final String SECURE_SCHEME = "https://";

  private Target() {}

  /**
   * Whether it is a path, or names one of the host that the header names: two hosts in one request
   * may be one for a proxy that lets it pass, and another for us.
   */
  static boolean isWellFormed(String target, @Nullable String host) {
    if (!isVisible(target)) {
      return false;
    }
    String authority = authority(target);
    return authority.isEmpty()
        ? target.startsWith("/")
        : host == null || authority.equalsIgnoreCase(host);
  }

  /** From the path on. */
  static String originForm(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    int path = target.indexOf('/', schemeLength(target));
    return path < 0 ? "/" : target.substring(path);
  }

  /** Whether it may be a {@code Host} header's value: a name or an address, and perhaps a port. */
  static boolean isHost(String host) {
    boolean good = !host.isEmpty();
    for (int i = 0; i < host.length() && good; i++) {
      good = isOfHost(host.charAt(i));
    }
    return good;
  }

  private static boolean isOfHost(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ".-_:[]%~!$&'()*+,;=".indexOf(c) >= 0;
  }

  private static boolean isVisible(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String authority(String target) {
    int from = schemeLength(target);
    int path = target.indexOf('/', from);
    return from == 0 ? "" : target.substring(from, path < 0 ? target.length() : path);
  }

  private static int schemeLength(String target) {
    if (target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return SCHEME.length();
    }
    return target.regionMatches(true, 0, SECURE_SCHEME, 0, SECURE_SCHEME.length())
        ? SECURE_SCHEME.length()
        : 0;
  }
}
