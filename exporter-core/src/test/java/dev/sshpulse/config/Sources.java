package dev.sshpulse.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The places a user can write settings to, empty at first. */
final class Sources {
  final Properties systemProperties = new Properties();
  final Map<String, String> environment = new HashMap<>();
  String agentArguments = "";

  static Settings arguments(String text) {
    return Settings.read(text, new Properties(), Map.of());
  }

  static Settings systemProperty(String name, String value) {
    Sources sources = new Sources();
    sources.systemProperties.setProperty(name, value);
    return sources.read();
  }

  static Settings environmentVariable(String name, String value) {
    return Settings.read(null, new Properties(), Map.of(name, value));
  }

  static Settings file(Path file, String content) throws IOException {
    Files.writeString(file, content);
    return file(file);
  }

  /** By its name in the environment, where a path needs no escapes. */
  static Settings file(Path file) {
    return environmentVariable("SSHPULSE_CONFIG_FILE", file.toString());
  }

  Settings read() {
    return Settings.read(agentArguments, systemProperties, environment);
  }
}
