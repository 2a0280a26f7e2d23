package dev.sshpulse.web;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code basic_auth_users}: names, and what bcrypt has made of their passwords. */
public final class Users {
  /** Beyond it one comparison takes minutes. */
  private static final int MOST_COST = 18;

  private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

  private final Map<String, String> hashes = new LinkedHashMap<>();

  /** Whose comparison takes longest. */
  private String slowest = "";

  static Users read(Section section) throws WebConfigException {
    Users users = new Users();
    for (String name : section.keys()) {
      users.add(name, section);
    }
    return users;
  }

  private void add(String name, Section section) throws WebConfigException {
    if (name.isEmpty() || name.indexOf(':') >= 0) {
      throw section.faultUnnamed(
          name,
          "a user's name has a character, and no colon; before the hash stand a colon and a space");
    }
    if (!section.has(name)) {
      throw section.faultUnnamed(name, "a user without a hash: NAME: HASH is expected");
    }
    String hash = section.text(name);
    var parts = HASH.matcher(hash);
    if (!parts.matches()) {
      throw section.fault(
          name, "is no bcrypt hash ($2a$, $2b$ or $2y$): htpasswd -nBC 10 NAME makes one");
    }
    int cost = Integer.parseInt(parts.group(1));
    if (cost < BCrypt.MIN_COST || cost > MOST_COST) {
      throw section.fault(
          name,
          "has the cost " + cost + ": from " + BCrypt.MIN_COST + " to " + MOST_COST + ", please");
    }
    hashes.put(name, hash);
    if (slowest.isEmpty() || cost > cost(slowest)) {
      slowest = hash;
    }
  }

  private static int cost(String hash) {
    return Integer.parseInt(hash.substring(4, 6));
  }

  /** What their passwords are compared with; changes when one of them does. */
  public String secretOf(String name) {
    return hashes.getOrDefault(name, "");
  }

  /**
   * Whether this is the user's password. Takes a tenth of a second and more, no less for a name
   * that nobody has.
   */
  public boolean admit(String name, String password) {
    String hash = hashes.get(name);
    if (hash != null && compare(password, hash)) {
      return true;
    }
    for (String other : comparedAfterFailure(name)) {
      compare(password, other);
    }
    return false;
  }

  /**
   * Each step of cost doubles the time, and 2^c + 2^c + 2^(c+1) + … + 2^(C-1) = 2^C: with these,
   * whoever is refused has waited for as long as the slowest takes.
   */
  List<String> comparedAfterFailure(String name) {
    String hash = hashes.get(name);
    if (hash == null) {
      return List.of(slowest);
    }
    List<String> others = new ArrayList<>();
    for (int cost = cost(hash); cost < cost(slowest); cost++) {
      // Not by the host's locale, whose digits may be others.
      String digits = (cost < 10 ? "0" : "") + cost;
      others.add(slowest.substring(0, 4) + digits + slowest.substring(6));
    }
    return others;
  }

  /** Beyond 72 bytes nothing counts, as in every other bcrypt. */
  private static boolean compare(String password, String hash) {
    return BCrypt.verifyer(null, LongPasswordStrategies.none())
        .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
        .verified;
  }
}
