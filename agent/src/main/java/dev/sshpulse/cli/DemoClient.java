package dev.sshpulse.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** SSH clients that log in with a key, run commands, and say what became of their connections. */
final class DemoClient implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String GREETING = "echo the link is alive";

  private final SshClient ssh = SshClient.setUpDefaultClient();
  private final Map<Integer, ClientSession> sessions = new HashMap<>();
  private final Tally tally;
  private long commands;

  DemoClient(PublicKey host, KeyPair user, Tally tally) {
    this.tally = tally;
    ssh.setServerKeyVerifier((session, address, key) -> KeyUtils.compareKeys(host, key));
    ssh.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(user));
    // The user's own ~/.ssh/config is no part of the demo.
    ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    ssh.addSessionListener(new Resets(tally));
    CoreModuleProperties.TCP_NODELAY.set(ssh, true);
    neverTimeOut(ssh);
    ssh.start();
  }

  /** A connection that vanished has to stay open until the demo ends. */
  private static void neverTimeOut(SshClient ssh) {
    CoreModuleProperties.IDLE_TIMEOUT.set(ssh, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(ssh, Duration.ZERO);
  }

  /** Logs in through this port of the loopback interface. */
  void open(int id, int port) throws IOException {
    ClientSession session =
        ssh.connect("demo", "127.0.0.1", port).verify(PATIENCE).getClientSession();
    sessions.put(id, session);
    session.addCloseFutureListener(closed -> tally.add(Seen.CLIENT_ENDED));
    session.auth().verify(PATIENCE);
    tally.add(Seen.CLIENT_OPENED);
  }

  /** Runs a command and waits until nothing of it is left on the wire. */
  String work(int id) throws IOException, InterruptedException, TimeoutException {
    String answer = session(id).executeRemoteCommand(GREETING, PATIENCE);
    tally.await(Seen.SERVER_COMMAND_ENDED, ++commands);
    if (!answer.equals(GREETING)) {
      throw new IOException("the server answered '" + answer + "' to '" + GREETING + "'");
    }
    return answer;
  }

  /** Logs out. */
  String close(int id) throws IOException {
    session(id).close(false);
    return awaitGone(id);
  }

  /** Returns when the connection is over; does nothing to end it. */
  String awaitGone(int id) throws IOException {
    EnumSet<ClientSessionEvent> closed = EnumSet.of(ClientSessionEvent.CLOSED);
    if (!session(id).waitFor(closed, PATIENCE).containsAll(closed)) {
      throw new IOException("connection " + id + " is still open");
    }
    sessions.remove(id);
    return "";
  }

  /** Connects to a port that is taken, so that nobody else can come to listen there. */
  String connectWhereNobodyListens() throws IOException {
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ssh.connect("demo", "127.0.0.1", silent.getLocalPort()).verify(PATIENCE);
      throw new IOException("somebody listens where nobody does");
    } catch (IOException e) {
      if (!isRefused(e)) {
        throw e;
      }
      tally.add(Seen.REFUSED);
      return "";
    }
  }

  private static boolean isRefused(@Nullable Throwable e) {
    return e != null && (e instanceof ConnectException || isRefused(e.getCause()));
  }

  private ClientSession session(int id) {
    ClientSession session = sessions.get(id);
    if (session == null) {
      throw new IllegalArgumentException("no connection " + id);
    }
    return session;
  }

  @Override
  public void close() throws IOException {
    ssh.stop();
  }

  private record Resets(Tally tally) implements SessionListener {

    @Override
    public void sessionException(Session session, Throwable failure) {
      // A read's text; a write would say "by peer", and none is under way.
      if ("Connection reset".equals(failure.getMessage())) {
        tally.add(Seen.CONNECTION_RESET);
      }
    }
  }
}
