package dev.sshpulse.cli;

import dev.sshpulse.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings as words of a command line, made one text of agent arguments. */
final class SettingWords {
  /** A path is of where the command is typed, not of where the JVM was started. */
  private static final Set<String> PATHS = Set.of("config.file", "http.web-config");

  private final String text;

  SettingWords(List<String> words) {
    this.text = words.stream().map(SettingWords::argument).collect(Collectors.joining(","));
  }

  private static String argument(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return literal(word);
    }
    String key = word.substring(0, equals);
    String value = word.substring(equals + 1);
    return key + "=" + literal(PATHS.contains(key) ? absolute(value) : value);
  }

  private static String absolute(String path) {
    return path.isEmpty() ? path : Path.of(path).toAbsolutePath().toString();
  }

  private static String literal(String text) {
    return text.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }

  /** As after {@code -javaagent:sshpulse.jar=}. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * As the agent will read them.
   *
   * @param environment of the JVM that they are for: a file may refer to it
   */
  Settings read(Map<String, String> environment) {
    Map<String, String> others = new HashMap<>(environment);
    others.keySet().removeIf(name -> name.startsWith("SSHPULSE_"));
    return Settings.read(text, new Properties(), others);
  }
}
