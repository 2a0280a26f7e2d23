package dev.sshpulse.probe.libraries;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.forwarded.RemotePortForwarder.Forward;
import net.schmizz.sshj.connection.channel.forwarded.SocketForwardingConnectListener;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordUtils;

/** Of hierynomus. */
final class Sshj extends Library {
  private SSHClient client;

  @Override
  void connect(String user, int port, String method) throws IOException {
    DefaultConfig config = new DefaultConfig();
    config.setKeepAliveProvider(
        asks() ? KeepAliveProvider.KEEP_ALIVE : KeepAliveProvider.HEARTBEAT);
    client = new SSHClient(config);
    if (trusts()) {
      client.addHostKeyVerifier(new PromiscuousVerifier());
    }
    client.setConnectTimeout(patienceMillis());
    KeepAlive keepAlive = client.getConnection().getKeepAlive();
    if (asks() || murmurs()) {
      keepAlive.setKeepAliveInterval(1);
    }
    if (keepAlive instanceof KeepAliveRunner) {
      ((KeepAliveRunner) keepAlive).setMaxAliveCount(5); // one a second
    }
    client.connect(host(), port);
  }

  @Override
  String logIn(String user, String method, String credential) throws Exception {
    try {
      authenticate(user, method, credential);
      return null;
    } catch (UserAuthException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void authenticate(String user, String method, String credential) throws Exception {
    switch (method) {
      case "password":
        client.authPassword(user, credential);
        break;
      case "publickey":
        client.authPublickey(user, client.loadKeys(keyPair(credential)));
        break;
      default:
        var finder = PasswordUtils.createOneOff(credential.toCharArray());
        client.auth(user, new AuthKeyboardInteractive(new PasswordResponseProvider(finder)));
    }
  }

  @Override
  Integer exec(String command) throws Exception {
    try (Session session = client.startSession()) {
      Session.Command running = session.exec(command);
      print(running.getInputStream());
      running.join(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return running.getExitStatus();
    }
  }

  @Override
  Integer shell(String typed) throws Exception {
    try (Session session = client.startSession()) {
      Session.Shell shell = session.startShell();
      OutputStream in = shell.getOutputStream();
      in.write(typed.getBytes(StandardCharsets.UTF_8));
      in.flush();
      print(shell.getInputStream());
      session.join(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return ((Session.Command) shell).getExitStatus();
    }
  }

  @Override
  void sftp(String file) throws Exception {
    try (SFTPClient sftp = client.newSFTPClient()) {
      sftp.put(file, file + ".put");
      sftp.get(file + ".put", file + ".got");
    }
  }

  @Override
  void direct(int port) throws Exception {
    try (DirectConnection channel = client.newDirectConnection(HERE, port)) {
      greet(channel.getOutputStream(), channel.getInputStream());
    }
  }

  @Override
  int remote(int port) throws Exception {
    var here = new SocketForwardingConnectListener(new InetSocketAddress(HERE, port));
    return client.getRemotePortForwarder().bind(new Forward(HERE, freePort()), here).getPort();
  }

  @Override
  void rekey() throws Exception {
    client.rekey();
  }

  @Override
  void close() {
    try {
      client.disconnect();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
