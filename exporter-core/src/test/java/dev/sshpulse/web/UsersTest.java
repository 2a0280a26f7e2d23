package dev.sshpulse.web;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  @TempDir private Path folder;

  private Users users(String name, String hash) throws Exception {
    Path file = folder.resolve("web.yml");
    Files.writeString(file, "basic_auth_users:\n  %s: %s\n".formatted(name, hash));
    return new WebConfigFile(file.toString()).read().users();
  }

  /** Made by htpasswd and by libxcrypt, not by the library that reads them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2y$10$AFEOG76XsyIiT2JENpvfMuhuYe5ouYmYL6cBzTsG9ES6ITrOvvuDC",
        "$2b$10$KyYaYM4e2KlJJSPi7fFHZeaf.Va0e5NH15lNcGFraRSQFCk1TT/j2",
        "$2a$10$AFEOG76XsyIiT2JENpvfMuhuYe5ouYmYL6cBzTsG9ES6ITrOvvuDC",
      })
  void knowsThePasswordWhateverMadeTheHash(String hash) throws Exception {
    Users users = users("alice", hash);

    assertThat(users.admit("alice", "secret")).isTrue();
    assertThat(users.admit("alice", "Secret")).isFalse();
    assertThat(users.admit("alice", "")).isFalse();
  }

  @Test
  void admitsNobodyWhoIsNoUserEvenWithAPasswordOfOne() throws Exception {
    Users users = users("alice", hash("secret"));

    assertThat(users.admit("bob", "secret")).isFalse();
    assertThat(users.admit("", "secret")).isFalse();
  }

  @Test
  void looksAtTheFirst72BytesAsEveryBcryptDoes() throws Exception {
    Users users = users("alice", hash("x".repeat(72)));

    assertThat(users.admit("alice", "x".repeat(72))).isTrue();
    assertThat(users.admit("alice", "x".repeat(100))).isTrue();
    assertThat(users.admit("alice", "x".repeat(71))).isFalse();
  }

  @Test
  void takesPasswordsInUtf8() throws Exception {
    Users users = users("alice", hash("pässwörd€"));

    assertThat(users.admit("alice", "pässwörd€")).isTrue();
  }

  @Test
  void takesTheSameTimeForWhoeverIsRefusedWhateverTheCostsAre() throws Exception {
    Map<String, Integer> costs = new LinkedHashMap<>(Map.of("a", 4, "b", 7, "c", 10));
    StringBuilder lines = new StringBuilder("basic_auth_users:\n");
    costs.forEach(
        (name, cost) ->
            lines.append("  %s: $2b$%02d$%s\n".formatted(name, cost, hash("x").substring(7))));
    Path file = Files.writeString(folder.resolve("web.yml"), lines);

    Users users = new WebConfigFile(file.toString()).read().users();

    costs.put("nobody", 0);
    costs.forEach(
        (name, cost) -> {
          long own = cost == 0 ? 0 : 1L << cost;
          long others =
              users.comparedAfterFailure(name).stream()
                  .mapToLong(hash -> 1L << Integer.parseInt(hash.substring(4, 6)))
                  .sum();
          assertThat(own + others).as(name).isEqualTo(1 << 10);
        });
    assertThat(users.admit("a", "no")).isFalse();
  }

  private static String hash(String password) {
    return BCrypt.with(at.favre.lib.crypto.bcrypt.LongPasswordStrategies.none())
        .hashToString(4, password.toCharArray());
  }
}
