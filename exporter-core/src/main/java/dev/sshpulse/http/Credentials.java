package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A name and a password, as a request brings them (RFC 7617). Prints neither. */
final class Credentials {
  private static final String SCHEME = "Basic ";

  final String user;
  final String password;

  private Credentials(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /**
   * From {@code Authorization}.
   *
   * @return null where there are none
   */
  static @Nullable Credentials of(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      String both = new String(decoded, UTF_8);
      int colon = both.indexOf(':');
      return colon < 0
          ? null
          : new Credentials(both.substring(0, colon), both.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null; // not base64
    }
  }
}
