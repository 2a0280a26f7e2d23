package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;

/**
 * An Apache MINA SSHD client that logs in once for each line of input, and sends heartbeats that
 * want no answer, unless the line ends in {@code quiet}.
 *
 * <p>Arguments: address, port, user, file with the private key.
 */
public final class MinaClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private MinaClient() {}

  public static void main(String[] arguments) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.setKeyIdentityProvider(new FileKeyPairProvider(Path.of(arguments[3])));
    client.start();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      beat(client, !line.endsWith("quiet"));
      logIn(client, arguments[2], arguments[0], Integer.parseInt(arguments[1]));
      System.out.println("logged in: " + line + ".");
    }
    System.exit(0); // whatever its sessions wait for
  }

  private static void beat(SshClient client, boolean beats) {
    if (beats) {
      client.setSessionHeartbeat(HeartbeatType.IGNORE, Duration.ofMillis(200));
    } else {
      client.disableSessionHeartbeat();
    }
  }

  private static void logIn(SshClient client, String user, String address, int port)
      throws Exception {
    ClientSession session = client.connect(user, address, port).verify(PATIENCE).getSession();
    session.auth().verify(PATIENCE);
  }
}
