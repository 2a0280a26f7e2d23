package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;

/** Clients of a server that send all the time, and others that come and go. */
final class Clients implements AutoCloseable {
  /** One of MINA's, and OpenSSH's. The others come and go. */
  static final int THAT_STAY = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] WORK = new byte[1024];
  private static final long PAUSE_NANOS = 10_000_000;

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final SshClient mina = SshClient.setUpDefaultClient();
  private final KeyPair key;
  private final ClientChannel channel;
  private final Process openSsh;
  private volatile boolean over;

  private Clients(int port, Path directory) throws Exception {
    this.port = port;
    this.key = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    mina.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    mina.start();
    this.channel = open(session(), "work");
    this.openSsh = openSsh(directory);
  }

  static Clients of(int port, Path directory) throws Exception {
    assumeTrue(new File("/usr/bin/ssh").canExecute(), "missing: ssh (Debian: openssh-client)");
    Clients clients = new Clients(port, directory);
    clients.begin(() -> clients.send(clients.channel.getInvertedIn()));
    clients.begin(() -> clients.send(clients.openSsh.getOutputStream()));
    for (int i = 0; i < 3; i++) {
      clients.begin(clients::knock);
    }
    return clients;
  }

  private ClientSession session() throws IOException {
    ClientSession session = mina.connect("probe", "127.0.0.1", port).verify(PATIENCE).getSession();
    session.addPublicKeyIdentity(key);
    session.auth().verify(PATIENCE);
    return session;
  }

  private static ClientChannel open(ClientSession session, String command) throws IOException {
    ClientChannel channel = session.createExecChannel(command);
    channel.setOut(OutputStream.nullOutputStream());
    channel.open().verify(PATIENCE);
    return channel;
  }

  private Process openSsh(Path directory) throws IOException {
    Path file = directory.resolve("key");
    Namespace.execute(
        "", List.of("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", file.toString()));
    Path out = directory.resolve("ssh");
    List<String> command =
        List.of(
            "ssh -F none -T -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                .concat(" -o BatchMode=yes -p " + port + " -i " + file + " probe@127.0.0.1 work")
                .split(" "));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    await().atMost(PATIENCE).until(() -> Files.readString(out).contains("logged in"));
    return process;
  }

  private void begin(Work work) {
    Thread thread = new Thread(() -> repeat(work));
    thread.start();
    threads.add(thread);
  }

  /** One piece of it. */
  private interface Work {
    void run() throws IOException;
  }

  private void repeat(Work work) {
    try {
      while (!over) {
        work.run();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Throwable t) {
      failures.add(t);
    }
  }

  private void send(OutputStream to) throws IOException {
    to.write(WORK);
    to.flush();
  }

  /** Connects, hears the server's identification, and goes. */
  private void knock() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      byte[] hello = socket.getInputStream().readNBytes(8);
      assertThat(new String(hello, StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-");
    }
  }

  /** Somebody logs in, does something, and goes. */
  void newcomer() throws IOException {
    try (ClientSession session = session();
        ClientChannel own = open(session, "short")) {
      finish(own);
    }
  }

  private static void finish(ClientChannel channel) throws IOException {
    channel.getInvertedIn().close();
    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
    assertThat(channel.getExitStatus()).isZero();
  }

  /** Ends them all in order; the server has taken everything. */
  void assertUnhurt() throws Exception {
    stop();
    assertThat(failures).isEmpty();
    finish(channel);
    openSsh.getOutputStream().close();
    assertThat(openSsh.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(openSsh.exitValue()).isZero();
  }

  private void stop() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    openSsh.destroyForcibly();
    mina.close(true).await(PATIENCE);
  }
}
