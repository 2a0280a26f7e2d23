package dev.sshpulse.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAlivesTest {
  private static final long MILLI = 1_000_000;

  private final LibraryCounters counters = new LibraryCounters();
  private final KeepAlives keepAlives = new KeepAlives(counters);
  private final Heard heard = new Heard(Side.CLIENT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keepalive@openssh.com",
        "keepalive@jcraft.com",
        "keep-alive@bitvise.com",
        "keepalive@sshd.apache.org",
        "trilead-ping"
      })
  void tellsHowLongAnAnswerTookWhateverTheKeepaliveIsCalled(String name) {
    request(name, true, 100);
    keepAlives.answered(130, heard);

    assertThat(heard.lines).containsExactly("keepalive answered after 30");
    assertThat(sent()).isEqualTo(1);
    assertThat(unanswered()).isZero();
    assertThat(keepAlives.pending()).isFalse();
  }

  @Test
  void countsOneAsUnansweredWhenTheNextIsDueAndOnceOnly() {
    request("keepalive@openssh.com", true, 100);
    assertThat(unanswered()).isZero();

    request("keepalive@openssh.com", true, 200);
    request("keepalive@openssh.com", true, 300);

    assertThat(sent()).isEqualTo(3);
    assertThat(unanswered()).isEqualTo(2);
    assertThat(keepAlives.pending()).isTrue();
  }

  @Test
  void countsWhatStillWaitsAtTheEnd() {
    request("keepalive@openssh.com", true, 100);

    keepAlives.countUnanswered(heard);
    keepAlives.countUnanswered(heard);

    assertThat(unanswered()).isEqualTo(1);
  }

  @Test
  void givesAnswersToRequestsInTheirOrder() {
    request("tcpip-forward", true, 100);
    request("keepalive@openssh.com", true, 200);

    keepAlives.answered(210, heard);
    assertThat(heard.lines).isEmpty();

    keepAlives.answered(250, heard);
    assertThat(heard.lines).containsExactly("keepalive answered after 50");
  }

  @Test
  void waitsForNoAnswerWhereNoneIsWanted() {
    request("keepalive@openssh.com", false, 100);
    keepAlives.sentWithoutQuestion(200, heard);

    assertThat(sent()).isEqualTo(2);
    assertThat(keepAlives.pending()).isFalse();
    assertThat(unanswered()).isZero();
  }

  @Test
  void passesOverAnAnswerToSomethingElse() {
    keepAlives.answered(100, heard);
    request("no-more-sessions@openssh.com", false, 200);
    keepAlives.answered(300, heard);

    assertThat(heard.lines).isEmpty();
    assertThat(sent()).isZero();
  }

  @Test
  void knowsHowOftenThisSideProbesAndWhetherItMinds() {
    assertThat(keepAlives.heartbeat()).isNull();

    request("keepalive@openssh.com", true, 5 * MILLI);
    assertThat(keepAlives.heartbeat()).isEqualTo(new Heartbeat(true, 0));

    keepAlives.sentWithoutQuestion(35 * MILLI, heard);
    assertThat(keepAlives.heartbeat()).isEqualTo(new Heartbeat(false, 30));
  }

  private void request(String name, boolean answerWanted, long nanos) {
    keepAlives.requested(Message.named(80, true, name, answerWanted), nanos, heard);
  }

  private long sent() {
    return counters.keepAlivesSent(Side.CLIENT);
  }

  private long unanswered() {
    return counters.keepAlivesUnanswered(Side.CLIENT);
  }
}
