package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/**
 * An Apache MINA SSHD server whose commands end when their input does. Prints its port.
 *
 * <p>Argument: the address to listen at, else loopback. It sends heartbeats that want no answer.
 * After the line {@code quiet} whoever connects gets none, until the line {@code beating}; it
 * repeats each line when it has followed it. The end of its input ends it.
 */
public final class MinaServer {

  private MinaServer() {}

  public static void main(String[] arguments) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(arguments.length == 0 ? "127.0.0.1" : arguments[0]);
    server.setPort(0);
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
    server.setCommandFactory((channel, command) -> new UntilEndOfInput());
    beat(server, true);
    server.start();
    System.out.println("port " + server.getPort() + ".");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      beat(server, line.equals("beating"));
      System.out.println(line + ".");
    }
    server.stop(true);
  }

  private static void beat(SshServer server, boolean beats) {
    if (beats) {
      server.setSessionHeartbeat(HeartbeatType.IGNORE, Duration.ofMillis(200));
    } else {
      server.disableSessionHeartbeat();
    }
  }

  private static final class UntilEndOfInput implements Command {
    private InputStream in;
    private OutputStream out;
    private ExitCallback exit;

    @Override
    public void setInputStream(InputStream in) {
      this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback exit) {
      this.exit = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      new Thread(this::run, "command").start();
    }

    private void run() {
      try {
        out.write("logged in\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        in.transferTo(OutputStream.nullOutputStream());
        exit.onExit(0);
      } catch (IOException e) {
        exit.onExit(1);
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
