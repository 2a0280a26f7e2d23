package dev.sshpulse.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, one line each: key, type, default and the sentence that explains it.
 *
 * @param <T> what {@link Settings#get} returns for it
 */
public final class Setting<T> {
  private static final List<Setting<?>> ALL = new ArrayList<>();

  /** False stops the agent before it has read a file, woven a class or started a thread. */
  public static final Setting<Boolean> ENABLED =
      line("enabled", Boolean.class, "true", "The kill switch: false does nothing at all.");

  /** Empty when there is none. */
  public static final Setting<String> CONFIG_FILE =
      line(
          "config.file",
          String.class,
          "",
          "A YAML file with further settings, nested at the dots.");

  /** Off, with the reason, when what was asked for is unusable. */
  public static final Setting<ListenAddress> HTTP_LISTEN =
      line(
          "http.listen",
          ListenAddress.class,
          "127.0.0.1:9922",
          "Where metrics are served: host:port or [v6]:port (port 0 picks a free one), or off.");

  /** Empty when there is none. */
  public static final Setting<String> HTTP_WEB_CONFIG =
      line(
          "http.web-config",
          String.class,
          "",
          "Who may ask, and over TLS: a file in the format of Prometheus' exporter-toolkit.");

  /** What the application's main sets about the network must hold for our port too. */
  public static final Setting<Duration> START_DELAY =
      line(
          "start.delay",
          Duration.class,
          "2s",
          "The port opens when the application has used a socket of its own, or after this long.");

  /** The JDK's own sockets, below every SSH library. */
  public static final Setting<Boolean> HOOKS_JDK_ENABLED =
      line("hooks.jdk.enabled", Boolean.class, "true", "Whether the JDK's sockets are watched.");

  /** Apache MINA SSHD. */
  public static final Setting<Boolean> HOOKS_MINA_SSHD_ENABLED =
      line("hooks.mina-sshd.enabled", Boolean.class, "true", "Whether Apache MINA SSHD is hooked.");

  /** JSch. */
  public static final Setting<Boolean> HOOKS_JSCH_ENABLED =
      line("hooks.jsch.enabled", Boolean.class, "true", "Whether JSch is hooked.");

  /** sshj. */
  public static final Setting<Boolean> HOOKS_SSHJ_ENABLED =
      line("hooks.sshj.enabled", Boolean.class, "true", "Whether sshj is hooked.");

  /** Trilead SSH-2. */
  public static final Setting<Boolean> HOOKS_TRILEAD_ENABLED =
      line("hooks.trilead.enabled", Boolean.class, "true", "Whether Trilead SSH-2 is hooked.");

  /** Ganymed SSH-2. */
  public static final Setting<Boolean> HOOKS_GANYMED_ENABLED =
      line("hooks.ganymed.enabled", Boolean.class, "true", "Whether Ganymed SSH-2 is hooked.");

  /** Netty's transports that are not the JDK's. */
  public static final Setting<Boolean> HOOKS_NETTY_ENABLED =
      line(
          "hooks.netty.enabled",
          Boolean.class,
          "true",
          "Whether failed calls of Netty's native transports are counted.");

  /** Off, for a name is personal. */
  public static final Setting<Boolean> SPANS_USERS =
      line("spans.users", Boolean.class, "false", "Whether spans say who logs in.");

  /** Off, for a command line may hold a secret. */
  public static final Setting<Boolean> SPANS_COMMANDS =
      line("spans.commands", Boolean.class, "false", "Whether spans say what is run.");

  /** From then on a connection counts as half open, or as left in CLOSE_WAIT. */
  public static final Setting<Duration> HALF_OPEN_AFTER =
      line(
          "half-open.after",
          Duration.class,
          "30s",
          "A connection is half open when something sent on it has had no answer for this long.");

  /** What a live connection is judged by. */
  public static final Setting<Duration> PROTECTION_WITHIN =
      line(
          "protection.within",
          Duration.class,
          "300s",
          "A connection is protected when it would notice a silent death of its path within this.");

  /** On or off, as text: {@code on} is what people write. */
  public static final Setting<Boolean> LOG_ENDINGS =
      line(
          "log.endings",
          Boolean.class,
          "off",
          "Whether each failed ending is a line on stderr, one a second at most.");

  /** Of the sidecar, as all that follow but the last. */
  public static final Setting<int[]> SIDECAR_PORTS =
      line(
          "sidecar.ports",
          int[].class,
          "22",
          "What is connected to or from one of these ports is SSH: 22 or [22, 2222].");

  /** Empty when none is read. */
  public static final Setting<String> SIDECAR_SSHD_LOG =
      line(
          "sidecar.sshd-log",
          String.class,
          "",
          "Where sshd's log is read: a file, journal, - for standard input, or off.");

  /** Empty when nothing is kept. */
  public static final Setting<String> SIDECAR_STATE =
      line(
          "sidecar.state",
          String.class,
          "",
          "A file that keeps how far the log was read, so that a restart neither loses nor repeats; or"
              + " off.");

  /** Empty when none is read. */
  public static final Setting<String> SIDECAR_SSHD_CONFIG =
      line(
          "sidecar.sshd-config",
          String.class,
          "/etc/ssh/sshd_config",
          "Where sshd's configuration is read; off: nowhere.");

  /** Empty when sshd itself is to be asked. */
  public static final Setting<String> SIDECAR_SSHD_VERSION =
      line(
          "sidecar.sshd-version",
          String.class,
          "",
          "The version of sshd, such as 9.2, where its program is not at hand.");

  /** Empty when there is none. */
  public static final Setting<String> SIDECAR_AGENT_URL =
      line(
          "sidecar.agent-url",
          String.class,
          "http://127.0.0.1:9922",
          "An agent next door, whose connections are left out; off: none.");

  /** For those who would rather not start than run unobserved. */
  public static final Setting<Boolean> FAIL_ON_ERROR =
      line("fail-on-error", Boolean.class, "false", "Whether a bad setting stops the JVM's start.");

  private final String key;
  private final Class<T> type;
  private final String defaultText;
  private final String sentence;

  private Setting(String key, Class<T> type, String defaultText, String sentence) {
    this.key = key;
    this.type = type;
    this.defaultText = defaultText;
    this.sentence = sentence;
  }

  private static <T> Setting<T> line(
      String key, Class<T> type, String defaultText, String sentence) {
    Setting<T> setting = new Setting<>(key, type, defaultText, sentence);
    ALL.add(setting);
    return setting;
  }

  /** All settings in the order of the table. */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  /** As in agent arguments and, nested at the dots, in the file: {@code http.listen}. */
  public String key() {
    return key;
  }

  /** As on the command line: {@code sshpulse.http.listen}. */
  public String systemProperty() {
    return SystemProperties.PREFIX + key;
  }

  /** As in the environment: {@code SSHPULSE_HTTP_LISTEN}. */
  public String environmentVariable() {
    String name = key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    return EnvironmentVariables.PREFIX + name;
  }

  /** As one would write it; empty when there is none. */
  public String defaultText() {
    return defaultText;
  }

  /** What it does, for the reference page. */
  public String sentence() {
    return sentence;
  }

  /** The class of its values. */
  public Class<T> type() {
    return type;
  }

  T defaultValue() {
    return Values.parse(type, defaultText);
  }

  static @Nullable Setting<?> withKey(String key) {
    for (Setting<?> setting : ALL) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }

  /** Whether settings lie below this name: {@code hooks.jdk} is such a name. */
  static boolean hasBelow(String name) {
    for (Setting<?> setting : ALL) {
      if (setting.key.startsWith(name + ".")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return key;
  }
}
