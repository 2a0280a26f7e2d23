package dev.sshpulse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shakes hands in memory. */
class TlsTest {
  private static final TestKeys KEYS = TestKeys.of("EC");
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;

  /** Makes the keys of an authority and of a client, whom it has signed. */
  @BeforeEach
  void writeFiles() throws Exception {
    keytool("ca", "-ext", "bc=ca:true");
    keytool("client", "-signer", "ca");
    Files.writeString(folder.resolve("server.pem"), KEYS.certificate);
    Files.writeString(folder.resolve("server.key"), KEYS.key);
    Files.writeString(
        folder.resolve("ca.pem"),
        TestKeys.pem("CERTIFICATE", store(folder).getCertificate("ca").getEncoded()));
    Files.writeString(
        folder.resolve("web.yml"),
        """
        tls_server_config:
          cert_file: server.pem
          key_file: server.key
          client_auth_type: RequireAndVerifyClientCert
          client_ca_file: ca.pem
        """);
  }

  private void keytool(String name, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name));
    command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  private static KeyStore store(Path folder) throws Exception {
    return KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD);
  }

  private static SSLEngine server(Path folder) throws Exception {
    return new WebConfigFile(folder.resolve("web.yml").toString()).read().tls().newEngine();
  }

  private static SSLEngine client(Path folder) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    KeyStore own = store(folder);
    own.deleteEntry("ca");
    keys.init(own, PASSWORD);
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry(
        "server",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(folder.resolve("server.pem")))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    return engine;
  }

  private static void shakeHands(SSLEngine client, SSLEngine server) throws Exception {
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    client.beginHandshake();
    server.beginHandshake();
    for (int step = 0; step < 100 && (isShaking(client) || isShaking(server)); step++) {
      move(client, toClient, toServer);
      move(server, toServer, toClient);
    }
  }

  private static boolean isShaking(SSLEngine engine) {
    return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void move(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws Exception {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      default -> {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(1 << 15));
        in.compact();
      }
    }
  }

  @Test
  void remembersFewSessionsAndForMinutes() throws Exception {
    SSLEngine server = server(folder);

    shakeHands(client(folder), server);

    SSLSessionContext sessions = server.getSession().getSessionContext();
    assertThat(sessions.getSessionCacheSize()).isEqualTo(64);
    assertThat(sessions.getSessionTimeout()).isEqualTo(600);
  }

  /** In a JVM of its own: the JDK reads the property once. */
  @Test
  void asksNobodyElsewhereWhetherACertificateIsRevokedThoughTheApplicationDoes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcom.sun.net.ssl.checkRevocation=true",
                "-cp",
                System.getProperty("java.class.path"),
                TlsTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("CN=client");
  }

  /** Shakes hands with the files of a folder, and says who has come in. */
  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    SSLEngine server = server(folder);
    shakeHands(client(folder), server);
    System.out.println(server.getSession().getPeerPrincipal());
  }
}
