package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*.conf 10-a.conf true",
        "*.conf 10-a.config false",
        "*.conf .conf false",
        ".*.conf .a.conf true",
        "* a true",
        "** a true",
        "a*b*c axxbyyc true",
        "a*b*c axxbyy false",
        "?.conf a.conf true",
        "?.conf ab.conf false",
        "[0-9]?.conf 10.conf true",
        "[0-9]?.conf a0.conf false",
        "[!0-9]*.conf a.conf true",
        "[^0-9]*.conf 1.conf false",
        "[]x] ] true",
        "[]x] x true",
        "[!]x] a true",
        "[a-] - true",
        "[x [x true",
        "[x x false",
        "\\*.conf *.conf true",
        "\\*.conf a.conf false",
        "a\\ a\\ true",
        "a a true",
        "a b false",
      })
  void matchesAsGlobDoes(String pattern, String name, boolean matches) {
    assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void knowsWhatHasWildcards() {
    assertThat(new Glob("a*").hasWildcards()).isTrue();
    assertThat(new Glob("a\\*").hasWildcards()).isFalse();
    assertThat(new Glob("a\\*\\b\\").literal()).isEqualTo("a*b\\");
  }

  @Test
  void isQuickWhereBacktrackingWouldNotBe() {
    Glob glob = new Glob("*a".repeat(100) + "b");

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(glob.matches("a".repeat(5000))).isFalse());
  }

  @Property
  void takesAnyPatternAndName(
      @ForAll @Chars({'*', '?', '[', ']', '!', '-', '\\', 'a', '.'}) String pattern,
      @ForAll @Chars({'a', '.', ']', '-', '['}) String name) {
    Glob glob = new Glob(pattern);

    boolean matches = glob.matches(name);

    if (!glob.hasWildcards() && !pattern.endsWith("\\")) {
      assertThat(matches).isEqualTo(glob.literal().equals(name));
    }
  }
}
