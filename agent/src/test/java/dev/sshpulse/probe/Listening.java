package dev.sshpulse.probe;

import java.util.concurrent.CountDownLatch;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/**
 * Listens to what Flight Recorder tells of endings, prints each, and is {@link WirePairs} besides.
 */
public final class Listening {
  private static final CountDownLatch READY = new CountDownLatch(1);

  private Listening() {}

  public static void main(String[] arguments) throws Exception {
    try (RecordingStream stream = new RecordingStream()) {
      stream.onEvent("dev.sshpulse.ConnectionEnding", Listening::print);
      stream.onFlush(READY::countDown);
      stream.startAsync();
      READY.await();
      WirePairs.main(arguments);
    }
  }

  private static void print(RecordedEvent ending) {
    System.out.println(
        "heard %s %s of %s, failed %s, after %d bytes, idle %d ms, look first: %s"
            .formatted(
                ending.getString("side"),
                ending.getString("cause"),
                ending.getString("peer"),
                ending.getBoolean("failed"),
                ending.getLong("sentBytes"),
                ending.getDuration("idle").toMillis(),
                ending.getString("lookFirst")));
  }
}
