package dev.sshpulse.conversations;

import static dev.sshpulse.conversations.Wire.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.10", 40_001);

  private static final boolean SENT = true;
  private static final boolean RECEIVED = false;

  private final Faults faults = new Faults();
  private final Conversations conversations = new Conversations(new Messages(false, false), faults);
  private final Sayings sayings = new Sayings(conversations);
  private final Heard heard = new Heard(Side.CLIENT);
  private final List<Conversation> described = new ArrayList<>();
  private final Object session = new Object();

  @BeforeEach
  void meet() {
    conversations.meetAt(
        new Conversations.Meeting() {
          @Override
          public void described(Conversation conversation) {
            described.add(conversation);
          }

          @Override
          public Instant instant(long nanos) {
            return heard.instant(nanos);
          }

          @Override
          public void tell(Narration.Event event) {
            event.tell(heard);
          }
        });
  }

  @Test
  void leavesEverythingToWhoeverDrains() {
    sayings.describe(session, description());
    assertThat(described).isEmpty();
    assertThat(conversations.waiting()).isTrue();

    conversations.drain();

    assertThat(described).hasSize(1);
    assertThat(conversations.waiting()).isFalse();
  }

  @Test
  void meetsASessionUntilItIsKnownWhereItIsWhateverElseWasHeardOfIt() {
    sayings.probeWithoutQuestion(session);
    sayings.meet(session, () -> sayings.describe(session, description()));
    conversations.drain();
    conversations.drain();
    assertThat(described).hasSize(1);

    sayings.meet(session, () -> sayings.describe(session, description()));
    conversations.drain();
    conversations.drain();

    assertThat(described).hasSize(1);
  }

  @Test
  void asksForAConnectionUntilThereIsOne() {
    sayings.describe(session, description());
    conversations.drain();
    described.get(0).join(heard);
    sayings.describe(session, description());
    conversations.drain();

    assertThat(described).hasSize(1);
  }

  @Test
  void beginsAConversationWithItsKeyExchangeAndPassesOverWhatComesBefore() {
    say(SENT, message(3));
    say(RECEIVED, message(20));
    say(RECEIVED, message(1).uint32(11));
    conversations.drain();
    sayings.describe(session, description());
    conversations.drain();
    described.get(0).join(heard);

    assertThat(described.get(0).said().disconnect()).isEqualTo(11);
  }

  @Test
  void hearsOneSessionThroughTwoObjects() {
    Object io = new Object();
    sayings.connecting(io, attempt());
    sayings.same(io, session);
    sayings.describe(session, description());
    conversations.drain();

    assertThat(described.get(0).attempt()).isEqualTo(attempt());
  }

  @Test
  void findsTheAttemptThatWasMadeUnderAThirdName() {
    Object future = new Object();
    Object io = new Object();
    sayings.same(io, session);
    sayings.describe(session, description());
    sayings.connecting(future, attempt());
    sayings.same(future, io);
    conversations.drain();

    assertThat(described.get(0).attempt()).isEqualTo(attempt());
  }

  @Test
  void hearsOneSessionThroughTwoObjectsWhicheverIsHeardOfFirst() {
    Object io = new Object();
    sayings.same(io, session);
    sayings.connecting(io, attempt());
    sayings.describe(session, description());
    conversations.drain();

    assertThat(described.get(0).attempt()).isEqualTo(attempt());
  }

  @Test
  void countsAConnectThatFailedAndTellsOfIt() {
    sayings.connecting(session, attempt());
    sayings.connectFailed(session, SocketError.CONNECTION_REFUSED);
    sayings.connectFailed(session, SocketError.CONNECTION_REFUSED);
    conversations.drain();

    assertThat(conversations.counts().connectAttempts()).isEqualTo(1);
    assertThat(conversations.counts().connectFailures(SocketError.CONNECTION_REFUSED)).isEqualTo(1);
    assertThat(heard.lines).containsExactly("no connection to example.org: connection_refused");
  }

  @Test
  void givesAFailedConnectTimeUntilItsConnectionWouldBeKnown() {
    sayings.connecting(session, attempt());
    sayings.describe(session, description(LOCAL));
    sayings.connectFailed(session, SocketError.OTHER);
    conversations.drain();
    assertThat(heard.lines).isEmpty();

    conversations.drain();

    assertThat(heard.lines).containsExactly("no connection to example.org: other");
  }

  @Test
  void countsNoFailedConnectWhoseConnectionWasTakenJustAfterIt() {
    sayings.connecting(session, attempt());
    sayings.describe(session, description(LOCAL));
    sayings.connectFailed(session, SocketError.OTHER);
    conversations.drain();

    described.get(0).join(heard);
    conversations.drain();

    assertThat(heard.lines).isEmpty();
    assertThat(conversations.counts().connectFailures(SocketError.OTHER)).isZero();
  }

  @Test
  void takesWhatFailsAfterThereIsAConnectionForItsEndAndNotForAFailedConnect() {
    sayings.connecting(session, attempt());
    sayings.describe(session, description());
    conversations.drain();
    described.get(0).join(heard);

    sayings.connectFailed(session, SocketError.OTHER);
    conversations.drain();

    assertThat(conversations.counts().connectFailures(SocketError.OTHER)).isZero();
    assertThat(heard.lines).isEmpty();
  }

  @Test
  void passesOverTheFailureOfWhatNobodyBegan() {
    sayings.connectFailed(session, SocketError.OTHER);
    sayings.lost(session);
    conversations.drain();

    assertThat(heard.lines).isEmpty();
  }

  @Test
  void countsWhatFindsNoRoom() {
    int more = 10;
    for (int i = 0; i < (1 << 15) + more; i++) {
      sayings.probeWithoutQuestion(session);
    }

    assertThat(faults.drops(Faults.What.EVENT)).isEqualTo(more);
  }

  private void say(boolean sent, Wire wire) {
    byte[] bytes = wire.bytes();
    sayings.message(session, sent, bytes, 0, bytes.length);
  }

  private static Attempt attempt() {
    return new Attempt(Library.SSHJ, "0.40.0", "example.org", 22, null);
  }

  private static Description description() {
    return description(null);
  }

  private static Description description(InetSocketAddress local) {
    return new Description(Library.SSHJ, "0.40.0", local, null, null, null, null);
  }
}
