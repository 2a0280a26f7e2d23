package dev.sshpulse.config;

import java.util.Properties;

/** {@code -Dsshpulse.http.listen=…}. */
final class SystemProperties {
  static final String PREFIX = "sshpulse.";

  private SystemProperties() {}

  static void read(Properties properties, Findings findings) {
    try {
      readOwn(properties, findings);
    } catch (RuntimeException e) {
      // An application may have put a class of its own in place of the JDK's.
      findings.ignore("system properties", "cannot be read: " + OneLine.of(e.toString()));
    }
  }

  private static void readOwn(Properties properties, Findings findings) {
    // Skips keys and values that are no strings, which the JDK permits.
    for (String name : properties.stringPropertyNames()) {
      String value = name.startsWith(PREFIX) ? properties.getProperty(name) : null;
      if (value != null) {
        readOne(name, value.trim(), findings);
      }
    }
  }

  private static void readOne(String name, String value, Findings findings) {
    String key = name.substring(PREFIX.length());
    Setting<?> setting = Setting.withKey(key);
    if (setting == null) {
      findings.ignoreUnknown(OneLine.of(name), NearestSetting.to(key).systemProperty());
    } else {
      findings.add(setting, new Finding(value, name, "system property " + name, ""));
    }
  }
}
