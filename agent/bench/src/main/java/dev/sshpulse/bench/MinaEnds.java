package dev.sshpulse.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;

/** A client and a server of Apache MINA SSHD in this process, with its default algorithms. */
final class MinaEnds implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "of the benchmark";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final SshClient client = SshClient.setUpDefaultClient();

  /**
   * Starts both.
   *
   * @param offers sets what the server offers beyond a login
   */
  MinaEnds(Consumer<SshServer> offers) throws IOException {
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey()));
    server.setPasswordAuthenticator((user, password, session) -> PASSWORD.equals(password));
    // Else Nagle's algorithm waits for delayed acknowledgements, 40 ms in each life.
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    offers.accept(server);
    server.start();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.start();
  }

  private static KeyPair hostKey() {
    try {
      return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session that is logged in. */
  ClientSession connect() throws IOException {
    ClientSession session =
        client
            .connect("user", server.getHost(), server.getPort())
            .verify(PATIENCE)
            .getClientSession();
    session.addPasswordIdentity(PASSWORD);
    session.auth().verify(PATIENCE);
    return session;
  }

  @Override
  public void close() throws IOException {
    client.stop();
    server.stop(true);
  }
}
