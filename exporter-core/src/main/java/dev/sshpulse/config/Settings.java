package dev.sshpulse.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What holds for this run, where it came from, and what of the user's wishes could not be met. */
public final class Settings {
  /** Without those that hold their default. */
  private final Map<Setting<?>, Choice> choices;

  private final List<String> problems;
  private final List<String> ignored;

  Settings(Map<Setting<?>, Choice> choices, List<String> problems, List<String> ignored) {
    this.choices = choices;
    this.problems = Collections.unmodifiableList(problems);
    this.ignored = Collections.unmodifiableList(ignored);
  }

  /**
   * Reads agent arguments, system properties, environment and file, the first that names a setting
   * wins. Never throws for what a user wrote: a bad value gives way to the default and is told in
   * {@link #problems}.
   *
   * <p>When one of the first three says {@code enabled=false}, no file is read.
   *
   * @param agentArguments {@code key=value,key=value}, backslash before a comma, an equals sign or
   *     a backslash that is meant literally; null or empty when there are none
   * @param systemProperties those that begin with {@code sshpulse.} count
   * @param environment those that begin with {@code SSHPULSE_} count
   */
  public static Settings read(
      @Nullable String agentArguments,
      Properties systemProperties,
      Map<String, String> environment) {
    return read(new Findings(), agentArguments, systemProperties, environment);
  }

  /**
   * Likewise, for a command of its own.
   *
   * @param file what {@code --config} named; null without it
   */
  public static Settings ofCommand(
      @Nullable String file, Properties systemProperties, Map<String, String> environment) {
    Findings findings = new Findings();
    if (file != null) {
      findings.add(Setting.CONFIG_FILE, new Finding(file, "--config", "option --config", ""));
    }
    return read(findings, null, systemProperties, environment);
  }

  /**
   * What a file says, whatever else would have a say where it is used.
   *
   * @param environment what <code>${NAME}</code> in its values stands for
   */
  public static Settings ofFile(String file, Map<String, String> environment) {
    Findings findings = new Findings();
    new ConfigFile(new Finding(file, "file", file, ""), environment, findings).read();
    return findings.settings();
  }

  /** How many settings somebody has said something about. */
  public int chosen() {
    return choices.size();
  }

  private static Settings read(
      Findings findings,
      @Nullable String agentArguments,
      Properties systemProperties,
      Map<String, String> environment) {
    if (agentArguments != null && !agentArguments.isEmpty()) {
      AgentArguments.read(agentArguments, findings);
    }
    SystemProperties.read(systemProperties, findings);
    EnvironmentVariables.read(environment, findings);
    if (!switchedOff(findings)) {
      readFile(environment, findings);
    }
    return findings.settings();
  }

  private static boolean switchedOff(Findings findings) {
    Finding enabled = findings.of(Setting.ENABLED);
    return enabled != null && Values.isFalse(enabled.text());
  }

  private static void readFile(Map<String, String> environment, Findings findings) {
    Finding file = findings.of(Setting.CONFIG_FILE);
    if (file != null && !file.text().isEmpty()) {
      new ConfigFile(file, environment, findings).read();
    }
  }

  /** The value that holds. */
  public <T> T get(Setting<T> setting) {
    Choice choice = choices.get(setting);
    return choice == null ? setting.defaultValue() : setting.type().cast(choice.value());
  }

  /** The value that holds, as a user would write it. */
  public String text(Setting<?> setting) {
    return Values.text(get(setting));
  }

  /** Whether nobody has said anything about it. */
  public boolean isDefault(Setting<?> setting) {
    return !choices.containsKey(setting);
  }

  /** Whether the hooks in this library are switched off, by its label. */
  public boolean disables(String library) {
    for (Setting<?> setting : Setting.all()) {
      if (setting.key().equals("hooks." + library + ".enabled")) {
        return Boolean.FALSE.equals(get(setting));
      }
    }
    return false;
  }

  /**
   * Where the value came from: {@code default}, {@code agent argument http.listen}, {@code system
   * property sshpulse.http.listen}, {@code environment variable SSHPULSE_HTTP_LISTEN} or {@code
   * /etc/sshpulse.yaml line 3}.
   */
  public String origin(Setting<?> setting) {
    Choice choice = choices.get(setting);
    return choice == null ? "default" : choice.origin();
  }

  /**
   * All that was wrong, one sentence of one line each; free of control characters. With {@link
   * Setting#FAIL_ON_ERROR} any of them stops the start.
   */
  public List<String> problems() {
    return problems;
  }

  /**
   * The problems without that of an unusable {@code http.listen}, which the banner tells as {@code
   * http off} with {@link ListenAddress#reason}.
   */
  public List<String> ignored() {
    return ignored;
  }
}
