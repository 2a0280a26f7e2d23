package dev.sshpulse.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.diagnosis.Said;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final boolean SENT = true;
  private static final boolean RECEIVED = false;
  private static final int OURS = 5;
  private static final int THEIRS = 9;
  private static final long MILLI = 1_000_000;

  private final LibraryCounters counters = new LibraryCounters();
  private final Conversation conversation = new Conversation(counters, new Faults());
  private final Heard heard = new Heard(Side.CLIENT);

  @Test
  void isEstablishedOnceBothDirectionsHaveKeysAndRekeyingTellsNothingNew() {
    join();
    conversation.hear(Message.plain(21, SENT), 10);
    assertThat(heard.lines).isEmpty();

    conversation.hear(Message.plain(21, RECEIVED), 20);
    conversation.hear(Message.plain(21, SENT), 30);
    conversation.hear(Message.plain(21, RECEIVED), 40);

    assertThat(heard.lines).containsExactly("established at 20 by jsch 0.2.26 for example.org");
    assertThat(conversation.said().keysInUse()).isTrue();
  }

  @Test
  void hasKeysInUseFromTheBeginningWhereItBeginsInTheMiddle() {
    conversation.describe(description(null), 0);

    conversation.join(new Heard(Side.CLIENT, true));

    assertThat(conversation.said().keysInUse()).isTrue();
    assertThat(conversation.said().authRefused()).isFalse();
  }

  @Test
  void remembersWhatIsSaidBeforeItsConnectionIsKnown() {
    conversation.describe(description("example.org"), 5);
    conversation.hear(Message.plain(21, SENT), 10);
    conversation.hear(Message.plain(21, RECEIVED), 20);
    assertThat(conversation.isJoined()).isFalse();

    conversation.join(heard);

    assertThat(heard.lines).containsExactly("established at 20 by jsch 0.2.26 for example.org");
  }

  @Test
  void isForWhatTheApplicationAskedForWhereTheLibraryHasForgotten() {
    conversation.attempt(new Attempt(Library.JSCH, "0.2.26", "named.example", 22, null), 5);
    conversation.describe(description(null), 5);
    conversation.join(heard);

    conversation.hear(Message.plain(21, SENT), 10);
    conversation.hear(Message.plain(21, RECEIVED), 20);

    assertThat(heard.lines.get(0)).endsWith("for named.example");
  }

  @Test
  void keepsToTheFirstDisconnectAndWhoSentIt() {
    join();
    conversation.hear(disconnect(RECEIVED, 2), 7 * MILLI);
    conversation.hear(disconnect(SENT, 11), 9 * MILLI);

    Said said = conversation.said();

    assertThat(said.disconnect()).isEqualTo(2);
    assertThat(said.disconnectSent()).isFalse();
    assertThat(said.since()).isEqualTo(7);
  }

  @Test
  void hearsNothingOfWhatALibrarySaysToAPeerThatIsGone() {
    join();
    openExec();

    conversation.lost();
    conversation.hear(Message.onChannel(97, SENT, THEIRS, 0), 30);
    conversation.hear(disconnect(SENT, 11), 40);

    assertThat(conversation.said().channelsOpen()).isTrue();
    assertThat(conversation.said().disconnect()).isNull();
  }

  @Test
  void doesNotTakeTheLibrarysWordForItAfterThePeerHasSentItAway() {
    join();
    conversation.hear(disconnect(RECEIVED, 11), 10);

    conversation.giveReason(OwnReason.IDLE_TIMEOUT, 20);

    assertThat(conversation.said().ownReason()).isNull();
  }

  @Test
  void blamesKeepalivesForAWaitInVainOnceSoManyHaveNoAnswer() {
    join();
    conversation.hear(Message.named(80, SENT, "keepalive@jcraft.com", true), 20);

    conversation.waited(2, 30);
    assertThat(conversation.said().ownReason()).isNull();

    conversation.waited(1, 40);
    assertThat(conversation.said().ownReason()).isEqualTo(OwnReason.KEEPALIVE_UNANSWERED);
  }

  @Test
  void blamesKeepalivesOnlyWhileOneWaits() {
    join();
    conversation.giveReason(OwnReason.KEEPALIVE_UNANSWERED, 10);
    assertThat(conversation.said().ownReason()).isNull();

    conversation.hear(Message.named(80, SENT, "keepalive@openssh.com", true), 20);
    conversation.giveReason(OwnReason.KEEPALIVE_UNANSWERED, 30 * MILLI);

    assertThat(conversation.said().ownReason()).isEqualTo(OwnReason.KEEPALIVE_UNANSWERED);
    assertThat(conversation.said().since()).isEqualTo(30);
    assertThat(conversation.said().keepAlivePending()).isTrue();
  }

  @Test
  void keepsToTheFirstReason() {
    join();
    conversation.giveReason(OwnReason.HOST_KEY_REJECTED, 10);
    conversation.giveReason(OwnReason.KEY_EXCHANGE_FAILED, 20);

    assertThat(conversation.said().ownReason()).isEqualTo(OwnReason.HOST_KEY_REJECTED);
  }

  @Test
  void takesAnyAnswerForOneToItsKeepalive() {
    join();
    for (int answer : new int[] {81, 82, 3}) {
      conversation.hear(Message.named(80, SENT, "keepalive@openssh.com", true), 100);
      conversation.hear(Message.plain(answer, RECEIVED), 130);
    }

    assertThat(heard.lines).hasSize(3).containsOnly("keepalive answered after 30");
  }

  @Test
  void answersNoKeepaliveOfThePeersInItsOwnName() {
    join();
    conversation.hear(Message.named(80, RECEIVED, "keepalive@openssh.com", true), 100);
    conversation.hear(Message.plain(82, SENT), 130);

    assertThat(heard.lines).isEmpty();
    assertThat(counters.keepAlivesSent(Side.CLIENT)).isZero();
  }

  @Test
  void endsWhatIsUnderWay() {
    join();
    conversation.hear(new Message(50, SENT, "password", true, 0, 0, null), 10);
    openExec();
    conversation.hear(Message.named(80, SENT, "keepalive@openssh.com", true), 25);

    conversation.end(90, true);

    assertThat(heard.lines)
        .containsExactly(
            "password no answer from 10 to 90, 80 since the first",
            "exec from 20 to 90, status null, interrupted");
    assertThat(counters.keepAlivesUnanswered(Side.CLIENT)).isEqualTo(1);
  }

  @Test
  void leavesAKeepaliveAloneThatWaitsWhileAllEndsWell() {
    join();
    conversation.hear(Message.named(80, SENT, "keepalive@openssh.com", true), 25);

    conversation.end(90, false);

    assertThat(counters.keepAlivesUnanswered(Side.CLIENT)).isZero();
  }

  private void join() {
    conversation.describe(description("example.org"), 5);
    conversation.join(heard);
  }

  private static Description description(String host) {
    return new Description(
        Library.JSCH, "0.2.26", null, null, "SSH-2.0-client", "SSH-2.0-server", host);
  }

  private void openExec() {
    conversation.hear(new Message(90, SENT, "session", false, OURS, 0, null), 15);
    conversation.hear(Message.onChannel(91, RECEIVED, OURS, THEIRS), 20);
    conversation.hear(new Message(98, SENT, "exec", true, THEIRS, 0, null), 22);
  }

  private static Message disconnect(boolean sent, int reason) {
    return Message.onChannel(1, sent, 0, reason);
  }
}
