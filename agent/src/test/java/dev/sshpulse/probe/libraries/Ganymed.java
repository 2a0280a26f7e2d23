package dev.sshpulse.probe.libraries;

import ch.ethz.ssh2.ChannelCondition;
import ch.ethz.ssh2.Connection;
import ch.ethz.ssh2.LocalStreamForwarder;
import ch.ethz.ssh2.SFTPv3Client;
import ch.ethz.ssh2.SFTPv3FileHandle;
import ch.ethz.ssh2.Session;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Of ETH Zürich and SUSE, in the package {@code ch.ethz.ssh2}. */
final class Ganymed extends Library {
  private Connection connection;

  @Override
  void connect(String user, int port, String method) throws IOException {
    connection = new Connection(host(), port);
    connection.connect((host, at, algorithm, key) -> trusts(), patienceMillis(), PATIENCE_MILLIS);
  }

  @Override
  String logIn(String user, String method, String credential) throws IOException {
    return in(user, method, credential) ? null : "by " + method;
  }

  private boolean in(String user, String method, String credential) throws IOException {
    switch (method) {
      case "password":
        return connection.authenticateWithPassword(user, credential);
      case "publickey":
        return connection.authenticateWithPublicKey(user, new File(credential), null);
      default:
        return connection.authenticateWithKeyboardInteractive(
            user, (name, instruction, prompts, texts, echo) -> answers(prompts, credential));
    }
  }

  private static String[] answers(int prompts, String secret) {
    String[] answers = new String[prompts];
    Arrays.fill(answers, secret);
    return answers;
  }

  @Override
  Integer exec(String command) throws IOException {
    Session session = connection.openSession();
    session.execCommand(command);
    return finish(session);
  }

  @Override
  Integer shell(String typed) throws IOException {
    Session session = connection.openSession();
    session.startShell();
    session.getStdin().write(typed.getBytes(StandardCharsets.UTF_8));
    session.getStdin().flush();
    return finish(session);
  }

  private Integer finish(Session session) throws IOException {
    print(session.getStdout());
    session.waitForCondition(
        ChannelCondition.EXIT_STATUS | ChannelCondition.CLOSED, PATIENCE_MILLIS);
    Integer status = session.getExitStatus();
    session.close();
    return status;
  }

  @Override
  void sftp(String file) throws IOException {
    byte[] content = Files.readAllBytes(Path.of(file));
    SFTPv3Client client = new SFTPv3Client(connection);
    SFTPv3FileHandle there = client.createFileTruncate(file + ".put");
    client.write(there, 0, content, 0, content.length);
    client.closeFile(there);
    SFTPv3FileHandle back = client.openFileRO(file + ".put");
    int length = client.read(back, 0, content, 0, content.length);
    client.closeFile(back);
    Files.write(Path.of(file + ".got"), Arrays.copyOf(content, length));
    client.close();
  }

  @Override
  void direct(int port) throws IOException {
    LocalStreamForwarder channel = connection.createLocalStreamForwarder(HERE, port);
    greet(channel.getOutputStream(), channel.getInputStream());
    channel.close();
  }

  @Override
  int remote(int port) throws IOException {
    int there = freePort();
    connection.requestRemotePortForwarding(HERE, there, HERE, port);
    return there;
  }

  @Override
  void rekey() throws IOException {
    connection.forceKeyExchange();
  }

  @Override
  void close() {
    connection.close();
  }
}
