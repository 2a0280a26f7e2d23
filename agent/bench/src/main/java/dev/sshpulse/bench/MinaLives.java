package dev.sshpulse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;

/**
 * Whole connections from a client of Apache MINA SSHD to a server of its, with its default
 * algorithms: key exchange, login with a password, and an orderly close; one after the other.
 */
final class MinaLives implements Lives.Kind {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "of the benchmark";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final SshClient client = SshClient.setUpDefaultClient();

  MinaLives() throws IOException {
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey()));
    server.setPasswordAuthenticator((user, password, session) -> PASSWORD.equals(password));
    // Else Nagle's algorithm waits for delayed acknowledgements, 40 ms in each life.
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
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

  @Override
  public void live(int lives) throws IOException {
    for (int i = 0; i < lives; i++) {
      try (ClientSession session = connect()) {
        session.addPasswordIdentity(PASSWORD);
        session.auth().verify(PATIENCE);
      }
    }
  }

  private ClientSession connect() throws IOException {
    return client
        .connect("user", server.getHost(), server.getPort())
        .verify(PATIENCE)
        .getClientSession();
  }

  @Override
  public void close() throws IOException {
    client.stop();
    server.stop(true);
  }
}
