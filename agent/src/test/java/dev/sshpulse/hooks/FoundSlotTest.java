package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slot of a socket that was open before anybody could see it. */
class FoundSlotTest {
  /** No descriptor of this process. */
  private static final int NUMBER = 70_001;

  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.10", 40001);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 22);

  private final Recorder heard = new Recorder();
  private final FileDescriptor application = SshpulseBridge.standIn(NUMBER);
  private SshpulseBridge.Slot slot;

  @BeforeEach
  void find() {
    SshpulseBridge.listen(heard);
    slot = SshpulseBridge.found(NUMBER);
    slot.connected(true, LOCAL, PEER);
    slot.speaksSsh();
  }

  @AfterEach
  void close() {
    SshpulseBridge.closed(application);
  }

  @Test
  void knowsWhatItIsBeforeItIsUsed() {
    assertThat(slot.client()).isTrue();
    assertThat(slot.local()).isEqualTo(LOCAL);
    assertThat(slot.peer()).isEqualTo(PEER);
    assertThat(slot.used()).isFalse();
    assertThat(slot.closed()).isFalse();
  }

  @Test
  void belongsToTheFirstThatUsesItsNumber() {
    SshpulseBridge.received(-1, application, 0);

    assertThat(slot.descriptor()).isSameAs(application);
    assertThat(slot.endOfStream()).isTrue();
  }

  @Test
  void isClosedByWhoeverClosesItsNumberWithoutHavingUsedIt() {
    SshpulseBridge.closing(application);
    SshpulseBridge.closed(application);

    assertThat(slot.closing()).isTrue();
    assertThat(slot.closed()).isTrue();
    assertThat(slot.unseen()).isFalse();
    assertThat(heard.lines).containsExactly("closed");
  }

  @Test
  void isNotClosedByASecondCloseOfAnEarlierSocketOfItsNumber() {
    SshpulseBridge.closing(SshpulseBridge.standIn(NUMBER));

    SshpulseBridge.received(-1, application, 0);

    assertThat(slot.closing()).isFalse();
    assertThat(slot.descriptor()).isSameAs(application);
  }

  @Test
  void isOverWhenAnotherSocketIsBornUnderItsNumber() {
    SshpulseBridge.opened(application, SshpulseBridge.INTERNET);
    SshpulseBridge.received(-1, application, 0);

    assertThat(slot.closed()).isTrue();
    assertThat(slot.unseen()).isTrue();
    assertThat(slot.endOfStream()).isFalse();
    assertThat(heard.lines).containsExactly("closed");
  }

  @Test
  void isNoneWhereASocketWasSeenToBeBorn() {
    SshpulseBridge.opened(application, SshpulseBridge.INTERNET);

    assertThat(SshpulseBridge.found(NUMBER)).isNull();
  }

  @Test
  void isTheOneThatIsThereWhereItWasUsedBeforeItWasFound() {
    SshpulseBridge.lost(NUMBER, slot);
    SshpulseBridge.received(-1, application, 0);

    SshpulseBridge.Slot again = SshpulseBridge.found(NUMBER);

    assertThat(again.descriptor()).isSameAs(application);
    assertThat(again.endOfStream()).isTrue();
  }

  @Test
  void tellsOfAResetThatAReadMetWhichNobodySaw() {
    SshpulseBridge.closingSocket(application, new Reset(true));
    SshpulseBridge.closed(application);

    assertThat(heard.lines).containsExactly("failed Connection reset", "closed");
  }

  @Test
  void doesNotKnowWhoClosedFirstWhereNoReadWasSeen() {
    SshpulseBridge.closingSocket(application, new Reset(false));
    SshpulseBridge.closed(application);

    assertThat(slot.unseen()).isTrue();
    assertThat(heard.lines).containsExactly("closed");
  }

  @Test
  void tellsOfAResetOnceThatWasSeen() {
    SshpulseBridge.failed(new java.io.IOException("seen"), application, SshpulseBridge.READ);
    SshpulseBridge.closingSocket(application, new Reset(true));
    SshpulseBridge.closed(application);

    assertThat(heard.lines).containsExactly("failed seen", "closed");
  }

  @Test
  void isNoneWhereNobodyListens() {
    SshpulseBridge.release();

    assertThat(SshpulseBridge.found(NUMBER)).isNull();
  }

  @Test
  void isNoneWhereTheBridgeIsReleasedMeanwhile() {
    SshpulseBridge.lost(NUMBER, slot);
    heard.meanwhile = SshpulseBridge::release;

    assertThat(SshpulseBridge.found(NUMBER)).isNull();

    assertThat(slotThatTheNextFinds()).isNotSameAs(slot).returns(2L, SshpulseBridge.Slot::opened);
  }

  @Test
  void isNotTakenForOneOfAnAgentThatHasLeft() {
    SshpulseBridge.lost(NUMBER, slot);
    heard.meanwhile = SshpulseBridge::release;

    SshpulseBridge.opened(application, SshpulseBridge.INTERNET);

    assertThat(slotThatTheNextFinds()).isNotNull();
  }

  @Test
  void mayBeLostAfterTheBridgeWasReleased() {
    SshpulseBridge.release();

    SshpulseBridge.lost(NUMBER, slot);

    assertThat(slot.closed()).isTrue();
    assertThat(heard.lines).isEmpty();
  }

  /** An agent that comes afterwards, when it is 2 o'clock. */
  private SshpulseBridge.Slot slotThatTheNextFinds() {
    heard.now = 2;
    SshpulseBridge.listen(heard);
    return SshpulseBridge.found(NUMBER);
  }

  /** As the JDK's socket remembers. */
  private static final class Reset {
    @SuppressWarnings("unused") // by the bridge
    private volatile boolean connectionReset;

    Reset(boolean connectionReset) {
      this.connectionReset = connectionReset;
    }
  }

  private static final class Recorder implements SshpulseBridge.Listener {
    final List<String> lines = new ArrayList<>();
    long now = 1;

    /** What happens, once, while somebody asks for the time. */
    private Runnable meanwhile;

    @Override
    public void library(int hook, Object self, Object first, Object second) {}

    @Override
    public boolean ours() {
      return false;
    }

    @Override
    public long millis() {
      if (meanwhile != null) {
        Runnable once = meanwhile;
        meanwhile = null;
        once.run();
      }
      return now;
    }

    @Override
    public void beyond() {}

    @Override
    public void recognised(SshpulseBridge.Slot slot) {}

    @Override
    public void failed(SshpulseBridge.Slot slot, int operation, Throwable thrown) {
      lines.add("failed " + thrown.getMessage());
    }

    @Override
    public void connectFailed(Throwable thrown) {}

    @Override
    public void closed(SshpulseBridge.Slot slot) {
      lines.add("closed");
    }
  }
}
