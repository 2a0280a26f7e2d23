package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.model.Side;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentsNextDoorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";

  private final List<ServerSocket> servers = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong now = new AtomicLong(1);
  private InetAddress loopback;

  /** A loopback address of which no other test has a port. */
  @BeforeEach
  void chooseAnAddress() throws IOException {
    assumeTrue(new File("/proc/self/net").isDirectory(), "127.0.0.0/8 is loopback on Linux alone");
    loopback = InetAddress.getByName("127.84.31.7");
  }

  @AfterEach
  void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  @Test
  void readsTheConnectionsOfAnAgent() throws IOException {
    InetSocketAddress agent = agent(0, connection("client", 4711));

    AgentsNextDoor.Reading reading = agents(agent).read();

    assertThat(reading.connections())
        .isEqualTo(Map.of(Ends.key("127.0.0.1", 4711, "127.0.0.1", 22), Side.CLIENT));
    assertThat(reading.status().up()).as(reading.status().reason()).isTrue();
    assertThat(reading.status().reason()).isEqualTo("agents at 127.84.31.7:" + agent.getPort());
    assertThat(asked)
        .containsExactly(
            "GET /api/v1/connections HTTP/1.1\r\nHost: 127.84.31.7:"
                + agent.getPort()
                + "\r\nAccept: application/json\r\nConnection: close\r\n");
  }

  @Test
  void findsTheAgentsThatTookTheNextFreePorts() throws IOException {
    InetSocketAddress first = agent(0, connection("client", 1));
    int port = first.getPort();
    agent(port + 2, connection("server", 2));
    agent(port + 9, connection("server", 3));
    agent(port + 10, connection("server", 4));

    AgentsNextDoor.Reading reading = agents(first).read();

    assertThat(reading.connections().keySet())
        .extracting(TcpAddresses::localPort)
        .containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void findsAnAgentWhereTheFirstHasEnded() throws IOException {
    InetSocketAddress first = agent(0, "");
    agent(first.getPort() + 1, connection("server", 2));
    servers.get(0).close();

    AgentsNextDoor.Reading reading = agents(first).read();

    assertThat(reading.connections()).hasSize(1);
    assertThat(reading.status().up()).isTrue();
  }

  @Test
  void asksTheAgentsItFoundForWhatHasEnded() throws IOException {
    InetSocketAddress first =
        server(0, OK + "{\"connections\":[],\"endings\":[" + connection("client", 5) + "]}");
    AgentsNextDoor agents = agents(first);

    assertThat(agents.ended().connections()).as("nobody is known yet").isEmpty();
    assertThat(asked).isEmpty();

    agents.read();
    assertThat(agents.ended().connections())
        .containsOnlyKeys(Ends.key("127.0.0.1", 5, "127.0.0.1", 22));
    assertThat(asked.get(1)).startsWith("GET /api/v1/endings ");
  }

  @Test
  void doesNotAskItself() throws IOException {
    InetSocketAddress first = agent(0, "");
    agent(first.getPort() + 1, connection("server", 2));
    AgentsNextDoor agents = agents(first);

    agents.skip(first.getPort() + 1);

    assertThat(agents.read().connections()).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @Test
  void hasNothingToSayWhereNobodyListens() throws IOException {
    InetSocketAddress nobody = new InetSocketAddress(loopback, freeRow());

    AgentsNextDoor.Reading reading = agents(nobody).read();

    assertThat(reading.connections()).isEmpty();
    assertThat(reading.answered()).isFalse();
    assertThat(reading.status()).isNull();
  }

  @Test
  void isDownWhileAnAgentDoesNotAnswerAndUpAgainWithItsNextAnswer() throws IOException {
    String whole = OK + "{\"connections\":[" + connection("client", 1) + "]}";
    List<String> answers =
        new CopyOnWriteArrayList<>(List.of(whole, whole.substring(0, 90), "", whole));
    ServerSocket server = listen(0);
    serve(
        server,
        out -> {
          out.write(answers.remove(0).getBytes(ISO_8859_1));
          out.close();
        });
    AgentsNextDoor agents = agents((InetSocketAddress) server.getLocalSocketAddress());

    AgentsNextDoor.Reading well = agents.read();
    AgentsNextDoor.Reading slow = agents.read();
    AgentsNextDoor.Reading mute = agents.read();
    AgentsNextDoor.Reading again = agents.read();

    assertThat(well.status().up()).as(well.status().reason()).isTrue();
    assertThat(slow.answered()).isFalse();
    assertThat(slow.status().up()).isFalse();
    assertThat(slow.status().reason()).doesNotContain("refused", "left alone");
    assertThat(mute.status().reason()).endsWith(": it closes without an answer");
    assertThat(again.status().up()).as(again.status().reason()).isTrue();
    assertThat(again.connections()).hasSize(1);
  }

  @Test
  void asksAgainAtOnceWhoWasNeverKnownAndTooSlow() throws IOException {
    InetSocketAddress silent = server(0, null);
    AgentsNextDoor agents = new AgentsNextDoor(List.of(silent), Duration.ofMillis(100));

    // A round may be over before it has asked.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              agents.read();
              return asked.size() >= 2;
            });
  }

  @Test
  void hasNothingToSayOnceTheLastAgentHasEnded() throws IOException {
    AgentsNextDoor agents = agents(agent(0, connection("client", 1)));
    assertThat(agents.read().status().up()).isTrue();

    servers.get(0).close();

    await().atMost(PATIENCE).until(() -> agents.read().status() == null);
  }

  @Test
  void doesNotTakeASidecarForAnAgent() throws IOException {
    InetSocketAddress first = agent(0, connection("client", 1));
    InetSocketAddress sidecar =
        server(
            first.getPort() + 1,
            OK + "{\"observer\":\"sidecar\",\"connections\":[" + connection("server", 2) + "]}");
    AgentsNextDoor agents = agents(first);

    AgentsNextDoor.Reading reading = agents.read();

    assertThat(reading.connections().keySet())
        .extracting(TcpAddresses::localPort)
        .containsExactly(1);
    assertThat(reading.status().up()).isTrue();
    assertThat(reading.status().reason())
        .matches(
            "agents at .*; 127\\.84\\.31\\.7:"
                + sidecar.getPort()
                + " is left alone until \\S+Z, because it is a sidecar, not an agent");
  }

  @Test
  void goesOnSayingWhyItLeavesAlone() throws IOException {
    InetSocketAddress page = server(0, "HTTP/1.1 404 Not Found\r\n\r\n");
    AgentsNextDoor agents = agents(page);

    agents.read();
    AgentsNextDoor.Reading later = agents.read();

    assertThat(asked).hasSize(1);
    assertThat(later.status().up()).isFalse();
    assertThat(later.status().reason())
        .contains(" is left alone until ", ", because it answers 404");
  }

  @Test
  void givesUpOnAnAgentThatDoesNotAnswerInTime() throws IOException {
    InetSocketAddress silent = server(0, null);

    AgentsNextDoor.Reading reading =
        new AgentsNextDoor(List.of(silent), Duration.ofMillis(100)).read();

    assertThat(reading.status().up()).isFalse();
    assertThat(reading.status().reason()).startsWith("127.84.31.7:" + silent.getPort() + ": ");
  }

  @Test
  void givesUpOnAnAnswerThatNeverEndsThoughEachByteComesInTime() throws IOException {
    ServerSocket server = listen(0);
    InetSocketAddress slow = (InetSocketAddress) server.getLocalSocketAddress();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    serve(server, out -> clock.scheduleAtFixedRate(() -> blank(out), 0, 10, MILLISECONDS));
    try {
      AgentsNextDoor agents = new AgentsNextDoor(List.of(slow), Duration.ofMillis(300));

      AgentsNextDoor.Reading reading = assertTimeoutPreemptively(PATIENCE, agents::read);

      assertThat(reading.status().reason()).contains("out");
    } finally {
      clock.shutdownNow();
    }
  }

  private static void blank(OutputStream out) {
    try {
      out.write(' ');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // ends the schedule: nobody listens any more
    }
  }

  @Test
  void takesNoMoreThanAnAgentWouldSay() throws IOException {
    InetSocketAddress endless = server(0, OK + "{\"connections\":[" + " ".repeat(9 << 20) + "]}");

    AgentsNextDoor.Reading reading = agents(endless).read();

    assertThat(reading.status().up()).isFalse();
    assertThat(reading.status().reason()).contains("longer than anybody asked for");
  }

  @Test
  void followsNoRedirect() throws IOException {
    InetSocketAddress elsewhere =
        server(0, "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n");

    assertThat(agents(elsewhere).read().status().reason()).endsWith(", because it answers 302");
  }

  @Test
  void saysWhatElseAnswersWhereAnAgentShould() throws IOException {
    // Each is asked before the next listens: it might be behind the one before.
    InetSocketAddress page = server(0, "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>");
    assertThat(agents(page).read().status().reason()).endsWith(", because it answers no JSON");
    InetSocketAddress other = server(0, "SSH-2.0-OpenSSH_9.2\r\n");
    assertThat(agents(other).read().status().reason()).endsWith(", because it answers no HTTP");
    InetSocketAddress mute = server(0, "");
    assertThat(agents(mute).read().status().reason()).endsWith(": it closes without an answer");
  }

  @Test
  void leavesAStrangerBehindTheAgentAloneForMinutes() throws IOException {
    InetSocketAddress first = agent(0, connection("client", 1));
    server(first.getPort() + 1, "HTTP/1.1 404 Not Found\r\n\r\n");
    AgentsNextDoor agents = agents(first);

    assertThat(agents.read().status().up()).isTrue();
    agents.read();
    assertThat(asked).as("both, and then the agent alone").hasSize(3);

    now.addAndGet(Duration.ofMinutes(6).toNanos());
    agents.read();
    assertThat(asked).hasSize(5);
  }

  @Test
  void isDownWhereAnAgentLeavesConnectionsOutOrHidesTheirAddresses() throws IOException {
    InetSocketAddress large = server(0, OK + "{\"connections\":[],\"left_out\":7}");
    assertThat(agents(large).read().status().reason()).endsWith(" leaves out 7 connections");
    InetSocketAddress shy = server(0, OK + "{\"connections\":[{\"id\":1,\"side\":\"client\"}]}");
    assertThat(agents(shy).read().status().reason()).contains("shows no addresses: let its");
    assertThat(agents(shy).read().status().up()).isFalse();
  }

  private AgentsNextDoor agents(InetSocketAddress first) {
    return new AgentsNextDoor(List.of(first), PATIENCE, now::get);
  }

  private static String connection(String side, int port) {
    return "{\"side\":\"%s\",\"local\":\"127.0.0.1:%d\",\"peer\":\"127.0.0.1:22\"}"
        .formatted(side, port);
  }

  private InetSocketAddress agent(int port, String connection) throws IOException {
    return server(port, OK + "{\"connections\":[" + connection + "]}");
  }

  /**
   * @param answer to whatever is asked; null: none, and the connection stays open
   */
  private InetSocketAddress server(int port, String answer) throws IOException {
    ServerSocket server = listen(port);
    serve(
        server,
        out -> {
          if (answer != null) {
            out.write(answer.getBytes(ISO_8859_1));
            out.close();
          }
        });
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /**
   * @param port 0: one behind which nobody listens
   */
  private ServerSocket listen(int port) throws IOException {
    ServerSocket server = new ServerSocket(port == 0 ? freeRow() : port, 50, loopback);
    servers.add(server);
    return server;
  }

  /** The first of as many free ports in a row as are looked at, and one more. */
  private int freeRow() throws IOException {
    List<ServerSocket> row = new ArrayList<>();
    while (true) {
      try {
        row.add(new ServerSocket(0, 50, loopback));
        int first = row.get(0).getLocalPort();
        for (int port = first + 1; port <= first + 10; port++) {
          row.add(new ServerSocket(port, 50, loopback));
        }
        return first;
      } catch (BindException e) {
        // Somebody listens in between: another row.
      } finally {
        for (ServerSocket server : row) {
          server.close();
        }
        row.clear();
      }
    }
  }

  private interface Answer {
    void to(OutputStream out) throws IOException;
  }

  private void serve(ServerSocket server, Answer answer) {
    Thread thread =
        new Thread(
            () -> {
              List<Socket> kept = new ArrayList<>();
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  kept.add(socket);
                  asked.add(request(socket.getInputStream()));
                  answer.to(socket.getOutputStream());
                } catch (IOException e) {
                  // Its client has gone, or the test is over.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("gone");
      }
      request.append((char) c);
    }
    return request.substring(0, request.length() - 2);
  }
}
