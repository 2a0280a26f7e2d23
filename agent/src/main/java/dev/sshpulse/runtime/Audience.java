package dev.sshpulse.runtime;

import dev.sshpulse.diagnosis.SilentDeaths;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.telemetry.EndingLog;
import dev.sshpulse.telemetry.RecentEndings;
import dev.sshpulse.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who hears of connections in a host JVM. */
final class Audience {

  private Audience() {}

  /**
   * Those who never wait first: one thread tells them all, in this order. What is in the record,
   * Flight Recorder has heard.
   *
   * @param log null where none is wanted
   */
  static List<SshListener> of(
      Telemetry telemetry, SilentDeaths deaths, RecentEndings recent, @Nullable EndingLog log) {
    List<SshListener> audience = new ArrayList<>(telemetry.listeners());
    audience.add(deaths);
    if (FlightRecorderEvents.possible()) {
      audience.add(new FlightRecorderEvents());
    }
    audience.add(recent);
    if (log != null) {
      audience.add(log);
    }
    return audience;
  }
}
