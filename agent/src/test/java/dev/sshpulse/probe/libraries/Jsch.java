package dev.sshpulse.probe.libraries;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;

/** Of jcraft, and of mwiede. */
final class Jsch extends Library {
  private final JSch jsch = new JSch();
  private Session session;

  @Override
  void connect(String user, int port, String method) throws JSchException {
    session = jsch.getSession(user, host(), port);
    session.setConfig("StrictHostKeyChecking", trusts() ? "no" : "yes");
    session.setConfig("PreferredAuthentications", method);
    session.setConfig("MaxAuthTries", "1");
    if (asks()) {
      session.setServerAliveInterval(BEAT_MILLIS);
      session.setServerAliveCountMax(MOST_UNANSWERED);
    }
  }

  /** Connects, for the library does both at once. */
  @Override
  String logIn(String user, String method, String credential) throws JSchException {
    if (method.equals("publickey")) {
      jsch.addIdentity(credential);
    } else {
      session.setUserInfo(new Answers(credential));
      session.setPassword(credential.getBytes(StandardCharsets.UTF_8));
    }
    try {
      session.connect(patienceMillis());
      return null;
    } catch (JSchException e) {
      if (String.valueOf(e.getMessage()).contains("Auth ")) {
        return e.getMessage();
      }
      throw e;
    }
  }

  @Override
  Integer exec(String command) throws Exception {
    ChannelExec channel = (ChannelExec) session.openChannel("exec");
    channel.setCommand(command);
    return finish(channel);
  }

  @Override
  Integer shell(String typed) throws Exception {
    ChannelShell channel = (ChannelShell) session.openChannel("shell");
    channel.setPty(false);
    OutputStream in = channel.getOutputStream();
    InputStream out = channel.getInputStream();
    channel.connect(); // with a limit of time it takes the first message for the last
    in.write(typed.getBytes(StandardCharsets.UTF_8));
    in.flush();
    print(out);
    return status(channel);
  }

  private Integer finish(Channel channel) throws Exception {
    InputStream out = channel.getInputStream();
    channel.connect(); // with a limit of time it takes the first message for the last
    print(out);
    return status(channel);
  }

  /** EOF comes before the status, and nothing tells when that has come. */
  private static Integer status(Channel channel) throws InterruptedException {
    while (!channel.isClosed() && channel.isConnected()) {
      Thread.onSpinWait();
    }
    int status = channel.getExitStatus();
    channel.disconnect();
    return status < 0 ? null : status;
  }

  @Override
  void sftp(String file) throws Exception {
    ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
    channel.connect(); // with a limit of time it takes the first message for the last
    channel.put(file, file + ".put");
    channel.get(file + ".put", file + ".got");
    channel.disconnect();
  }

  @Override
  void direct(int port) throws Exception {
    ChannelDirectTCPIP channel = (ChannelDirectTCPIP) session.openChannel("direct-tcpip");
    channel.setHost(HERE);
    channel.setPort(port);
    InputStream in = channel.getInputStream();
    OutputStream out = channel.getOutputStream();
    channel.connect(); // with a limit of time it takes the first message for the last
    greet(out, in);
    channel.disconnect();
  }

  /** JSch interrupts the thread that asks, when it has the answer already, too: so not this one. */
  @Override
  int remote(int port) throws Exception {
    int there = freePort();
    FutureTask<?> asked = new FutureTask<>(() -> forward(there, port));
    new Thread(asked, "asks for a port").start();
    asked.get();
    return there;
  }

  private Void forward(int there, int port) throws JSchException {
    session.setPortForwardingR(HERE, there, HERE, port);
    return null;
  }

  @Override
  void rekey() throws Exception {
    session.rekey();
  }

  @Override
  void close() {
    session.disconnect();
  }

  private static final class Answers implements UserInfo, UIKeyboardInteractive {
    private final String secret;

    Answers(String secret) {
      this.secret = secret;
    }

    @Override
    public String[] promptKeyboardInteractive(
        String destination, String name, String instruction, String[] prompts, boolean[] echo) {
      return new String[] {secret};
    }

    @Override
    public String getPassphrase() {
      return null;
    }

    @Override
    public String getPassword() {
      return secret;
    }

    @Override
    public boolean promptPassword(String message) {
      return true;
    }

    @Override
    public boolean promptPassphrase(String message) {
      return false;
    }

    @Override
    public boolean promptYesNo(String message) {
      return true;
    }

    @Override
    public void showMessage(String message) {}
  }
}
