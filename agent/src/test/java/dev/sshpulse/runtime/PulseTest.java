package dev.sshpulse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.connections.Traffic;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Side;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(10);

  private final Faults faults = new Faults();
  private final PulseClock clock = new PulseClock();
  private final Conversations conversations = new Conversations(new Messages(false, false), faults);
  private final Connections connections =
      new Connections(clock, faults, Duration.ofSeconds(30), conversations);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final Pulse pulse =
      new Pulse(Thread.currentThread().getThreadGroup(), clock, connections, faults, Duration.ZERO);

  @Test
  void goesOnWhereItIsNotEndedBecauseAStartIsUnderWay() throws InterruptedException {
    pulse.exporterStart(this::block);
    pulse.start();
    begun.await();

    boolean ended = pulse.end(SHORT);

    assertThat(ended).isFalse();
    awaitBeat(); // one that was under way
    awaitBeat();
    mayEnd.countDown();
    assertThat(pulse.end(LONG)).isTrue();
    pulse.join();
  }

  @Test
  void goesOnWhereItIsNotEndedBecauseItsWorkTakesLonger() throws InterruptedException {
    pulse.start();
    awaitBeat();

    synchronized (connections) {
      await().atMost(LONG).until(() -> pulse.getState() == Thread.State.BLOCKED);
      assertThat(pulse.end(SHORT)).isFalse();
    }

    awaitBeat(); // the one that was under way
    awaitBeat();
    assertThat(pulse.end(LONG)).isTrue();
    pulse.join();
  }

  @Test
  void hasEndedWhereItNeverBegan() throws InterruptedException {
    assertThat(pulse.end(SHORT)).isTrue();
  }

  /** Until it has taken what was left for it. */
  private void awaitBeat() {
    connections.begin(connections.recognised(Side.CLIENT, nothing()));

    await().atMost(LONG).until(() -> !connections.haveChanged());
  }

  private static Traffic nothing() {
    return (Traffic)
        Proxy.newProxyInstance(
            Traffic.class.getClassLoader(),
            new Class<?>[] {Traffic.class},
            (proxy, method, arguments) ->
                switch (method.getReturnType().getName()) {
                  case "long" -> 0L;
                  case "boolean" -> false;
                  default -> null;
                });
  }

  private void block() {
    begun.countDown();
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
