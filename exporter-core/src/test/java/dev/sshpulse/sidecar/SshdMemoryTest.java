package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.sshd.SshdEvent;
import dev.sshpulse.sshd.SshdEvent.Kind;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of sshd's words. */
class SshdMemoryTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 50_001);

  private final SshdMemory memory = new SshdMemory();
  private long now = 1;

  private void heard(Kind kind, AuthMethod method, Integer code) {
    memory.heard(new SshdEvent(kind, 7, PEER, method, code, false), now);
  }

  @Test
  void countsAttemptsAndRefusalsByMethod() {
    heard(Kind.FAILED, AuthMethod.PASSWORD, null);
    heard(Kind.PARTIAL, AuthMethod.PUBLICKEY, null);
    heard(Kind.ACCEPTED, AuthMethod.PASSWORD, null);

    assertThat(memory.authAttempts(Side.SERVER, AuthMethod.PASSWORD)).isEqualTo(2);
    assertThat(memory.authFailures(Side.SERVER, AuthMethod.PASSWORD)).isOne();
    assertThat(memory.authAttempts(Side.SERVER, AuthMethod.PUBLICKEY)).isOne();
    assertThat(memory.authFailures(Side.SERVER, AuthMethod.PUBLICKEY)).isZero();
    assertThat(memory.authAttempts(Side.CLIENT, AuthMethod.PASSWORD)).isZero();
  }

  @Test
  void keepsTheFirstReasonAndNotItsEcho() {
    heard(Kind.KEEPALIVE_TIMEOUT, null, null);
    heard(Kind.BROKEN_PIPE, null, null);

    SshdWords words = memory.of(PEER, now);

    assertThat(words.said(100).ownReason()).isEqualTo(OwnReason.KEEPALIVE_UNANSWERED);
    assertThat(words.error()).isNull();
    assertThat(memory.sigpipes()).isOne();
  }

  @Test
  void takesADisconnectWithoutACodeForTheUsers() {
    heard(Kind.DISCONNECT_RECEIVED, null, null);

    assertThat(memory.of(PEER, now).said(100).disconnect()).isEqualTo(11);
  }

  @Test
  void leavesAnErrnoToTheRulesOfErrors() {
    heard(Kind.RESET, null, null);

    assertThat(memory.of(PEER, now).error()).isEqualTo(SocketError.CONNECTION_RESET);
    assertThat(memory.of(PEER, now).said(100).since()).isZero();
  }

  @Test
  void forgetsAClientWhosePortAnotherMayHave() {
    heard(Kind.RESET, null, null);

    memory.forget(PEER);

    assertThat(memory.of(PEER, now)).isNull();
  }

  @Test
  void doesNotHoldOldWordsAgainstTheNextFromTheSamePort() {
    heard(Kind.RESET, null, null);

    now += 10_000;
    heard(Kind.CLOSED_BY_PEER, null, null);

    assertThat(memory.of(PEER, now).error()).isNull();
    assertThat(memory.of(PEER, now).closedByPeer()).isTrue();
  }

  @Test
  void takesALoginForTheBeginningOfAnother() {
    heard(Kind.RESET, null, null);

    heard(Kind.ACCEPTED, AuthMethod.PASSWORD, null);

    assertThat(memory.of(PEER, now).conclusive()).isFalse();
  }

  @Test
  void knowsNothingOfAConnectionThatCameLongAfterTheLastWord() {
    heard(Kind.RESET, null, null);

    assertThat(memory.of(PEER, now + 30_000)).isNull();
  }

  @Test
  void isBounded() {
    for (int port = 1; port < 30_000; port++) {
      InetSocketAddress peer = new InetSocketAddress("192.0.2.7", port);
      memory.heard(new SshdEvent(Kind.RESET, 7, peer, null, null, false), now);
    }

    assertThat(memory.of(new InetSocketAddress("192.0.2.7", 1), now)).isNull();
    assertThat(memory.of(new InetSocketAddress("192.0.2.7", 29_999), now)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void understandsEveryKindOfLine(Kind kind) {
    heard(kind, AuthMethod.PASSWORD, null);

    boolean login = kind == Kind.ACCEPTED || kind == Kind.FAILED || kind == Kind.PARTIAL;
    assertThat(memory.of(PEER, now).conclusive()).isEqualTo(!login);
  }
}
