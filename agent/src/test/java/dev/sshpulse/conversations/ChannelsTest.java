package dev.sshpulse.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Side;
import org.junit.jupiter.api.Test;

/** A client's channels; its own number is 5, the server's 9. */
class ChannelsTest {
  private static final boolean SENT = true;
  private static final boolean RECEIVED = false;
  private static final int OURS = 5;
  private static final int THEIRS = 9;

  private final LibraryCounters counters = new LibraryCounters();
  private final Faults faults = new Faults();
  private final Channels channels = new Channels(counters, faults);
  private final Heard heard = new Heard(Side.CLIENT);

  @Test
  void tellsOfAnExecFromItsConfirmationToTheSecondClose() {
    open("session");
    request(SENT, "exec", 0);
    request(RECEIVED, "exit-status", 3);
    close(RECEIVED, 70);
    assertThat(heard.lines).isEmpty();

    close(SENT, 80);

    assertThat(heard.lines).containsExactly("exec from 20 to 80, status 3");
    assertThat(counters.channels(Side.CLIENT, ChannelKind.EXEC)).isEqualTo(1);
    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.EXEC)).isZero();
  }

  @Test
  void countsNothingThatIsAskedOfAChannelWhichIsRefusedThen() {
    channels.opening(new Message(90, SENT, "session", false, 3, 0, null));
    channels.requested(new Message(98, RECEIVED, "exec", true, 3, 0, null), heard);
    channels.refused(Message.onChannel(92, RECEIVED, 3, 0));
    channels.endAll(50, true, heard);

    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.EXEC)).isZero();
  }

  @Test
  void countsAChannelAsOpenOnceItIsKnownWhatItIsFor() {
    open("session");
    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.SHELL)).isZero();

    request(SENT, "shell", 0);
    request(SENT, "shell", 0);

    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.SHELL)).isEqualTo(1);
    assertThat(counters.channels(Side.CLIENT, ChannelKind.SHELL)).isEqualTo(1);
  }

  @Test
  void knowsTheKindsOfForwardedConnectionsFromTheirType() {
    open("direct-tcpip");
    channels.opening(new Message(90, RECEIVED, "forwarded-tcpip", false, 11, 0, null));
    channels.confirmed(Message.onChannel(91, SENT, 11, 6), 20, heard);
    channels.opening(new Message(90, RECEIVED, "x11", false, 12, 0, null));
    channels.confirmed(Message.onChannel(91, SENT, 12, 7), 20, heard);

    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.DIRECT_TCPIP)).isEqualTo(1);
    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.FORWARDED_TCPIP)).isEqualTo(1);
    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.OTHER)).isEqualTo(1);
  }

  @Test
  void countsASessionThatNeverRanAnythingAsOther() {
    open("session");
    close(SENT, 30);
    close(RECEIVED, 40);

    assertThat(heard.lines).containsExactly("other from 20 to 40, status null");
    assertThat(counters.channels(Side.CLIENT, ChannelKind.OTHER)).isEqualTo(1);
  }

  @Test
  void tellsOfNoChannelThatTheOtherEndRefused() {
    channels.opening(new Message(90, SENT, "session", false, OURS, 0, null));
    channels.refused(Message.onChannel(92, RECEIVED, OURS, 1));
    channels.endAll(50, true, heard);

    assertThat(heard.lines).isEmpty();
  }

  @Test
  void endsWhatIsOpenWithTheConnection() {
    open("session");
    request(SENT, "exec", 0);

    channels.endAll(90, true, heard);
    channels.endAll(95, true, heard);

    assertThat(heard.lines).containsExactly("exec from 20 to 90, status null, interrupted");
    assertThat(counters.activeChannels(Side.CLIENT, ChannelKind.EXEC)).isZero();
  }

  @Test
  void isUnderWayUntilTheCommandHasEndedOrOneSideHasClosed() {
    assertThat(channels.anyUnderWay()).isFalse();
    open("session");
    assertThat(channels.anyUnderWay()).isTrue();

    request(RECEIVED, "exit-status", 0);

    assertThat(channels.anyUnderWay()).isFalse();
  }

  @Test
  void isNoMoreUnderWayAfterASignalOrAClose() {
    open("session");
    request(RECEIVED, "exit-signal", 0);
    assertThat(channels.anyUnderWay()).isFalse();

    channels.endAll(30, false, heard);
    open("session");
    close(RECEIVED, 40);
    assertThat(channels.anyUnderWay()).isFalse();
  }

  @Test
  void isStillUnderWayWhenASessionsInputEndsButNotWhenAForwardedConnectionsDoes() {
    open("session");
    channels.ended(Message.onChannel(96, SENT, THEIRS, 0));
    assertThat(channels.anyUnderWay()).isTrue();

    channels.endAll(30, false, heard);
    open("direct-tcpip");
    channels.ended(Message.onChannel(96, SENT, THEIRS, 0));
    assertThat(channels.anyUnderWay()).isFalse();
  }

  @Test
  void passesOverWhatNamesAChannelThatIsNotThere() {
    channels.confirmed(Message.onChannel(91, RECEIVED, 77, 1), 20, heard);
    channels.requested(new Message(98, SENT, "exec", true, 77, 0, null), heard);
    channels.ended(Message.onChannel(96, SENT, 77, 0));
    channels.closed(Message.onChannel(97, SENT, 77, 0), 30, heard);
    channels.refused(Message.onChannel(92, RECEIVED, 77, 0));

    assertThat(heard.lines).isEmpty();
  }

  @Test
  void keepsTheTwoEndsNumbersApart() {
    open("session");
    channels.opening(new Message(90, RECEIVED, "forwarded-tcpip", false, OURS, 0, null));
    channels.confirmed(Message.onChannel(91, SENT, OURS, THEIRS), 30, heard);
    request(SENT, "exec", 0);

    channels.closed(Message.onChannel(97, SENT, OURS, 0), 40, heard);
    channels.closed(Message.onChannel(97, RECEIVED, THEIRS, 0), 50, heard);

    assertThat(heard.lines).containsExactly("forwarded_tcpip from 30 to 50, status null");
  }

  @Test
  void dropsWhatAPeerOpensBeyondAllMeasure() {
    for (int i = 0; i < 10_000; i++) {
      channels.opening(new Message(90, RECEIVED, "session", false, i, 0, null));
    }

    assertThat(faults.drops(Faults.What.EVENT)).isEqualTo(10_000 - 2 * 4_096);
  }

  private void open(String type) {
    channels.opening(new Message(90, SENT, type, false, OURS, 0, null));
    channels.confirmed(Message.onChannel(91, RECEIVED, OURS, THEIRS), 20, heard);
  }

  private void request(boolean sent, String name, int value) {
    channels.requested(
        new Message(98, sent, name, false, sent ? THEIRS : OURS, value, null), heard);
  }

  private void close(boolean sent, long nanos) {
    channels.closed(Message.onChannel(97, sent, sent ? THEIRS : OURS, 0), nanos, heard);
  }
}
