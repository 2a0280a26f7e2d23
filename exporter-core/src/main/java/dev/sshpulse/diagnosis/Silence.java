package dev.sshpulse.diagnosis;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Verdict;
import org.jspecify.annotations.Nullable;

/** How long a connection had been silent, and how long it took somebody to notice. */
final class Silence {

  private Silence() {}

  static Conclusion before(Verdict verdict, Symptoms symptoms) {
    KeepAlive keepAlive = symptoms.keepAlive();
    if (verdict.cause() == Cause.TCP_KEEPALIVE_TIMEOUT && keepAlive != null) {
      return probed(verdict, symptoms, keepAlive);
    }
    if (waitedForAnAnswer(verdict, symptoms)) {
      return new Conclusion(
          verdict,
          onTheWire(symptoms.silenceBefore(), keepAlive),
          notNegative(symptoms.over() - symptoms.asked()));
    }
    return new Conclusion(verdict, notNegative(symptoms.over() - symptoms.lastActivity()), 0);
  }

  private static boolean waitedForAnAnswer(Verdict verdict, Symptoms symptoms) {
    boolean broke = symptoms.firstError() != null || verdict.cause() == Cause.TIMED_OUT;
    return broke && symptoms.reply() != Reply.GIVEN;
  }

  /** The kernel's probes began and failed when its settings say so; nobody saw them. */
  private static Conclusion probed(Verdict verdict, Symptoms symptoms, KeepAlive keepAlive) {
    long silent = notNegative(symptoms.over() - symptoms.lastActivity());
    long detection = Math.min(keepAlive.probingMillis(), silent);
    return new Conclusion(verdict, onTheWire(silent - detection, keepAlive), detection);
  }

  /** Probes that were answered broke a longer silence of the application's. */
  private static long onTheWire(long silence, @Nullable KeepAlive keepAlive) {
    return keepAlive == null || !keepAlive.on()
        ? silence
        : Math.min(silence, keepAlive.idleMillis());
  }

  private static long notNegative(long millis) {
    return Math.max(millis, 0);
  }
}
