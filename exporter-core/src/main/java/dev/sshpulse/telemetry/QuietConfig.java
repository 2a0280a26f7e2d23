package dev.sshpulse.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Defaults, whatever the application sets for its own Micrometer. */
final class QuietConfig implements PrometheusConfig {

  @Override
  public @Nullable String get(String key) {
    return null;
  }

  /**
   * Micrometer's has exemplars where OpenMetrics 1.0 allows none, and strict readers refuse them.
   */
  @Override
  public Properties prometheusProperties() {
    return new Properties();
  }

  /** Defaults are valid. To have Micrometer find out costs a hundred classes at start. */
  @Override
  public void requireValid() {}
}
