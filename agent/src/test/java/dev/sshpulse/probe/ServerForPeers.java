package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.PropertyResolverUtils;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.scp.server.ScpCommandFactory;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * An Apache MINA SSHD server that does whatever a client of another make asks of it. Prints the
 * fingerprint of its key as {@code host key <fingerprint>} and its port as {@code port <n>}.
 *
 * <p>Argument: a file with the one public key that it lets in, as X.509 in PEM. It lets in {@value
 * #USER} with that key or with {@value #PASSWORD}, by whichever method.
 *
 * <p>Each line of input is an order, and is answered with {@code done <the line>} when it is done:
 *
 * <ul>
 *   <li>{@code set <property> <value>}: a property of MINA, for sessions old and new
 *   <li>{@code kick <code>}: ends each session with SSH_MSG_DISCONNECT
 *   <li>{@code rekey}: new keys for each session, and waits for them
 *   <li>{@code release}: lets each command {@code wait} end
 * </ul>
 */
public final class ServerForPeers {
  public static final String USER = "user";
  public static final String PASSWORD = "secret";

  /** A second argument: it speaks the algorithms of old clients, too. */
  public static final String OLD = "old";

  private static final long PATIENCE_MILLIS = 30_000;

  private final SshServer server = SshServer.setUpDefaultServer();
  private final Forwardings forwardings = new Forwardings();

  private ServerForPeers(PublicKey known) {
    SimpleGeneratorHostKeyProvider hostKey = new SimpleGeneratorHostKeyProvider();
    hostKey.setAlgorithm("RSA"); // the one that every client knows
    server.setKeyPairProvider(hostKey);
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
    server.setPublickeyAuthenticator(
        (user, key, session) -> user.equals(USER) && key.equals(known));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.addPortForwardingEventListener(forwardings);
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setShellFactory(channel -> new PeerCommand(PeerCommand.SHELL, forwardings));
    server.setCommandFactory(
        new ScpCommandFactory.Builder()
            .withDelegate((channel, line) -> new PeerCommand(line, forwardings))
            .build());
  }

  public static void main(String[] arguments) throws Exception {
    ServerForPeers peer = new ServerForPeers(publicKey(Path.of(arguments[0])));
    if (arguments.length > 1 && arguments[1].equals(OLD)) {
      peer.speakOld();
    }
    peer.server.start();
    System.out.println("host key " + peer.fingerprint());
    System.out.println("port " + peer.server.getPort());
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      peer.obey(line.split(" "));
      System.out.println("done " + line);
    }
    System.exit(0); // whatever its sessions wait for
  }

  /** Of what is new only what this JDK has: an offer that cannot be kept ends the connection. */
  private void speakOld() {
    server.setSignatureFactories(List.<NamedFactory<Signature>>copyOf(BuiltinSignatures.VALUES));
    server.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(
            true, BuiltinDHFactories.VALUES, ServerBuilder.DH2KEX));
  }

  private static PublicKey publicKey(Path file) throws Exception {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]*-----|\\s", "");
    byte[] encoded = Base64.getDecoder().decode(base64);
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private String fingerprint() throws Exception {
    KeyPair key = server.getKeyPairProvider().loadKeys(null).iterator().next();
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
  }

  private void obey(String[] order) throws Exception {
    switch (order[0]) {
      case "set" -> PropertyResolverUtils.updateProperty(server, order[1], order[2]);
      case "kick" -> kick(Integer.parseInt(order[1]));
      case "rekey" -> rekey();
      case "release" -> PeerCommand.releaseAll();
      default -> throw new IllegalArgumentException("not an order: " + order[0]);
    }
  }

  private void kick(int code) throws Exception {
    for (Session session : server.getActiveSessions()) {
      session.disconnect(code, "kicked");
    }
  }

  private void rekey() throws Exception {
    for (AbstractSession session : server.getActiveSessions()) {
      session.reExchangeKeys().verify(PATIENCE_MILLIS);
    }
  }
}
