package dev.sshpulse.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code SSHPULSE_HTTP_LISTEN=…}: upper case, dots and hyphens become underscores. */
final class EnvironmentVariables {
  static final String PREFIX = "SSHPULSE_";

  private EnvironmentVariables() {}

  static void read(Map<String, String> environment, Findings findings) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith(PREFIX)) {
        readOne(variable.getKey(), variable.getValue().trim(), findings);
      }
    }
  }

  private static void readOne(String name, String value, Findings findings) {
    Setting<?> setting = settingOf(name);
    if (setting == null) {
      readUnknown(name, value, findings);
    } else if (!value.isEmpty()) {
      // Empty is unset: in manifests and unit files one cannot always leave a variable out.
      findings.add(setting, new Finding(value, name, "environment variable " + name, ""));
    }
  }

  private static void readUnknown(String name, String value, Findings findings) {
    if (!KubernetesVariables.include(name, value)) {
      Setting<?> nearest = NearestSetting.to(name.substring(PREFIX.length()));
      findings.ignoreUnknown(OneLine.of(name), nearest.environmentVariable());
    }
  }

  private static @Nullable Setting<?> settingOf(String name) {
    for (Setting<?> setting : Setting.all()) {
      if (setting.environmentVariable().equals(name)) {
        return setting;
      }
    }
    return null;
  }
}
