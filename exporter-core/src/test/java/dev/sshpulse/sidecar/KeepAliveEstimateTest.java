package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.TcpSocket.Timer;
import dev.sshpulse.model.KeepAlive;
import org.junit.jupiter.api.Test;

/** What a stranger's socket gives away of its keepalive. */
class KeepAliveEstimateTest {
  private static final KeepAlive HOST = new KeepAlive(true, 7_200_000, 75_000, 9);

  private final Kernel kernel = new Kernel();
  private final Kernel.Socket socket = kernel.client(50_001);
  private final KeepAliveEstimate estimate = new KeepAliveEstimate();

  private void seen() {
    estimate.seen(socket.at(kernel.now), kernel.now);
  }

  private void timer(Timer timer, long millis) {
    socket.timer = timer;
    socket.timerMillis = millis;
    seen();
  }

  @Test
  void isOffWhereASocketInPeaceHasNoTimer() {
    timer(Timer.NONE, 0);

    assertThat(estimate.of(HOST, true)).isEqualTo(new KeepAlive(false, 0, 75_000, 9));
  }

  @Test
  void isNotKnownWhileAnotherTimerHidesIt() {
    timer(Timer.RETRANSMIT, 200);

    assertThat(estimate.on()).isNull();
    assertThat(estimate.of(HOST, true)).isNull();
  }

  @Test
  void keepsWhatItKnewWhileAnotherTimerHidesIt() {
    timer(Timer.KEEPALIVE, 60_000);
    timer(Timer.RETRANSMIT, 200);

    assertThat(estimate.of(HOST, true).idleMillis()).isEqualTo(60_000);
  }

  @Test
  void addsTheSilenceSoFarToWhatIsLeft() {
    kernel.now += 20_000;
    timer(Timer.KEEPALIVE, 40_000);

    assertThat(estimate.of(HOST, true).idleMillis()).isEqualTo(60_000);
  }

  @Test
  void doesNotBelieveInAShortTimeThatMayBeTheRestOfALongOne() {
    timer(Timer.KEEPALIVE, 10_000);

    assertThat(estimate.of(HOST, false).idleMillis()).isEqualTo(7_200_000);
  }

  @Test
  void believesItOnceTheTimerWasSetBeforeItsEyes() {
    timer(Timer.KEEPALIVE, 10_000);
    kernel.now += 12_000;
    socket.heardAt = kernel.now;
    socket.movedAt = kernel.now;
    timer(Timer.KEEPALIVE, 60_000);

    assertThat(estimate.of(HOST, false).idleMillis()).isEqualTo(60_000);
  }

  @Test
  void takesAnIntervalBetweenProbesForNoIdleTime() {
    timer(Timer.KEEPALIVE, 60_000);
    socket.probes = 1;
    kernel.now += 60_000;
    timer(Timer.KEEPALIVE, 75_000);

    assertThat(estimate.of(HOST, true).idleMillis()).isEqualTo(60_000);
  }
}
