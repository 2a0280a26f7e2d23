package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtectionLookTest {
  private static final long NOW = 100_000;
  private static final KeepAlive OFF = new KeepAlive(false, 60_000, 10_000, 3);
  private static final KeepAlive FAST = new KeepAlive(true, 270_000, 10_000, 3);
  private static final KeepAlive SLOW = new KeepAlive(true, 270_001, 10_000, 3);

  private final ProtectionLook look = new ProtectionLook(300_000);
  private final FixedTraffic traffic = new FixedTraffic(0, 0).from(40_001);
  private final LiveConnection connection = traffic.connection(Side.CLIENT);

  @Test
  void judgesByWhenTheKernelWouldNoticeASilentDeath() {
    assertThat(judged(OFF)).isEqualTo(Protection.NO_KEEPALIVE);
    assertThat(judged(FAST)).isEqualTo(Protection.PROTECTED);
    assertThat(judged(SLOW)).isEqualTo(Protection.KEEPALIVE_TOO_SLOW);
    assertThat(judged(null)).isEqualTo(Protection.UNKNOWN);
  }

  private Protection judged(KeepAlive keepAlive) {
    FixedTraffic fresh = new FixedTraffic(0, 0);
    fresh.keepAlive = keepAlive;
    LiveConnection one = fresh.connection(Side.CLIENT);
    look.look(List.of(one), NOW);
    return one.watched().protection;
  }

  @Test
  void asksASocketAgainAfterHalfAMinute() {
    traffic.keepAlive = OFF;
    look(NOW);
    traffic.keepAlive = FAST;

    look(NOW + 29_999);
    assertThat(connection.watched().protection).isEqualTo(Protection.NO_KEEPALIVE);

    look(NOW + 30_000);
    assertThat(connection.watched().protection).isEqualTo(Protection.PROTECTED);
  }

  @Test
  void heedsWhatALibraryDoesAsSoonAsItIsKnown() {
    Conversations conversations = new Conversations(new Messages(false, false), new Faults());
    Meetings meetings =
        new Meetings(conversations, new PulseClock(), new Listeners(new Faults()), () -> {});
    conversations.expect();
    meetings.begun(connection);
    traffic.keepAlive = OFF;
    look(NOW);

    Object session = new Object();
    Sayings sayings = new Sayings(conversations);
    sayings.describe(session, new Description(Library.SSHJ, "", traffic.local, null, "", "", ""));
    sayings.isSetToProbe(session, new Heartbeat(false, 30_000));
    conversations.drain();
    look(NOW + 500);

    assertThat(connection.watched().protection).isEqualTo(Protection.KEEPALIVE_NOT_ENFORCED);
  }

  @Test
  void keepsWhatItKnowsOfASocketThatCannotBeAskedAnyMore() {
    traffic.keepAlive = FAST;
    look(NOW);
    traffic.keepAlive = null;

    look(NOW + 30_000);

    assertThat(connection.watched().keepAlive).isEqualTo(FAST);
    assertThat(connection.watched().protection).isEqualTo(Protection.PROTECTED);
  }

  @Test
  void asksNoSocketThatMayBeClosedAgainAtOnce() {
    traffic.keepAlive = OFF;
    traffic.opened = NOW;

    look(NOW + 499);
    assertThat(connection.watched().protection).isEqualTo(Protection.UNKNOWN);

    look(NOW + 500);
    assertThat(connection.watched().protection).isEqualTo(Protection.NO_KEEPALIVE);
  }

  @Test
  void asksAThousandAtATime() {
    List<LiveConnection> many = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      FixedTraffic one = new FixedTraffic(0, 0);
      one.keepAlive = OFF;
      many.add(one.connection(Side.SERVER));
    }

    look.look(many, NOW);
    assertThat(howManyJudged(many)).isEqualTo(1_000);

    look.look(many, NOW + 500);
    assertThat(howManyJudged(many)).isEqualTo(1_001);
  }

  private static long howManyJudged(List<LiveConnection> many) {
    return many.stream().filter(one -> one.watched().protection != Protection.UNKNOWN).count();
  }

  @Test
  void keepsOneObjectForAllWithTheSameOptions() {
    FixedTraffic other = new FixedTraffic(0, 0);
    LiveConnection twin = other.connection(Side.SERVER);
    traffic.keepAlive = new KeepAlive(true, 1, 2, 3);
    other.keepAlive = new KeepAlive(true, 1, 2, 3);

    look.look(List.of(connection, twin), NOW);

    assertThat(twin.watched().keepAlive).isSameAs(connection.watched().keepAlive);
  }

  private void look(long now) {
    look.look(List.of(connection), now);
  }
}
