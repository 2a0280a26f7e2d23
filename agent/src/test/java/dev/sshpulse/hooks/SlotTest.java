package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a slot of the bridge remembers of the calls on its descriptor. */
class SlotTest {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-slot\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = IDENTIFICATION.length;

  private final Recorder heard = new Recorder();

  @TempDir private Path directory;
  private FileOutputStream file;
  private FileDescriptor fd;
  private NativeMemory memory;
  private SshpulseBridge.Slot slot;

  @BeforeEach
  void identify() throws Exception {
    memory = new NativeMemory(IDENTIFICATION);
    file = new FileOutputStream(directory.resolve("any").toFile());
    fd = file.getFD();
    SshpulseBridge.listen(heard);
    at(1_000);
    SshpulseBridge.opened(fd, SshpulseBridge.CLIENT);
    write();
    receive();
    slot = heard.recognised;
  }

  @AfterEach
  void close() throws IOException {
    SshpulseBridge.closed(fd);
    file.close();
    memory.free();
  }

  @Test
  void remembersWhenTheFirstUnansweredWriteBeganAndTheSilenceBefore() {
    at(61_000);
    write();
    at(62_000);
    write();

    assertThat(slot.asked()).isEqualTo(61_000);
    assertThat(slot.silence()).isEqualTo(60_000);
    assertThat(slot.heardSince()).isFalse();
  }

  @Test
  void knowsWhereItWasConnectedToAlsoOnceTheSocketDoesNot() throws Exception {
    assertThat(slot.peer()).isNull();

    SshpulseBridge.connecting(fd, InetAddress.getByName("192.0.2.7"), 22);

    assertThat(slot.peer()).isEqualTo(new InetSocketAddress("192.0.2.7", 22));
    assertThat(slot.client()).isTrue();
    assertThat(slot.internet()).isTrue();
  }

  @Test
  void knowsWhereItIsFromWhenTheJdkLastAsked() {
    InetSocketAddress bound = new InetSocketAddress("0.0.0.0", 40001);
    InetSocketAddress connected = new InetSocketAddress("192.0.2.10", 40001);
    assertThat(slot.local()).isNull();

    SshpulseBridge.located(bound, fd);
    SshpulseBridge.located(connected, fd);

    assertThat(slot.local()).isSameAs(connected);
  }

  @Test
  void countsTheFirstSilenceFromTheBirthOfTheSocket() {
    assertThat(slot.opened()).isEqualTo(1_000);
    assertThat(slot.asked()).isEqualTo(1_000);
    assertThat(slot.silence()).isZero();
  }

  @Test
  void takesAWriteAfterAnAnswerForANewQuestion() {
    at(61_000);
    write();
    at(62_000);
    receive();
    assertThat(slot.heardSince()).isTrue();

    at(65_000);
    write();

    assertThat(slot.asked()).isEqualTo(65_000);
    assertThat(slot.silence()).isEqualTo(3_000);
    assertThat(slot.heardSince()).isFalse();
  }

  @Test
  void takesAWriteAfterAnAcknowledgementForANewQuestion() {
    at(61_000);
    write();
    slot.acknowledge(slot.sent(), 61_000);

    at(71_000);
    write();

    assertThat(slot.asked()).isEqualTo(71_000);
    assertThat(slot.silence()).isEqualTo(10_000);
  }

  @Test
  void knowsWhileBytesMoveThatWhatWaitsIsOlderThanTheNextWrite() {
    at(61_000);
    write();
    at(61_100);
    write();
    write();
    slot.acknowledge(slot.sent() - 2 * LENGTH, 61_050);

    at(61_600);
    write();
    assertThat(slot.asked()).isEqualTo(61_050);
    assertThat(slot.silence()).isZero();
    assertThat(slot.acknowledgedSince()).isFalse();

    slot.acknowledge(slot.sent() - 2 * LENGTH, 61_000);
    assertThat(slot.acknowledgedSince()).isTrue();
    write();
    assertThat(slot.asked()).as("the peer's last words were older").isEqualTo(61_050);
  }

  @Test
  void takesAWriteAfterAWhileForANewQuestionWhoeverHasLookedInTheMiddleOfTheLast() {
    at(61_000);
    write();
    write();
    slot.acknowledge(slot.sent() - LENGTH, 61_000);

    at(71_000);
    write();

    assertThat(slot.asked()).isEqualTo(71_000);
    assertThat(slot.silence()).isEqualTo(10_000);
  }

  @Test
  void takesAWriteAfterAnAnswerForANewQuestionWhateverIsAcknowledged() {
    at(61_000);
    write();
    write();
    slot.acknowledge(slot.sent() - LENGTH, 61_000);
    receive();

    at(61_100);
    write();

    assertThat(slot.asked()).isEqualTo(61_100);
  }

  @Test
  void staysWithItsQuestionWhenOnlyWhatCameBeforeItIsAcknowledged() {
    at(61_000);
    slot.acknowledge(slot.sent(), 61_000);
    write();

    at(71_000);
    write();

    assertThat(slot.asked()).isEqualTo(61_000);
  }

  @Test
  void hearsAnAnswerThatIsReadBeforeItsWriteHasReturned() {
    at(61_000);
    SshpulseBridge.writing(fd);
    receive();
    SshpulseBridge.sent(LENGTH, fd, memory.address());

    assertThat(slot.heardSince()).isTrue();
  }

  @Test
  void knowsSinceWhenAWriteHasBeenWaiting() {
    at(61_000);
    SshpulseBridge.writing(fd);
    at(62_000);
    SshpulseBridge.sent(0, fd, memory.address());
    SshpulseBridge.writing(fd);
    assertThat(slot.writing()).isEqualTo(61_000);

    SshpulseBridge.sent(LENGTH, fd, memory.address());
    assertThat(slot.writing()).isZero();
  }

  @Test
  void asksNothingNewWhenAWriteThatWaitsIsTriedAgain() {
    at(61_000);
    receive();
    SshpulseBridge.writing(fd);
    receive();
    at(70_000);

    SshpulseBridge.writing(fd);

    assertThat(slot.asked()).isEqualTo(61_000);
  }

  @Test
  void asksNothingNewOnceItIsClosed() {
    at(61_000);
    receive();
    SshpulseBridge.closing(fd);
    at(70_000);

    SshpulseBridge.writing(fd);

    assertThat(slot.asked()).isEqualTo(1_000);
  }

  @Test
  void hearsOfAResetAfterItHasOnlyShutItsOutput() {
    SshpulseBridge.shuttingOutput(fd);

    SshpulseBridge.failed(new IOException("Broken pipe"), fd, SshpulseBridge.WRITE);
    assertThat(heard.failures).isZero();

    SshpulseBridge.failed(new IOException("Connection reset"), fd, SshpulseBridge.READ);
    assertThat(heard.failures).isEqualTo(1);
  }

  @Test
  void hearsOfABrokenPipeAfterItHasOnlyShutItsInput() {
    SshpulseBridge.shuttingInput(fd);

    SshpulseBridge.failed(new IOException("Connection reset"), fd, SshpulseBridge.READ);
    assertThat(heard.failures).isZero();

    SshpulseBridge.failed(new IOException("Broken pipe"), fd, SshpulseBridge.WRITE);
    assertThat(heard.failures).isEqualTo(1);
  }

  @Test
  void takesTheEndOfTheStreamAfterItsOwnForNoNews() {
    SshpulseBridge.shuttingOutput(fd);

    SshpulseBridge.received(-1, fd, memory.address());

    assertThat(slot.endOfStream()).isFalse();
  }

  @Test
  void waitsForNoWriteThatFailed() {
    at(61_000);
    SshpulseBridge.writing(fd);

    SshpulseBridge.failed(new IOException("Broken pipe"), fd, SshpulseBridge.WRITE);

    assertThat(slot.writing()).isZero();
    assertThat(heard.failures).isEqualTo(1);
  }

  @Test
  void stillWaitsForAWriteWhenAReadFails() {
    at(61_000);
    SshpulseBridge.writing(fd);

    SshpulseBridge.failed(new IOException("Connection reset"), fd, SshpulseBridge.READ);

    assertThat(slot.writing()).isEqualTo(61_000);
  }

  @Test
  void isTiredWhenTheThreadClosesWhoseReadHasWaitedForLongEnough() {
    SshpulseBridge.waited(new SocketTimeoutException("Read timed out"), fd);

    SshpulseBridge.closing(fd);

    assertThat(slot.tired()).isTrue();
  }

  @Test
  void isNotTiredWhenSomethingCameAfterTheWait() {
    SshpulseBridge.waited(new SocketTimeoutException("Read timed out"), fd);
    receive();

    SshpulseBridge.closing(fd);

    assertThat(slot.tired()).isFalse();
  }

  @Test
  void isNotTiredWhenAnotherThreadCloses() throws Exception {
    Thread waiter =
        new Thread(() -> SshpulseBridge.waited(new SocketTimeoutException("Read timed out"), fd));
    waiter.start();
    waiter.join();

    SshpulseBridge.closing(fd);

    assertThat(slot.tired()).isFalse();
  }

  /** A thread may lead to the socket, which would then never be found lost. */
  @Test
  void keepsNoThreadThatHasWaited() throws Exception {
    WeakReference<Thread> waiter = aThreadThatHasWaited();

    await()
        .until(
            () -> {
              System.gc();
              return waiter.get() == null;
            });
  }

  private WeakReference<Thread> aThreadThatHasWaited() throws InterruptedException {
    Thread waiter =
        new Thread(() -> SshpulseBridge.waited(new SocketTimeoutException("Read timed out"), fd));
    waiter.start();
    waiter.join();
    return new WeakReference<>(waiter);
  }

  @Test
  void isNotTiredWhenTheReadFailedOtherwise() {
    SshpulseBridge.waited(new IOException("Connection reset"), fd);

    SshpulseBridge.closing(fd);

    assertThat(slot.tired()).isFalse();
  }

  @Test
  void isAsTiredAsItWasAtTheFirstClose() {
    SshpulseBridge.closing(fd);
    SshpulseBridge.waited(new SocketTimeoutException("Read timed out"), fd);

    SshpulseBridge.closing(fd);

    assertThat(slot.tired()).isFalse();
  }

  @Test
  void meetsTheEndOfTheStreamOnlyWhereNobodyHereHasClosed() {
    SshpulseBridge.closing(fd);

    SshpulseBridge.received(-1, fd, memory.address());

    assertThat(slot.endOfStream()).isFalse();
  }

  @Test
  void isOnTheClockOfTheAgentThatListensNow() {
    SshpulseBridge.tick(500_000);
    SshpulseBridge.release();
    heard.millis = 5;

    SshpulseBridge.listen(heard);
    write();
    receive();

    assertThat(heard.recognised).isNotSameAs(slot);
    assertThat(heard.recognised.lastSent()).isEqualTo(5);
    assertThat(heard.recognised.silence()).isZero();
  }

  @Test
  void takesWhateverIsSaidAfterTheBridgeWasReleased() throws Exception {
    heard.recognised = null;
    SshpulseBridge.release();

    SshpulseBridge.connecting(fd, InetAddress.getByName("192.0.2.7"), 22);
    SshpulseBridge.located(new InetSocketAddress("192.0.2.10", 40001), fd);
    write();
    receive();
    SshpulseBridge.received(-1, fd, memory.address());
    SshpulseBridge.failed(new IOException("Broken pipe"), fd, SshpulseBridge.WRITE);
    SshpulseBridge.waited(new SocketTimeoutException("Read timed out"), fd);
    SshpulseBridge.shuttingInput(fd);
    SshpulseBridge.shuttingOutput(fd);
    SshpulseBridge.closingSocket(fd, this);
    SshpulseBridge.closed(fd);
    SshpulseBridge.library(0, this, null, null);
    SshpulseBridge.retryLostCloses();

    assertThat(SshpulseBridge.swallowed()).isZero();
    assertThat(heard.recognised).isNull();
    assertThat(heard.failures).isZero();
  }

  private void at(long millis) {
    heard.millis = millis;
    SshpulseBridge.tick(millis);
  }

  private void write() {
    SshpulseBridge.writing(fd);
    SshpulseBridge.sent(LENGTH, fd, memory.address());
  }

  private void receive() {
    SshpulseBridge.received(LENGTH, fd, memory.address());
  }

  /** Where the bytes of a call would be; by reflection, for javac warns of the class. */
  private static final class NativeMemory {
    private final Object unsafe;
    private final long address;

    NativeMemory(byte[] bytes) throws ReflectiveOperationException {
      Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      field.setAccessible(true);
      unsafe = field.get(null);
      address =
          (long) unsafe.getClass().getMethod("allocateMemory", long.class).invoke(unsafe, LENGTH);
      for (int i = 0; i < bytes.length; i++) {
        unsafe
            .getClass()
            .getMethod("putByte", long.class, byte.class)
            .invoke(unsafe, address + i, bytes[i]);
      }
    }

    long address() {
      return address;
    }

    void free() {
      try {
        unsafe.getClass().getMethod("freeMemory", long.class).invoke(unsafe, address);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final class Recorder implements SshpulseBridge.Listener {
    long millis;
    int failures;
    SshpulseBridge.Slot recognised;

    @Override
    public void library(int hook, Object self, Object first, Object second) {}

    @Override
    public boolean ours() {
      return false;
    }

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public void beyond() {}

    @Override
    public void recognised(SshpulseBridge.Slot slot) {
      recognised = slot;
    }

    @Override
    public void failed(SshpulseBridge.Slot slot, int operation, Throwable thrown) {
      failures++;
    }

    @Override
    public void connectFailed(Throwable thrown) {}

    @Override
    public void closed(SshpulseBridge.Slot slot) {}
  }
}
