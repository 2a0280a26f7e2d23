package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.host.DiagAnswer.Progress;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the kernel that this runs on. */
class KernelSockDiagTest {
  private SockDiag sockDiag;
  private Sockets ipv4;
  private Sockets dualStack;
  private Set<Integer> ports;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "this needs Linux");
    sockDiag = SockDiag.open(null);
    ipv4 = Sockets.ipv4();
    dualStack = Sockets.dualStack();
    ports = Set.of(ipv4.port(), dualStack.port());
    sockDiag.gone(ports);
  }

  @Test
  void letsTheKernelLeaveOutOtherPorts() throws IOException {
    Sockets.Pair pair = ipv4.connect();
    dualStack.connect();
    int port = pair.clientPort();

    List<KernelSocket> sent = askedFor(new Ports(Set.of(port)));

    // Whoever had this port before may have left a connection in TIME_WAIT.
    assertThat(sent)
        .extracting(KernelSocket::addresses)
        .contains(here(pair), there(pair))
        .allMatch(ends -> has(ends, port));
  }

  private TcpAddresses here(Sockets.Pair pair) throws IOException {
    return Ends.key("127.0.0.1", pair.clientPort(), "127.0.0.1", ipv4.port());
  }

  private TcpAddresses there(Sockets.Pair pair) throws IOException {
    return Ends.key("127.0.0.1", ipv4.port(), "127.0.0.1", pair.clientPort());
  }

  private static boolean has(TcpAddresses ends, int port) {
    return ends.localPort() == port || ends.peerPort() == port;
  }

  /** What the kernel sends, whatever its port, if it is asked for these. */
  private static List<KernelSocket> askedFor(Ports asked) throws IOException {
    Ports all = new Ports(IntStream.range(1, 65536).boxed().collect(Collectors.toSet()));
    List<KernelSocket> sent = new ArrayList<>();
    DiagAnswer answer = new DiagAnswer();
    ByteBuffer buffer = NetlinkSocket.direct(65536);
    try (NetlinkSocket kernel = NetlinkSocket.toKernel()) {
      DumpRequest.write(buffer, DiagSocket.IPV4, 1, asked);
      kernel.send(buffer);
      Progress progress = Progress.MORE;
      while (progress == Progress.MORE) {
        kernel.receive(buffer);
        progress = answer.read(buffer, 1, all, sent);
      }
      assertThat(progress).isEqualTo(Progress.COMPLETE);
    }
    return sent;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 299, 300, 301, 499, 500, 501, 5000})
  void findsAPortAmongManyAndHearsOfIt(int others) throws IOException {
    Sockets.Pair pair = ipv4.connect();
    Set<Integer> wanted = new HashSet<>();
    for (int i = 0; i < others; i++) {
      wanted.add(2 * i + 3);
    }
    wanted.removeAll(Set.of(ipv4.port(), pair.clientPort()));
    wanted.add(ipv4.port());
    sockDiag.gone(wanted);
    Set<TcpAddresses> ours =
        Set.of(Ends.key("127.0.0.1", ipv4.port(), "0.0.0.0", 0), here(pair), there(pair));

    List<KernelSocket> there = sockDiag.read(wanted);
    pair.client().close();
    pair.server().close();
    List<KernelSocket> gone = awaitGone(wanted, this::isOfThisTest, 2);

    assertThat(there).filteredOn(socket -> ours.contains(socket.addresses())).hasSize(3);
    assertThat(gone).hasSize(2);
  }

  /** Other processes come and go meanwhile, and abort sockets of theirs. */
  private boolean isOfThisTest(KernelSocket socket) {
    return ports.contains(socket.addresses().localPort())
        || ports.contains(socket.addresses().peerPort());
  }

  @Test
  void findsTheFirstAndTheLastOfNeighbours() throws IOException {
    int port = ipv4.port();

    List<KernelSocket> first = sockDiag.read(Set.of(port, port + 1, port + 2));
    List<KernelSocket> last = sockDiag.read(Set.of(port - 2, port - 1, port));
    List<KernelSocket> none = sockDiag.read(Set.of(port - 1, port + 1));

    assertThat(first).extracting(s -> s.addresses().localPort()).contains(port);
    assertThat(last).extracting(s -> s.addresses().localPort()).contains(port);
    assertThat(none).extracting(s -> s.addresses().localPort()).doesNotContain(port);
  }

  @Test
  void asksNothingWhereNothingIsWanted() throws IOException {
    assertThat(sockDiag.read(Set.of())).isEmpty();
  }

  @Test
  void seesTheRetransmissionsOfAConnectThatNobodyAnswers() throws IOException {
    try (ServerSocketChannel full = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      full.bind(new InetSocketAddress("127.0.0.1", 0), 1);
      InetSocketAddress there = (InetSocketAddress) full.getLocalAddress();
      List<SocketChannel> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) { // as many as the backlog takes
        clients.add(SocketChannel.open(there));
      }
      for (int i = 0; i < 3; i++) {
        clients.add(connecting(there));
      }

      await().until(() -> repeated(there.getPort()).size() >= 3);

      for (KernelSocket socket : repeated(there.getPort())) {
        assertThat(socket.socket().state()).isEqualTo(State.SYN_SENT);
        assertThat(socket.socket().timer()).isEqualTo(Timer.RETRANSMIT);
        assertThat(socket.info().unacked()).isEqualTo(1);
      }
      await().untilAsserted(() -> assertTimersRun(repeated(there.getPort())));
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  /** One that is due and has not run yet has no time left. */
  private static void assertTimersRun(List<KernelSocket> sockets) {
    assertThat(sockets)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(socket -> assertThat(socket.timerMillis()).isPositive());
  }

  private static SocketChannel connecting(InetSocketAddress there) throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET);
    client.configureBlocking(false);
    client.connect(there);
    return client;
  }

  private List<KernelSocket> repeated(int port) throws IOException {
    return sockDiag.read(Set.of(port)).stream().filter(s -> s.socket().retransmits() > 0).toList();
  }

  @Test
  void seesThatThePeerTakesNoMore() throws IOException {
    Sockets.Pair pair = ipv4.connect();
    pair.client().configureBlocking(false);

    await() // the kernel makes more room for a while
        .untilAsserted(
            () -> {
              fill(pair.client());
              KernelSocket client = of(pair.client());
              assertThat(client.socket().timer()).isEqualTo(Timer.ZERO_WINDOW_PROBE);
              assertThat(client.sendBufferFull()).isTrue();
            });

    assertThat(of(pair.client()).socket().sendQueueBytes()).isPositive();
    assertThat(of(pair.server()).sendBufferFull()).isFalse();
    assertThat(of(pair.server()).socket().receiveQueueBytes()).isPositive();
  }

  private static void fill(SocketChannel channel) throws IOException {
    ByteBuffer much = ByteBuffer.allocate(1 << 20);
    do {
      much.clear();
    } while (channel.write(much) > 0);
  }

  private KernelSocket of(SocketChannel channel) throws IOException {
    TcpAddresses key =
        TcpAddresses.of(
            (InetSocketAddress) channel.getLocalAddress(),
            (InetSocketAddress) channel.getRemoteAddress());
    return sockDiag.read(ports).stream()
        .filter(socket -> socket.addresses().equals(key))
        .findAny()
        .orElseThrow();
  }

  @Test
  void hearsOfConnectionsThatNoReadingSaw() throws IOException {
    for (int i = 0; i < 20; i++) {
      ipv4.connectAndLeave(5);
      dualStack.connectAndLeave(5);
    }

    List<KernelSocket> gone = awaitGone(ports, this::isOfThisTest, 80);

    assertThat(gone).hasSize(80);
    assertThat(gone).extracting(KernelSocket::cookie).doesNotContain(0L).doesNotHaveDuplicates();
    assertThat(gone).extracting(socket -> socket.socket().state()).containsOnly(State.CLOSED);
    assertThat(gone)
        .filteredOn(socket -> ports.contains(socket.addresses().localPort()))
        .hasSize(40)
        .allSatisfy(server -> assertThat(server.info().bytesReceived()).isEqualTo(5 + 1));
    assertThat(gone)
        .filteredOn(socket -> ports.contains(socket.addresses().peerPort()))
        .hasSize(40)
        .allSatisfy(client -> assertThat(client.info().bytesAcked()).isEqualTo(1 + 5 + 1));
  }

  @Test
  void hearsOfOneThatThisEndAbortedByItsCookie() throws IOException {
    Sockets.Pair ofIpv4 = ipv4.connect();
    Sockets.Pair ofDualStack = dualStack.connect();
    long one = of(ofIpv4.client()).cookie();
    long other = of(ofDualStack.server()).cookie();

    ofIpv4.abort(ofIpv4.client());
    ofDualStack.abort(ofDualStack.server());
    List<KernelSocket> gone = awaitGone(ports, s -> s.cookie() == one || s.cookie() == other, 2);

    assertThat(gone)
        .allSatisfy(aborted -> assertThat(aborted.addresses().peerPort()).isZero())
        .allSatisfy(aborted -> assertThat(aborted.info()).isNull());
  }

  @Test
  void hearsOfOneThatThePeerAborted() throws IOException {
    Sockets.Pair pair = ipv4.connect();
    pair.say(7);
    KernelSocket server = of(pair.server());

    pair.abort(pair.client());
    pair.server().close();
    List<KernelSocket> gone = awaitGone(ports, s -> s.cookie() == server.cookie(), 1);

    assertThat(gone)
        .singleElement()
        .satisfies(dead -> assertThat(dead.addresses()).isEqualTo(server.addresses()))
        .satisfies(dead -> assertThat(dead.info().bytesReceived()).isEqualTo(7));
  }

  @Test
  void hearsNothingOfOtherPorts() throws IOException {
    try (Sockets others = Sockets.ipv4()) {
      int port = others.port();
      others.connectAndLeave(1);
      ipv4.connectAndLeave(1);

      List<KernelSocket> gone = awaitGone(ports, socket -> true, 2);

      assertThat(gone)
          .noneMatch(s -> s.addresses().localPort() == port || s.addresses().peerPort() == port);
    }
  }

  @Test
  void tellsOfEachOnce() throws IOException {
    ipv4.connectAndLeave(1);
    awaitGone(ports, this::isOfThisTest, 2);

    assertThat(sockDiag.gone(ports)).noneMatch(this::isOfThisTest);
  }

  @Test
  void saysOnceThatSomeMayBeMissingAndThenTellsOfTheOthers() throws IOException {
    try (GoneSockets narrow = GoneSockets.open(1, NetlinkSocket.direct(4096), new DiagAnswer())) {
      Ports wanted = new Ports(ports);
      narrow.take(wanted);
      for (int i = 0; i < 50; i++) {
        ipv4.connectAndLeave(1);
      }
      awaitGone(ports, this::isOfThisTest, 100);

      assertThatThrownBy(() -> narrow.take(wanted))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("more sockets have gone than the kernel had room to tell of");
      assertThat(narrow.take(wanted)).isNotEmpty().hasSizeLessThan(100);
      assertThat(narrow.take(wanted)).noneMatch(this::isOfThisTest);
    }
  }

  /** The kernel tells of them a little later, from a thread of its own. */
  private List<KernelSocket> awaitGone(
      Set<Integer> wanted, Predicate<KernelSocket> which, int count) {
    List<KernelSocket> gone = new ArrayList<>();
    await()
        .until(
            () -> {
              sockDiag.gone(wanted).stream().filter(which).forEach(gone::add);
              return gone.size() >= count;
            });
    return gone;
  }

  @Test
  void saysWhatIsNoPort() {
    assertThatThrownBy(() -> sockDiag.read(Set.of(65536)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a port, which is a number of 1 to 65535: 65536");
  }

  @AfterEach
  void close() throws IOException {
    sockDiag.close();
    ipv4.close();
    dualStack.close();
  }
}
