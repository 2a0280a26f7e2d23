package dev.sshpulse.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;

/** An SSH server that answers every command with the command. */
final class DemoServer implements Closeable {

  private final SshServer sshd = SshServer.setUpDefaultServer();

  DemoServer(KeyPair host, PublicKey user, Tally tally) throws IOException {
    sshd.setHost("127.0.0.1");
    sshd.setKeyPairProvider(KeyPairProvider.wrap(host));
    sshd.setPublickeyAuthenticator((name, key, session) -> KeyUtils.compareKeys(user, key));
    sshd.setCommandFactory((channel, command) -> new Echo(command));
    sshd.addSessionListener(new Sessions(tally));
    sshd.addChannelListener(new Commands(tally));
    CoreModuleProperties.TCP_NODELAY.set(sshd, true);
    neverTimeOut(sshd);
    sshd.start();
  }

  /** A connection that vanished has to stay open until the demo ends. */
  private static void neverTimeOut(SshServer sshd) {
    CoreModuleProperties.IDLE_TIMEOUT.set(sshd, Duration.ZERO);
    CoreModuleProperties.AUTH_TIMEOUT.set(sshd, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(sshd, Duration.ZERO);
  }

  int port() {
    return sshd.getPort();
  }

  @Override
  public void close() throws IOException {
    sshd.stop(true);
  }

  private record Sessions(Tally tally) implements SessionListener {

    @Override
    public void sessionPeerIdentificationReceived(
        Session session, String version, List<String> extraLines) {
      tally.add(Seen.SERVER_OPENED);
      // Not sessionClosed: that is called twice for some.
      session.addCloseFutureListener(closed -> tally.add(Seen.SERVER_ENDED));
    }
  }

  private record Commands(Tally tally) implements ChannelListener {

    @Override
    public void channelOpenSuccess(Channel channel) {
      channel.addCloseFutureListener(closed -> tally.add(Seen.SERVER_COMMAND_ENDED));
    }
  }

  private static final class Echo extends AbstractCommandSupport {

    Echo(String command) {
      super(command, null);
    }

    @Override
    public void run() {
      try {
        getOutputStream().write(getCommand().getBytes(StandardCharsets.UTF_8));
        getOutputStream().flush();
        onExit(0);
      } catch (IOException e) {
        onExit(1, e.toString());
      }
    }
  }
}
