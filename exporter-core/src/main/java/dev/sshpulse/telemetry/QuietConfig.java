package dev.sshpulse.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import org.jspecify.annotations.Nullable;

/** Micrometer's defaults, whatever the application sets for its own Micrometer. */
final class QuietConfig implements PrometheusConfig {

  @Override
  public @Nullable String get(String key) {
    return null;
  }

  /** Defaults are valid. To have Micrometer find out costs a hundred classes at start. */
  @Override
  public void requireValid() {}
}
