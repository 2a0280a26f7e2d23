package dev.sshpulse.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {

  /** One row for each rule: what was seen, and what it comes to. */
  static List<Arguments> rules() {
    List<Arguments> rules = new ArrayList<>(rulesOfSockets());
    rules.addAll(rulesOfLibraries());
    return rules;
  }

  private static List<Arguments> rulesOfSockets() {
    return List.of(
        row("the peer had closed, and we wrote on", Cause.BROKEN_PIPE, Initiator.PEER)
            .seen(new Observed().failed(SocketError.BROKEN_PIPE)),
        row("RST", Cause.CONNECTION_RESET, Initiator.PEER)
            .seen(new Observed().failed(SocketError.CONNECTION_RESET)),
        row("ss -K", Cause.CONNECTION_ABORTED, Initiator.LOCAL)
            .seen(new Observed().failed(SocketError.CONNECTION_ABORTED)),
        row("ICMP host unreachable", Cause.HOST_UNREACHABLE, Initiator.NETWORK)
            .seen(new Observed().failed(SocketError.HOST_UNREACHABLE)),
        row("no route", Cause.NETWORK_UNREACHABLE, Initiator.NETWORK)
            .seen(new Observed().failed(SocketError.NETWORK_UNREACHABLE)),
        row("bytes unacknowledged", Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK)
            .seen(timedOut().unanswered(Reply.OWED, 12_000, 2_000).keepAlive(everyMinute())),
        row("no keepalive: only bytes can time out", Cause.RETRANSMISSION_TIMEOUT, NETWORK)
            .seen(timedOut().unanswered(Reply.UNKNOWN, 12_000, 2_000).keepAlive(Observed.OFF)),
        row("nothing unacknowledged", Cause.TCP_KEEPALIVE_TIMEOUT, Initiator.NETWORK)
            .seen(new Observed().failed(SocketError.TIMED_OUT, 102_000).keepAlive(everyMinute())),
        row("too early for keepalive", Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK)
            .seen(timedOut().unanswered(Reply.UNKNOWN, 12_000, 2_000).keepAlive(everyMinute())),
        row("either of the two", Cause.TIMED_OUT, Initiator.NETWORK)
            .seen(
                new Observed()
                    .failed(SocketError.TIMED_OUT, 102_000)
                    .unanswered(Reply.UNKNOWN, 12_000, 2_000)
                    .keepAlive(everyMinute())),
        row("ICMP port unreachable", Cause.OTHER, Initiator.NETWORK)
            .seen(new Observed().failed(SocketError.CONNECTION_REFUSED)),
        row("a firewall on this host", Cause.OTHER, Initiator.LOCAL)
            .seen(new Observed().failed(SocketError.PERMISSION_DENIED)),
        row("an error nobody knows", Cause.OTHER, Initiator.UNKNOWN)
            .seen(new Observed().failed(SocketError.OTHER)),
        row("we gave up on a half-open one", Cause.TIMED_OUT, Initiator.NETWORK)
            .seen(new Observed().halfOpen()),
        row("a read limit of ours, bytes unacknowledged", Cause.TIMED_OUT, Initiator.NETWORK)
            .seen(tired().unanswered(Reply.OWED, 15_000, 5_000)),
        row("abandoned", Cause.LEAKED, Initiator.LOCAL)
            .seen(new Observed().closedBy(Closer.COLLECTOR)),
        row("end of stream before keys", Cause.UNEXPECTED_EOF, Initiator.PEER)
            .seen(new Observed().endOfStream().moved(299)),
        row("the peer closed", Cause.CLOSED, Initiator.PEER).seen(new Observed().endOfStream()),
        row("a read limit of ours", Cause.IDLE_TIMEOUT, Initiator.LOCAL).seen(tired()),
        row("we closed", Cause.CLOSED, Initiator.LOCAL).seen(new Observed()),
        row("closed, and nobody saw by whom", Cause.CLOSED, Initiator.UNKNOWN)
            .seen(new Observed().closedBy(Closer.UNSEEN)));
  }

  /** What an SSH library knew, and how it goes with what the socket met. */
  private static List<Arguments> rulesOfLibraries() {
    return List.of(
        row("we refused the server's key", Cause.HOST_KEY_REJECTED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().gaveUp(OwnReason.HOST_KEY_REJECTED).said())),
        row("we refused it, and said so", Cause.HOST_KEY_REJECTED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().sent(9).said())),
        row("the client refused our key", Cause.HOST_KEY_REJECTED, Initiator.PEER)
            .seen(new Observed().said(new Words().received(9).said())),
        row("our heartbeats had no answer", Cause.SSH_KEEPALIVE_TIMEOUT, NETWORK)
            .seen(new Observed().said(new Words().gaveUp(OwnReason.KEEPALIVE_UNANSWERED).said())),
        row("too few logged in in time", Cause.AUTH_TIMEOUT, Initiator.LOCAL)
            .seen(new Observed().said(new Words().gaveUp(OwnReason.AUTH_TIMEOUT).said())),
        row(
                "our idle timeout, with the code that it is sent with",
                Cause.IDLE_TIMEOUT,
                Initiator.LOCAL)
            .seen(new Observed().said(new Words().sent(2).gaveUp(OwnReason.IDLE_TIMEOUT).said())),
        row("we refused a login and hung up", Cause.AUTH_FAILED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().refused().sent(2).said())),
        row("we were refused and dismissed", Cause.AUTH_FAILED, Initiator.PEER)
            .seen(new Observed().said(new Words().refused().received(2).said())),
        row("no method left, we said", Cause.AUTH_FAILED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().sent(14).said())),
        row("no method left, we heard", Cause.AUTH_FAILED, Initiator.PEER)
            .seen(new Observed().said(new Words().received(14).said())),
        row("no keys, our library found", Cause.KEY_EXCHANGE_FAILED, Initiator.LOCAL)
            .seen(
                new Observed()
                    .said(new Words().beforeKeys().gaveUp(OwnReason.KEY_EXCHANGE_FAILED).said())),
        row("no keys, and we closed without a word", Cause.KEY_EXCHANGE_FAILED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().beforeKeys().said())),
        row("no keys, we said", Cause.KEY_EXCHANGE_FAILED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().beforeKeys().sent(3).said())),
        row("no keys, we heard", Cause.KEY_EXCHANGE_FAILED, Initiator.PEER)
            .seen(new Observed().said(new Words().beforeKeys().received(3).said())),
        row("a packet we could not read", Cause.PROTOCOL_ERROR, Initiator.LOCAL)
            .seen(new Observed().said(new Words().sent(5).said())),
        row("a packet they could not read", Cause.PROTOCOL_ERROR, Initiator.PEER)
            .seen(new Observed().said(new Words().received(2).said())),
        row("we left with a word", Cause.CLOSED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().sent(11).said())),
        row("they left with a word", Cause.CLOSED, Initiator.PEER)
            .seen(new Observed().said(new Words().received(11).said())),
        row("we dismissed them", Cause.SSH_DISCONNECT, Initiator.LOCAL)
            .seen(new Observed().said(new Words().sent(10).said())),
        row("they dismissed us", Cause.SSH_DISCONNECT, Initiator.PEER)
            .seen(new Observed().said(new Words().received(12).said())),
        row("a read limit, a keepalive pending", Cause.SSH_KEEPALIVE_TIMEOUT, NETWORK)
            .seen(tired().said(new Words().keepAlivePending().said())),
        row("refused, and the peer went", Cause.AUTH_FAILED, Initiator.PEER)
            .seen(new Observed().endOfStream().said(new Words().refused().said())),
        row("refused, and we went", Cause.AUTH_FAILED, Initiator.LOCAL)
            .seen(new Observed().said(new Words().refused().said())),
        row(
                "the peer went before keys, however much had moved",
                Cause.UNEXPECTED_EOF,
                Initiator.PEER)
            .seen(new Observed().endOfStream().said(new Words().beforeKeys().said())),
        row("the peer went under open channels", Cause.UNEXPECTED_EOF, Initiator.PEER)
            .seen(new Observed().endOfStream().said(new Words().channelsOpen().said())),
        row("a write after the word", Cause.SSH_DISCONNECT, Initiator.PEER)
            .seen(
                new Observed()
                    .failed(SocketError.BROKEN_PIPE, 15_000)
                    .said(new Words().received(12).said())),
        row("a word after the reset", Cause.CONNECTION_RESET, Initiator.PEER)
            .seen(
                new Observed()
                    .failed(SocketError.CONNECTION_RESET, 15_000)
                    .said(new Words().sent(2).said())));
  }

  private static final Initiator NETWORK = Initiator.NETWORK;

  private static Observed timedOut() {
    return new Observed().failed(SocketError.TIMED_OUT);
  }

  private static Observed tired() {
    return new Observed().closedBy(Closer.APPLICATION_TIRED_OF_WAITING);
  }

  private static KeepAlive everyMinute() {
    return Observed.EVERY_MINUTE;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rules")
  void namesOneCauseAndOneInitiator(String what, Verdict expected, Observed seen) {
    Conclusion conclusion = seen.conclusion();

    assertThat(conclusion.verdict()).isEqualTo(expected);
  }

  @Test
  void hasATestForEveryVerdictThatItCanComeTo() {
    Set<Object> tested = new HashSet<>();
    for (Arguments row : rules()) {
      tested.add(row.get()[1]);
    }

    assertThat(tested).isEqualTo(Diagnosis.verdicts());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void letsTheFirstFailureWinOverWhoClosedAndHow(SocketError error) {
    Verdict alone = new Observed().failed(error).conclusion().verdict();

    Verdict crowded =
        new Observed()
            .failed(error)
            .endOfStream()
            .closedBy(Closer.COLLECTOR)
            .moved(1)
            .conclusion()
            .verdict();

    assertThat(crowded).isEqualTo(alone);
    assertThat(crowded.cause().failed()).isTrue();
  }

  static SocketError[] failures() {
    return SocketError.values();
  }

  @Test
  void countsTheSilenceBeforeTheFirstUnansweredByteAndTheRestAsDetection() {
    Conclusion conclusion =
        new Observed()
            .unanswered(Reply.OWED, 400_000, 300_000)
            .failed(SocketError.TIMED_OUT, 1_324_000)
            .conclusion();

    assertThat(conclusion.idleMillis()).isEqualTo(300_000);
    assertThat(conclusion.detectionMillis()).isEqualTo(924_000);
  }

  @Test
  void countsFromTheFirstUnansweredProbeWhereTheKernelProbed() {
    Conclusion conclusion =
        new Observed()
            .keepAlive(Observed.EVERY_MINUTE)
            .failed(SocketError.TIMED_OUT, 10_000 + 60_000 + 30_000)
            .conclusion();

    assertThat(conclusion.idleMillis()).isEqualTo(60_000);
    assertThat(conclusion.detectionMillis()).isEqualTo(30_000);
  }

  @Test
  void knowsThatProbesWhichWereAnsweredBrokeTheSilence() {
    Conclusion byProbe =
        new Observed()
            .keepAlive(Observed.EVERY_MINUTE)
            .failed(SocketError.TIMED_OUT, 1_000_000)
            .conclusion();
    Conclusion byBytes =
        new Observed()
            .keepAlive(Observed.EVERY_MINUTE)
            .unanswered(Reply.OWED, 400_000, 390_000)
            .failed(SocketError.TIMED_OUT, 1_000_000)
            .conclusion();

    assertThat(byProbe.idleMillis()).isEqualTo(60_000);
    assertThat(byBytes.idleMillis()).isEqualTo(60_000);
  }

  @Test
  void countsTheSilenceUntilTheFailureWhereNothingWasUnanswered() {
    Conclusion conclusion =
        new Observed().failed(SocketError.CONNECTION_RESET, 310_000).conclusion();

    assertThat(conclusion.idleMillis()).isEqualTo(300_000);
    assertThat(conclusion.detectionMillis()).isZero();
  }

  @Test
  void isNeverNegativeWhateverTheCoarseClockSaid() {
    Conclusion conclusion =
        new Observed()
            .unanswered(Reply.UNKNOWN, 10_100, 0)
            .failed(SocketError.CONNECTION_RESET, 10_050)
            .conclusion();

    assertThat(conclusion.idleMillis()).isZero();
    assertThat(conclusion.detectionMillis()).isZero();
  }

  private static Row row(String what, Cause cause, Initiator initiator) {
    return new Row(what, new Verdict(cause, initiator));
  }

  private record Row(String what, Verdict expected) {
    Arguments seen(Observed observed) {
      return arguments(what, expected, observed);
    }
  }
}
