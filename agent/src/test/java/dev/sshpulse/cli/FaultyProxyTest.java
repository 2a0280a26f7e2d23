package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {

  private static final int PATIENCE_MILLIS = 20_000;

  private ServerSocket listener;
  private FaultyProxy proxy;
  private Socket client;
  private Socket server;
  private Link link;

  @BeforeEach
  void connect() throws Exception {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = new FaultyProxy(listener.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    server = listener.accept();
    link = proxy.link();
    client.setSoTimeout(PATIENCE_MILLIS);
    server.setSoTimeout(PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    proxy.close();
    listener.close();
  }

  @Test
  void relaysBothWays() throws Exception {
    client.getOutputStream().write('c');
    server.getOutputStream().write('s');

    assertThat(server.getInputStream().read()).isEqualTo('c');
    assertThat(client.getInputStream().read()).isEqualTo('s');
  }

  @Test
  void endsTheOtherStreamWhenOneEnds() throws Exception {
    client.close();

    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void resetsTheClientAndEndsTheServersStreamInOrder() throws Exception {
    link.reset();

    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessage("Connection reset");
    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void hangsUpSoThatTheWriteAfterNextIsABrokenPipe() throws Exception {
    link.hangUp();

    assertThat(client.getInputStream().read()).isEqualTo(-1);
    client.getOutputStream().write(0);
    assertThatThrownBy(() -> writeOn(client)).hasMessage("Broken pipe");
    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  /** The answer to the first write takes a moment on a busy machine. */
  private static void writeOn(Socket socket) throws IOException {
    for (int i = 0; i < 100_000; i++) {
      socket.getOutputStream().write(0);
    }
  }

  @Test
  void takesWhatTheServerSendsToAClientThatIsGone() throws Exception {
    link.reset();

    server.getOutputStream().write(new byte[1 << 20]);
    server.shutdownOutput();

    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void swallowsEverythingOnceVanishedEvenThatTheEndsAreGone() throws Exception {
    link.vanish();
    client.getOutputStream().write('c');
    client.shutdownOutput();
    server.getOutputStream().write('s');
    server.shutdownOutput();
    await().until(link::isOver);

    server.setSoTimeout(1);
    client.setSoTimeout(1);

    assertThatThrownBy(() -> server.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }
}
