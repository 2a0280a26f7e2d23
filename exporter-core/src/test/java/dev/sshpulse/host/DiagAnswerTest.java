package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.DiagAnswer.Progress;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagAnswerTest {
  private static final int DONE = 3;
  private static final int ERROR = 2;
  private static final int MULTI = 2;
  private static final int INTERRUPTED = 0x10;
  private static final int RECORDED_IPV4 = 32879;
  private static final int RECORDED_IPV6 = 41337;

  private final DiagAnswer answer = new DiagAnswer();
  private final List<KernelSocket> sockets = new ArrayList<>();
  private Ports ports = new Ports(Set.of(22));

  @Test
  void readsWhatAKernelAnswered() throws IOException {
    ports = new Ports(Set.of(RECORDED_IPV4));

    Progress first = read(Datagram.recorded(0));
    Progress second = read(Datagram.recorded(1));

    assertThat(first).isEqualTo(Progress.MORE);
    assertThat(second).isEqualTo(Progress.COMPLETE);
    assertThat(sockets)
        .extracting(KernelSocket::socket)
        .containsExactly(
            new TcpSocket(State.LISTEN, 0, 0, Timer.NONE, 0, 0, 73239364),
            new TcpSocket(State.ESTABLISHED, 0, 0, Timer.NONE, 0, 0, 73239371),
            new TcpSocket(State.ESTABLISHED, 0, 0, Timer.NONE, 0, 0, 73239366),
            new TcpSocket(State.ESTABLISHED, 0, 0, Timer.KEEPALIVE, 0, 0, 73239370),
            new TcpSocket(State.TIME_WAIT, 0, 0, Timer.TIME_WAIT, 0, 0, 0),
            new TcpSocket(State.ESTABLISHED, 0, 7, Timer.NONE, 0, 0, 73239367));
    assertThat(sockets)
        .extracting(KernelSocket::cookie)
        .containsExactly(1346L, 1347L, 1348L, 1349L, 1350L, 1351L);
    assertThat(sockets)
        .extracting(KernelSocket::timerMillis)
        .containsExactly(0L, 0L, 0L, 98440L, 59444L, 0L);
    assertThat(sockets).extracting(KernelSocket::cgroup).containsExactly(1L, 1L, 1L, 1L, 0L, 1L);
    assertThat(sockets.get(2).info())
        .isEqualTo(new TcpInfo(30, 16, 0, 0, 0, 560, 560, 560, 8, 0, 7, 0));
    assertThat(sockets.get(0).info()).isNull();
    assertThat(answer.skipped()).isZero();
  }

  @Test
  void readsIpv4OfADualStackSocketAsIpv4() throws IOException {
    ports = new Ports(Set.of(RECORDED_IPV6));

    read(Datagram.recorded(2));

    assertThat(sockets)
        .extracting(KernelSocket::addresses)
        .contains(
            Ends.key("127.0.0.1", 40830, "127.0.0.1", RECORDED_IPV6),
            Ends.key("127.0.0.1", RECORDED_IPV6, "127.0.0.1", 40830));
    assertThat(sockets)
        .extracting(socket -> socket.socket().state())
        .containsExactly(State.LISTEN, State.FIN_WAIT_2, State.CLOSE_WAIT);
  }

  @Test
  void readsAnAddressOfIpv6() {
    Datagram datagram =
        new Datagram()
            .socket()
            .with(0, 10)
            .with(8, 0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10)
            .with(24, 0x20, 0x01, 0x0d, 0xb8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x07);

    read(datagram.bytes());

    assertThat(only().addresses())
        .isEqualTo(Ends.key("2001:db8:1::10", 22, "2001:db8:2::7", 40000));
  }

  @Test
  void readsAddressesAndNumbersInTheByteOrderOfTheHost() {
    ByteBuffer bytes = ByteBuffer.allocate(88).order(ByteOrder.BIG_ENDIAN);
    bytes.putInt(88).putShort((short) 20).putShort((short) 0).putInt(Datagram.SEQUENCE).putInt(0);
    bytes.put((byte) 2).put((byte) 1).put((byte) 2).put((byte) 3);
    bytes.putShort((short) 22).putShort((short) 40000).put(new byte[] {(byte) 192, 0, 2, 10});
    bytes.position(16 + 24).put(new byte[] {(byte) 198, 51, 100, 7});
    bytes.position(16 + 44).putInt(5).putInt(1).putInt(1234).putInt(8).putInt(9).putInt(10);
    bytes.putInt(11);

    read(bytes.rewind());

    assertThat(only())
        .isEqualTo(
            new KernelSocket(
                Ends.key("192.0.2.10", 22, "198.51.100.7", 40000),
                new TcpSocket(State.ESTABLISHED, 9, 8, Timer.KEEPALIVE, 0, 3, 11),
                1234,
                10,
                (1L << 32) + 5,
                0,
                false,
                null));
  }

  @Test
  void readsNumbersToTheirLimits() {
    Datagram datagram = new Datagram().socket().with(44, bytes(28, 0xff));

    read(datagram.bytes());

    KernelSocket socket = only();
    assertThat(socket.cookie()).isEqualTo(-1);
    assertThat(socket.timerMillis()).isEqualTo(0xffff_ffffL);
    assertThat(socket.uid()).isEqualTo(0xffff_ffffL);
    assertThat(socket.socket().inode()).isEqualTo(0xffff_ffffL);
    assertThat(socket.socket().sendQueueBytes()).isZero();
    assertThat(socket.socket().receiveQueueBytes()).isZero();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "0, NONE,              0, 0",
    "1, RETRANSMIT,        5, 0",
    "2, KEEPALIVE,         0, 5",
    "3, TIME_WAIT,         0, 0",
    "4, ZERO_WINDOW_PROBE, 0, 5",
  })
  void countsForTheTimerWhereTheKernelTellsNoMore(
      int code, Timer timer, int retransmits, int unansweredProbes) {
    read(new Datagram().socket().with(2, code, 5).bytes());

    TcpSocket socket = only().socket();
    assertThat(socket.timer()).isEqualTo(timer);
    assertThat(socket.retransmits()).isEqualTo(retransmits);
    assertThat(socket.unansweredProbes()).isEqualTo(unansweredProbes);
  }

  @Test
  void takesCountsFromTcpInfoWhereItIsThere() {
    byte[] info = new byte[104];
    info[2] = (byte) 200;
    info[3] = 9;

    read(new Datagram().socket().with(2, 1, 5).attribute(2, info).bytes());

    assertThat(only().socket().retransmits()).isEqualTo(200);
    assertThat(only().socket().unansweredProbes()).isEqualTo(9);
  }

  @Test
  void takesWhatAnOlderKernelDoesNotTellForZero() {
    byte[] info = bytesOf(104, 1);

    read(new Datagram().socket().attribute(2, info).bytes());

    assertThat(only().info()).extracting(TcpInfo::retransmits).isEqualTo(0x01010101L);
    assertThat(only().info()).extracting(TcpInfo::bytesAcked).isEqualTo(0L);
    assertThat(only().info()).extracting(TcpInfo::bytesSent).isEqualTo(0L);
  }

  @Test
  void takesTcpInfoThatIsTooShortForNone() {
    read(new Datagram().socket().attribute(2, new byte[103]).bytes());

    assertThat(only().info()).isNull();
  }

  @Test
  void findsItsAttributesAmongOthers() {
    byte[] group = {1, 2, 3, 4, 5, 6, 7, 8};

    read(
        new Datagram()
            .socket()
            .attribute(8, new byte[] {3})
            .attribute(0x8000 | 21, group)
            .attribute(2, new byte[232])
            .attribute(500, new byte[] {})
            .bytes());

    assertThat(only().cgroup()).isEqualTo(0x0807060504030201L);
    assertThat(only().info()).isNotNull();
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({"1000, 999, false", "1000, 1000, true", "0xffffffff, 0xfffffffe, false"})
  void tellsWhetherAWriteWouldHaveToWait(String room, String queued, boolean full) {
    ByteBuffer memory = Datagram.empty(36);
    memory.putInt(12, Long.decode(room).intValue()).putInt(20, Long.decode(queued).intValue());

    read(new Datagram().socket().attribute(7, memory.array()).bytes());

    assertThat(only().sendBufferFull()).isEqualTo(full);
  }

  @Test
  void leavesOutThoseWithOtherPorts() {
    ports = new Ports(Set.of(40000, 40001));

    read(
        new Datagram()
            .socket()
            .socket()
            .with(6, 1, 2)
            .socket()
            .with(4, 40001 >> 8, 40001 & 0xff, 0, 0)
            .bytes());

    assertThat(sockets)
        .extracting(socket -> socket.addresses().localPort())
        .containsExactly(22, 40001);
  }

  @Test
  void passesOverWhatAnswersAnotherRequest() {
    read(
        new Datagram()
            .message(DONE, MULTI, Datagram.SEQUENCE - 1)
            .put(0, 0, 0, 0)
            .socket()
            .bytes());

    assertThat(sockets).hasSize(1);
  }

  @Test
  void isCompleteWithTheLastMessage() {
    Progress progress =
        read(
            new Datagram()
                .socket()
                .message(DONE, MULTI, Datagram.SEQUENCE)
                .put(0, 0, 0, 0)
                .bytes());

    assertThat(progress).isEqualTo(Progress.COMPLETE);
  }

  @Test
  void remembersThatTheTableChanged() {
    read(new Datagram().message(Datagram.SOCKET, INTERRUPTED, Datagram.SEQUENCE).bytes());

    Progress progress = read(new Datagram().message(DONE, MULTI, Datagram.SEQUENCE).bytes());

    assertThat(progress).isEqualTo(Progress.INTERRUPTED);
  }

  @Test
  void forgetsForTheNextAnswerThatTheTableChanged() {
    read(new Datagram().message(DONE, INTERRUPTED, Datagram.SEQUENCE).bytes());

    answer.begin();
    Progress progress = read(new Datagram().message(DONE, MULTI, Datagram.SEQUENCE).bytes());

    assertThat(progress).isEqualTo(Progress.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(ints = {ERROR, DONE})
  void saysWhyTheKernelRefuses(int type) {
    Progress progress =
        read(new Datagram().message(type, 0, Datagram.SEQUENCE).put(-2, -1, -1, -1).bytes());

    assertThat(progress).isEqualTo(Progress.REFUSED);
    assertThat(answer.errno()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 89})
  void noticesAMessageOfImpossibleLength(int length) {
    ByteBuffer bytes = new Datagram().socket().bytes();
    bytes.putInt(0, length);

    Progress progress = read(bytes);

    assertThat(progress).isEqualTo(Progress.MALFORMED);
    assertThat(sockets).isEmpty();
  }

  @Test
  void noticesADatagramThatWasCutShort() throws IOException {
    ByteBuffer whole = Datagram.recorded(0);
    ports = new Ports(Set.of(RECORDED_IPV4));
    for (int length = 1; length < whole.limit(); length++) {
      sockets.clear();

      Progress progress = read(whole.duplicate().order(whole.order()).limit(length));

      assertThat(progress == Progress.MALFORMED || sockets.size() < 6).isTrue();
      assertThat(sockets).hasSizeLessThan(6);
    }
  }

  @ParameterizedTest(name = "byte {0} is {1}")
  @CsvSource({"0, 1", "0, 0", "1, 0", "1, 13", "1, 255", "2, 5", "2, 255"})
  void countsASocketThatItDoesNotUnderstandAndReadsOn(int at, int value) {
    read(new Datagram().socket().with(at, value).socket().bytes());

    assertThat(sockets).hasSize(1);
    assertThat(answer.skipped()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 0xffff})
  void tellsNothingOfASocketWithAnAttributeOfImpossibleLength(int length) {
    read(new Datagram().socket().put(length & 0xff, length >> 8, 2, 0).socket().bytes());

    assertThat(sockets).hasSize(1);
    assertThat(answer.skipped()).isEqualTo(1);
  }

  @Test
  void readsSocketsThatAKernelLetGo() throws IOException {
    ports = new Ports(Set.of(RECORDED_IPV4));

    answer.readGone(Datagram.recorded(4), ports, sockets);
    answer.readGone(Datagram.recorded(5), ports, sockets);

    assertThat(sockets)
        .extracting(KernelSocket::socket)
        .containsExactly(
            new TcpSocket(State.CLOSED, 0, 1, Timer.NONE, 0, 0, 0),
            new TcpSocket(State.CLOSED, 0, 0, Timer.NONE, 0, 0, 0));
    assertThat(sockets)
        .extracting(KernelSocket::info)
        .containsExactly(
            new TcpInfo(31, 18, 0, 0, 0, 0, 0, 0, 5, 1, 3, 0),
            new TcpInfo(21, 9, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0));
  }

  @Test
  void knowsOneThatWasAbortedByItsCookieAlone() throws IOException {
    answer.readGone(Datagram.recorded(6), ports, sockets);

    assertThat(only().cookie()).isEqualTo(6305);
    assertThat(only().info()).isNull();
    assertThat(only().socket()).isEqualTo(new TcpSocket(State.CLOSED, 0, 0, Timer.NONE, 0, 0, 0));
  }

  @Test
  void takesNothingOfOneThatIsGoneButWhatTheKernelFillsIn() {
    Datagram datagram =
        new Datagram()
            .socket()
            .with(1, 7, 0xee, 0xee)
            .with(52, bytes(4, 0xee))
            .with(64, bytes(8, 0xee));

    answer.readGone(datagram.bytes(), ports, sockets);

    assertThat(only().socket()).isEqualTo(new TcpSocket(State.CLOSED, 0, 0, Timer.NONE, 0, 0, 0));
    assertThat(only().timerMillis()).isZero();
    assertThat(only().uid()).isZero();
  }

  @Test
  void saysNothingOfASocketThatWasNeverBound() {
    answer.readGone(new Datagram().socket().with(1, 7).with(4, 0, 0, 0, 0).bytes(), ports, sockets);

    assertThat(sockets).isEmpty();
  }

  private Progress read(ByteBuffer datagram) {
    return answer.read(datagram, Datagram.SEQUENCE, ports, sockets);
  }

  private KernelSocket only() {
    assertThat(sockets).hasSize(1);
    return sockets.get(0);
  }

  private static int[] bytes(int count, int value) {
    int[] bytes = new int[count];
    java.util.Arrays.fill(bytes, value);
    return bytes;
  }

  private static byte[] bytesOf(int count, int value) {
    byte[] bytes = new byte[count];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
