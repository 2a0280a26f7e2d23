package dev.sshpulse.cli;

import dev.sshpulse.config.OneLine;
import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The settings that hold, as a file that says the same: one line each, and behind it where the
 * value came from. Secrets are masked.
 */
final class SettingsText {
  private static final String ENVIRONMENT = "OTEL_";
  private static final String PROPERTY = "otel.";

  private static final Dump YAML =
      new Dump(
          DumpSettings.builder()
              .setDefaultFlowStyle(FlowStyle.FLOW)
              .setWidth(Integer.MAX_VALUE)
              .build());

  private SettingsText() {}

  /** All of {@link Setting}, in the order of the table. */
  static String of(Settings settings) {
    StringBuilder text = new StringBuilder();
    for (Setting<?> setting : Setting.all()) {
      line(text, settings, setting);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Settings settings, Setting<?> setting) {
    // In a file it would have no effect, and would be told as a mistake.
    text.append(setting == Setting.CONFIG_FILE ? "# " : "")
        .append(setting.key())
        .append(": ")
        .append(value(settings, setting))
        .append("  # ")
        .append(settings.origin(setting))
        .append('\n');
  }

  private static String value(Settings settings, Setting<?> setting) {
    String text = settings.text(setting);
    return scalar(Secrets.masked(setting.key(), text), setting.type().isArray());
  }

  /** Quoted where YAML would take it for something else. */
  private static String scalar(String text, boolean list) {
    boolean plain = list || text.equals("true") || text.equals("false");
    return plain ? text : YAML.dumpToString(text).strip();
  }

  /**
   * What else has a say in where spans go: OpenTelemetry's own, as comments.
   *
   * @return empty when there is none
   */
  static String ofOpenTelemetry(Properties properties, Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    for (String name : properties.stringPropertyNames().stream().sorted().toList()) {
      comment(text, PROPERTY, name, properties.getProperty(name), "system property");
    }
    new TreeMap<>(environment)
        .forEach((name, value) -> comment(text, ENVIRONMENT, name, value, "environment variable"));
    return text.toString();
  }

  private static void comment(
      StringBuilder text, String prefix, String name, String value, String origin) {
    if (name.startsWith(prefix)) {
      text.append("# ")
          .append(OneLine.of(name + "=" + Secrets.masked(name, value)))
          .append("  # ")
          .append(origin)
          .append('\n');
    }
  }
}
