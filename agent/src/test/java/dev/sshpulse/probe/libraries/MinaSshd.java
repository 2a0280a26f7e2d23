package dev.sshpulse.probe.libraries;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.PropertyResolverUtils;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** Apache's, 2.x. */
final class MinaSshd extends Library {
  private static final String[] SFTP_FACTORIES = {
    "org.apache.sshd.sftp.client.SftpClientFactory",
    "org.apache.sshd.client.subsystem.sftp.SftpClientFactory"
  };

  private final SshClient client = SshClient.setUpDefaultClient();
  private ClientSession session;

  @Override
  void connect(String user, int port, String method) throws Exception {
    client.setServerKeyVerifier((session, remote, key) -> trusts());
    PropertyResolverUtils.updateProperty(client, "io-connect-timeout", patienceMillis());
    beat();
    client.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    PropertyResolverUtils.updateProperty(client, "preferred-auths", method);
    client.start();
    ConnectFuture connected = client.connect(user, host(), port).verify((long) PATIENCE_MILLIS);
    // What it says to return became another type.
    session = (ClientSession) ConnectFuture.class.getMethod("getSession").invoke(connected);
  }

  private void beat() {
    if (asks()) {
      PropertyResolverUtils.updateProperty(client, "heartbeat-interval", BEAT_MILLIS);
      PropertyResolverUtils.updateProperty(client, "heartbeat-no-reply-max", MOST_UNANSWERED);
    }
    if (murmurs()) {
      PropertyResolverUtils.updateProperty(client, "session-connection-heartbeat-type", "IGNORE");
      PropertyResolverUtils.updateProperty(
          client, "session-connection-heartbeat-interval", BEAT_MILLIS);
    }
  }

  @Override
  String logIn(String user, String method, String credential) throws Exception {
    if (method.equals("publickey")) {
      session.addPublicKeyIdentity(keyPair(credential));
    } else {
      session.addPasswordIdentity(credential);
    }
    try {
      session.auth().verify((long) PATIENCE_MILLIS);
      return null;
    } catch (SshException e) {
      return e.getMessage();
    }
  }

  @Override
  Integer exec(String command) throws Exception {
    return finish(session.createExecChannel(command));
  }

  @Override
  Integer shell(String typed) throws Exception {
    ChannelShell channel = session.createShellChannel();
    channel.setUsePty(false);
    channel.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    return finish(channel);
  }

  private Integer finish(ClientChannel channel) throws IOException {
    PipedInputStream out = new PipedInputStream();
    channel.setOut(new PipedOutputStream(out));
    channel.open().verify((long) PATIENCE_MILLIS);
    print(out);
    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE_MILLIS);
    return channel.getExitStatus();
  }

  /** By reflection: the package moved, and before 2.2 the session made them. */
  @Override
  void sftp(String file) throws Exception {
    try (AutoCloseable sftp = (AutoCloseable) sftpClient()) {
      try (OutputStream there = (OutputStream) stream(sftp, "write", file + ".put")) {
        there.write(Files.readAllBytes(Path.of(file)));
      }
      try (InputStream back = (InputStream) stream(sftp, "read", file + ".put")) {
        Files.write(Path.of(file + ".got"), back.readAllBytes());
      }
    }
  }

  private Object sftpClient() throws Exception {
    for (String name : SFTP_FACTORIES) {
      try {
        Class<?> factory = Class.forName(name);
        Object instance = factory.getMethod("instance").invoke(null);
        return factory.getMethod("createSftpClient", ClientSession.class).invoke(instance, session);
      } catch (ClassNotFoundException | NoSuchMethodException e) {
        // another version's
      }
    }
    return ClientSession.class.getMethod("createSftpClient").invoke(session);
  }

  private static Object stream(Object sftp, String direction, String path) throws Exception {
    Method method = sftp.getClass().getMethod(direction, String.class);
    method.setAccessible(true); // the class may be of the library's own
    return method.invoke(sftp, path);
  }

  @Override
  void direct(int port) throws IOException {
    ChannelDirectTcpip channel =
        session.createDirectTcpipChannel(
            new SshdSocketAddress(HERE, 0), new SshdSocketAddress(HERE, port));
    channel.open().verify((long) PATIENCE_MILLIS);
    greet(channel.getInvertedIn(), channel.getInvertedOut());
    channel.close(false).await((long) PATIENCE_MILLIS);
  }

  @Override
  int remote(int port) throws IOException {
    SshdSocketAddress here = new SshdSocketAddress(HERE, port);
    return session.startRemotePortForwarding(new SshdSocketAddress(HERE, 0), here).getPort();
  }

  @Override
  void rekey() throws IOException {
    session.reExchangeKeys().verify((long) PATIENCE_MILLIS);
  }

  @Override
  void close() {
    try {
      if (session != null) {
        session.close(false).await((long) PATIENCE_MILLIS);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      client.stop();
    }
  }
}
