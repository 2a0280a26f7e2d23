package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.conversations.Conversation;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Narration;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinsTest {
  private static final long TEN_SECONDS = 10_000_000_000L;
  private static final int MORE_THAN_WAIT = 2_000;

  private final Conversations conversations =
      new Conversations(new Messages(false, false), new Faults());
  private final Sayings sayings = new Sayings(conversations);
  private final List<Conversation> described = new ArrayList<>();
  private final FixedTraffic traffic = new FixedTraffic(0, 0).from(40001);
  private final Joins joins = new Joins();

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
            return Instant.EPOCH;
          }

          @Override
          public void tell(Narration.Event event) {}
        });
  }

  @Test
  void findsTheConnectionThatWasThereFirst() {
    LiveConnection connection = traffic.connection(Side.CLIENT);
    assertThat(announce(connection)).isNull();

    LiveConnection found = joins.describe(conversation(traffic.local, traffic.peer));

    assertThat(found).isSameAs(connection);
  }

  @Test
  void findsTheConversationThatWasThereFirst() {
    Conversation conversation = conversation(traffic.local, traffic.peer);
    assertThat(joins.describe(conversation)).isNull();

    Conversation found = announce(traffic.connection(Side.CLIENT));

    assertThat(found).isSameAs(conversation);
  }

  @Test
  void findsAClientByItsOwnAddressWhateverPeerTheLibraryNames() {
    LiveConnection connection = traffic.connection(Side.CLIENT);
    announce(connection);

    LiveConnection found =
        joins.describe(conversation(traffic.local, new InetSocketAddress("203.0.113.5", 2222)));

    assertThat(found).isSameAs(connection);
  }

  @Test
  void tellsTheConnectionsOfAServersPortApart() {
    FixedTraffic other = new FixedTraffic(0, 0).from(40001);
    other.peer = new InetSocketAddress("198.51.100.8", 50000);
    LiveConnection one = traffic.connection(Side.SERVER);
    LiveConnection two = other.connection(Side.SERVER);
    announce(one);
    announce(two);

    assertThat(joins.describe(conversation(other.local, other.peer))).isSameAs(two);
    assertThat(joins.describe(conversation(traffic.local, traffic.peer))).isSameAs(one);
  }

  @Test
  void findsEachOnlyOnce() {
    announce(traffic.connection(Side.CLIENT));
    joins.describe(conversation(traffic.local, traffic.peer));

    LiveConnection again = joins.describe(conversation(traffic.local, traffic.peer));

    assertThat(again).isNull();
  }

  @Test
  void takesNoConversationWhosePortMayBeAnothers() {
    Conversation old = conversation(traffic.local, traffic.peer);
    joins.describe(old);

    Conversation found =
        joins.announce(traffic.connection(Side.CLIENT), old.describedNanos() + TEN_SECONDS + 1);

    assertThat(found).isNull();
  }

  @Test
  void takesNoConversationThatHasItsConnection() {
    Conversation conversation = conversation(traffic.local, traffic.peer);
    joins.describe(conversation);
    LiveConnection connection = traffic.connection(Side.CLIENT);
    conversation.join(new Narrated(connection, new PulseClock(), new Listeners(new Faults())));

    Conversation found = announce(connection);

    assertThat(found).isNull();
  }

  @Test
  void forgetsAConnectionThatIsOver() {
    LiveConnection connection = traffic.connection(Side.CLIENT);
    announce(connection);

    joins.forget(connection);

    assertThat(joins.describe(conversation(traffic.local, traffic.peer))).isNull();
  }

  @Test
  void forgetsNotTheNextConnectionOnTheSamePort() {
    LiveConnection before = traffic.connection(Side.CLIENT);
    announce(before);
    LiveConnection next = traffic.connection(Side.CLIENT);
    announce(next);

    joins.forget(before);

    assertThat(joins.describe(conversation(traffic.local, traffic.peer))).isSameAs(next);
  }

  @Test
  void findsNothingWithoutAddresses() {
    LiveConnection nowhere = new FixedTraffic(0, 0).connection(Side.CLIENT);

    assertThat(joins.describe(conversation(null, null))).isNull();
    assertThat(announce(nowhere)).isNull();
    joins.forget(nowhere);
  }

  @Test
  void keepsABoundedNumberOfConversationsThatNeverMeet() {
    joins.describe(conversation(traffic.local, traffic.peer));
    for (int port = 1; port <= MORE_THAN_WAIT; port++) {
      joins.describe(conversation(new InetSocketAddress("192.0.2.11", port), traffic.peer));
    }

    Conversation found = announce(traffic.connection(Side.CLIENT));

    assertThat(found).isNull();
  }

  private Conversation announce(LiveConnection connection) {
    return joins.announce(connection, System.nanoTime());
  }

  private Conversation conversation(InetSocketAddress local, InetSocketAddress peer) {
    sayings.describe(
        new Object(), new Description(Library.JSCH, "2.28.8", local, peer, null, null, null));
    conversations.drain();
    return described.get(described.size() - 1);
  }
}
