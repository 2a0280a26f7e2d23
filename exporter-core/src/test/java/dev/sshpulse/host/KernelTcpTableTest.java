package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.host.TcpSocket.State;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the table of the kernel that this runs on. */
class KernelTcpTableTest {
  private static final File NET = new File("/proc/self/net");

  private final TcpTable table = new TcpTable(NET);
  private SocketChannel client;
  private SocketChannel accepted;

  @BeforeEach
  void connect() throws IOException {
    assumeTrue(NET.isDirectory(), "no /proc/self/net: this needs Linux");
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(server.getLocalAddress());
      accepted = server.accept();
    }
  }

  @Test
  void findsBothEndsOfAConnection() throws IOException {
    Map<TcpAddresses, TcpSocket> found = table.find(Set.of(key(client), key(accepted)));

    assertThat(found).containsOnlyKeys(key(client), key(accepted));
    assertThat(found.values()).extracting(TcpSocket::state).containsOnly(State.ESTABLISHED);
    assertThat(found.values()).extracting(TcpSocket::inode).doesNotContain(0L);
    assertThat(table.skippedLines()).isZero();
  }

  @Test
  void seesWhatWasReceivedAndNotRead() throws IOException {
    client.write(ByteBuffer.allocate(1234));

    await()
        .untilAsserted(() -> assertThat(socket(key(accepted)).receiveQueueBytes()).isEqualTo(1234));
    await().untilAsserted(() -> assertThat(socket(key(client)).sendQueueBytes()).isZero());
  }

  @Test
  void seesThatThePeerHasClosed() throws IOException {
    TcpAddresses closing = key(client);

    client.close();

    await()
        .untilAsserted(() -> assertThat(socket(key(accepted)).state()).isEqualTo(State.CLOSE_WAIT));
    await().untilAsserted(() -> assertThat(socket(closing).state()).isEqualTo(State.FIN_WAIT_2));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
  }

  private TcpSocket socket(TcpAddresses key) throws IOException {
    return Objects.requireNonNull(table.find(Set.of(key)).get(key));
  }

  private static TcpAddresses key(SocketChannel channel) throws IOException {
    return TcpAddresses.of(
        (InetSocketAddress) channel.getLocalAddress(),
        (InetSocketAddress) channel.getRemoteAddress());
  }
}
