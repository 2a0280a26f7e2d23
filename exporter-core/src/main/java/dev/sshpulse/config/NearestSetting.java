package dev.sshpulse.config;

import java.util.Objects;

/** The setting that a user who wrote an unknown name most likely meant. */
final class NearestSetting {
  private NearestSetting() {}

  static Setting<?> to(String unknown) {
    Setting<?> nearest = null;
    int least = Integer.MAX_VALUE;
    for (Setting<?> setting : Setting.all()) {
      int difference = NearestName.difference(unknown, setting.key());
      if (difference < least) {
        least = difference;
        nearest = setting;
      }
    }
    return Objects.requireNonNull(nearest);
  }
}
