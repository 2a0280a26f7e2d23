package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndingLogTest {
  private static final Instant RECOGNISED = Instant.parse("2026-11-22T10:00:00Z");
  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 22);
  private static final InetSocketAddress PEER = new InetSocketAddress("2001:db8::1", 4711);

  private final AtomicLong clock = new AtomicLong(1);
  private final List<String> lines = new ArrayList<>();
  private final EndingLog log = new EndingLog(clock::get, lines::add);

  @Test
  void tellsAllOfAFailedEndingInOneLine() {
    log.connectionEnded(ending(Cause.TCP_KEEPALIVE_TIMEOUT, Initiator.NETWORK, LOCAL, PEER));

    assertThat(lines)
        .containsExactly(
            "sshpulse ending side=server cause=tcp_keepalive_timeout initiator=network"
                + " idle=300.0s detection=45.025s duration=8100.0s retry=later look_first=\"Whether"
                + " the peer's host vanished, or a NAT forgot the flow before the first probe.\""
                + " local=192.0.2.1:22 peer=[2001:db8::1]:4711 id=7");
  }

  @Test
  void saysNothingOfAnOrderlyEnd() {
    log.connectionEnded(ending(Cause.CLOSED));

    assertThat(lines).isEmpty();
  }

  @Test
  void writesOneLineASecondAndSaysHowManyItLeftOut() {
    for (int i = 0; i < 13; i++) {
      log.connectionEnded(ending(Cause.BROKEN_PIPE));
    }
    clock.addAndGet(999);
    log.connectionEnded(ending(Cause.BROKEN_PIPE));
    clock.addAndGet(1);
    log.connectionEnded(ending(Cause.CONNECTION_RESET));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("cause=broken_pipe").doesNotContain("left_out");
    assertThat(lines.get(1)).contains("cause=connection_reset").endsWith(" left_out=13");
  }

  @Test
  void saysItOnceOnly() {
    log.connectionEnded(ending(Cause.BROKEN_PIPE));
    log.connectionEnded(ending(Cause.BROKEN_PIPE));
    clock.addAndGet(1_000);
    log.connectionEnded(ending(Cause.BROKEN_PIPE));
    clock.addAndGet(1_000);
    log.connectionEnded(ending(Cause.BROKEN_PIPE));

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).endsWith(" left_out=1");
    assertThat(lines.get(2)).doesNotContain("left_out");
  }

  @Test
  void saysItAsSoonAsAnythingHappensAfterTheSecond() {
    log.connectionEnded(ending(Cause.BROKEN_PIPE));
    log.connectionEnded(ending(Cause.BROKEN_PIPE));
    log.connectionEnded(ending(Cause.CONNECTION_RESET));
    clock.addAndGet(1_000);

    log.connectionEnded(ending(Cause.CLOSED));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("cause=connection_reset").endsWith(" left_out=1");
  }

  @Test
  void leavesOutAddressesThatAreNotKnown() {
    log.connectionEnded(ending(Cause.OTHER, Initiator.UNKNOWN, null, null));

    assertThat(lines.get(0)).doesNotContain("local=", "peer=");
  }

  @Test
  void letsNoNameBreakTheLine() {
    InetSocketAddress hostile =
        InetSocketAddress.createUnresolved("a\n\u001b[2J\u0085\"b\\ c=d", 22);

    log.connectionEnded(ending(Cause.OTHER, Initiator.UNKNOWN, LOCAL, hostile));

    assertThat(lines.get(0))
        .contains(" peer=\"a\\u000a\\u001b[2J\\u0085\\\"b\\\\ c=d:22\" ")
        .matches(line -> line.chars().noneMatch(Character::isISOControl));
  }

  private static Ending ending(Cause cause) {
    return ending(cause, Initiator.PEER, LOCAL, PEER);
  }

  private static Ending ending(
      Cause cause, Initiator initiator, InetSocketAddress local, InetSocketAddress peer) {
    return new Ending(
        new SshConnection(7, Side.SERVER, RECOGNISED, RECOGNISED, local, peer),
        RECOGNISED.plusSeconds(8_100),
        Duration.ofSeconds(8_100),
        new Verdict(cause, initiator),
        Duration.ofSeconds(300),
        Duration.ofMillis(45_025),
        1,
        2,
        null);
  }
}
