package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("sshpulse.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {listen: 'localhost:0'}\nhooks: {jdk: {enabled: false}}\n",
        "http.listen: localhost:0\nhooks.jdk.enabled: 'false'\n",
        "http:\n  listen: localhost:0\nhooks:\n  jdk.enabled: off\n",
        "---\n# ours\nhooks.jdk:\n  enabled: 0\nhttp:\n  listen: \" localhost:0 \"\n",
        "\uFEFFhttp:\n  listen: &it localhost:0\nhooks.jdk.enabled: no\n",
      })
  void takesNamesNestedOrDotted(String content) throws IOException {
    Settings settings = Sources.file(file, content);

    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("localhost:0");
    assertThat(settings.get(Setting.HOOKS_JDK_ENABLED)).isFalse();
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# nothing\n",
        "---\n",
        "~",
        "http:\n",
        "http:\n  listen:\n",
        "enabled: ~\n"
      })
  void holdsTheDefaultsWhereTheFileLeavesThemOut(String content) throws IOException {
    Settings settings = Sources.file(file, content);

    assertThat(settings.origin(Setting.HTTP_LISTEN)).isEqualTo("default");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void takesNumbersAndBooleansAsTheirText() throws IOException {
    Settings settings = Sources.file(file, "start.delay: 0\nfail-on-error: true\n");

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ZERO);
    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isTrue();
  }

  @Test
  void canBeNamedInEverySourceButAFile() throws IOException {
    Files.writeString(file, "fail-on-error: true\nconfig.file: other.yaml\n");

    Settings settings = Sources.arguments("config.file=" + file);

    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isTrue();
    assertThat(settings.get(Setting.CONFIG_FILE)).isEqualTo(file.toString());
    assertThat(settings.problems())
        .containsExactly(file + " line 2: config.file (a file cannot name another)");
  }

  @Test
  void namesTheLineOfAnUnknownKeyAndOfABadValue() throws IOException {
    Settings settings = Sources.file(file, "http:\n  listn: off\nstart:\n  delay: abc\n");

    assertThat(settings.problems())
        .containsExactly(
            file + " line 2: http.listn (did you mean http.listen?)",
            file + " line 4: start.delay=abc (a duration such as 500ms, 2s or 1m)");
  }

  @Test
  void wantsOneValueAndNotSeveral() throws IOException {
    Settings settings =
        Sources.file(file, "http.listen: [a, b]\nstart.delay: {min: 1s}\nhttp: 1\n");

    assertThat(settings.problems())
        .containsExactly(
            file + " line 3: http (did you mean http.listen?)",
            file + " line 1: http.listen=[...] (one value is expected)",
            file + " line 2: start.delay={...} (one value is expected)");
    assertThat(settings.get(Setting.HTTP_LISTEN).reason())
        .isEqualTo("[...]: one value is expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start.delay: 1s\nstart.delay: 3s\n",
        "start.delay: 1s\nstart: {delay: 3s}\n",
      })
  void holdsTheFirstOfTwoOfOneKeyAndNamesTheOther(String content) throws IOException {
    Settings settings = Sources.file(file, content);

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.problems())
        .containsExactly(file + " line 2: start.delay (given twice, the first holds)");
  }

  @Test
  void saysThatADirectoryIsOne() {
    assertThat(Sources.arguments("config.file=" + folder).problems())
        .containsExactly("config.file=" + folder + " (is a directory)");
  }

  @Test
  void saysThatThereIsNoSuchFileAsTheSourceSpellsIt() {
    assertThat(Sources.systemProperty("sshpulse.config.file", file.toString()).problems())
        .containsExactly("sshpulse.config.file=" + file + " (no such file)");
    assertThat(Sources.arguments("config.file=a\u0000b").problems())
        .containsExactly("config.file=a?b (no such file)");
  }

  @Test
  void doesNotWaitForAPipeOrADevice() {
    assumeTrue(new File("/dev/zero").exists(), "no /dev/zero on this system");

    Settings settings = Sources.arguments("config.file=/dev/zero");

    assertThat(settings.problems()).containsExactly("config.file=/dev/zero (not a regular file)");
  }

  @Test
  void saysThatAFileIsNotReadable() throws IOException {
    Files.createFile(file);

    // Root can read anything, so that taking the permission away would not do.
    File forbidden =
        new File(file.toString()) {
          private static final long serialVersionUID = 1;

          @Override
          public boolean canRead() {
            return false;
          }
        };

    assertThat(ConfigFile.faultOf(forbidden)).isEqualTo("not readable");
  }

  @Test
  void readsNoMoreThanAMebibyte() throws IOException {
    String most = "enabled: true\n" + "#".repeat(ConfigFile.MOST_BYTES - 14);

    assertThat(Sources.file(file, most).problems()).isEmpty();
    assertThat(Sources.file(file, most + "#").problems())
        .containsExactly("SSHPULSE_CONFIG_FILE=" + file + " (larger than 1 MiB)");
  }

  @Test
  void namesLineAndColumnOfASyntaxError() throws IOException {
    Settings settings = Sources.file(file, "enabled: true\nhttp: {listen: off\nstart.delay: 1s\n");

    assertThat(settings.problems())
        .singleElement()
        .asString()
        .startsWith("SSHPULSE_CONFIG_FILE=" + file + " (line 3, column 12: while parsing");
  }

  @Test
  void namesThePlaceOfACharacterThatYamlForbids() throws IOException {
    Settings settings = Sources.file(file, "enabled: \u0007\n");

    assertThat(settings.problems())
        .singleElement()
        .asString()
        .startsWith("SSHPULSE_CONFIG_FILE=" + file + " (character 10: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just text", "- a\n- b\n", "22", "[]"})
  void wantsKeysAndValues(String content) throws IOException {
    assertThat(Sources.file(file, content).problems())
        .containsExactly("SSHPULSE_CONFIG_FILE=" + file + " (key: value is expected)");
  }

  @Test
  void wantsKeysThatAreText() throws IOException {
    assertThat(Sources.file(file, "? [a]\n: b\n").problems())
        .containsExactly("SSHPULSE_CONFIG_FILE=" + file + " (a key in line 1 is no text)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: *nowhere\n",
        "a: 1\n--- \nb: 2\n",
        "\tenabled: true\n",
        "enabled: \u0007\n",
        "%YAML 9.9\n---\nenabled: true\n",
        "enabled: 'tr",
        "{",
        "}",
        "@",
        "!<tag:x> {a: b}",
        "&a [*a]",
        "? &a {*a : b}\n: c\n",
        "http: &a\n  http: *a\n",
      })
  void makesOneProblemOfEveryBrokenFile(String content) throws IOException {
    Settings settings = Sources.file(file, content);

    assertThat(settings.problems()).hasSize(1);
    assertThat(settings.problems().get(0)).doesNotContain("\n", "null").contains(file.toString());
  }

  @Test
  void survivesBytesThatAreNoText() throws IOException {
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xc3, (byte) 0x28, '\n'});

    assertThat(Sources.file(file).problems()).hasSize(1);
  }

  @Test
  void survivesDeepNesting() throws IOException {
    Settings settings = Sources.file(file, "a: " + "[".repeat(500_000));

    assertThat(settings.problems())
        .containsExactly("SSHPULSE_CONFIG_FILE=" + file + " (nested too deeply)");
  }

  @Test
  void survivesAliasesThatMultiply() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 {x: 1, y: 2}\n");
    for (int i = 1; i <= 24; i++) {
      bomb.append("a" + i + ": &a" + i + " {p: *a" + (i - 1) + ", q: *a" + (i - 1) + "}\n");
    }
    bomb.append("http: *a24\n");

    Settings settings = Sources.file(file, bomb.toString());

    assertThat(settings.problems()).hasSize(21);
  }

  @Test
  void putsTheEnvironmentIntoValues() throws IOException {
    String content =
        """
        http.listen: ${HOST}:${PORT:-9999}
        start.delay: ${DELAY:-3s}
        hooks.jdk.enabled: ${EMPTY:-false}
        """;
    Files.writeString(file, content);
    Map<String, String> environment = Map.of("HOST", "localhost", "DELAY", "5s", "EMPTY", "");

    Settings settings = Settings.read("config.file=" + file, new Properties(), environment);

    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("localhost:9999");
    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.get(Setting.HOOKS_JDK_ENABLED)).isFalse();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void namesAVariableThatIsNotSetAndABraceThatIsMissing() throws IOException {
    Settings settings = Sources.file(file, "http.listen: ${HOST}:1\nstart.delay: ${DELAY\n");

    assertThat(settings.problems())
        .containsExactly(
            file + " line 1: http.listen=${HOST}:1 (environment variable HOST is not set)",
            file + " line 2: start.delay=${DELAY (${ without its })");
  }

  @Test
  void doesNotSearchWhatItHasPutIn() throws IOException {
    Files.writeString(file, "start.delay: ${DELAY}\n");

    Settings settings =
        Settings.read("config.file=" + file, new Properties(), Map.of("DELAY", "${DELAY}"));

    assertThat(settings.problems())
        .containsExactly(
            file + " line 1: start.delay=${DELAY} (a duration such as 500ms, 2s or 1m)");
  }
}
