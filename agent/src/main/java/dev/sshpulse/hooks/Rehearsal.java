package dev.sshpulse.hooks;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.LiveConnection;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.connections.Traffic;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Plays a connection's life once on figures that nobody reads, so that every class it takes is
 * there.
 */
final class Rehearsal {

  private Rehearsal() {}

  static void run(ErrorTexts texts) {
    try {
      Class.forName(
          SlotTraffic.class.getName()); // made from a slot of the bridge, and there is none yet
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    Faults faults = new Faults();
    faults.dropped(Faults.What.EVENT);
    Conversations conversations = new Conversations(new Messages(false, false), faults);
    Connections connections =
        new Connections(new PulseClock(), faults, Duration.ZERO, conversations);
    LiveConnection connection = connections.recognised(Side.SERVER, new NoTraffic());
    connections.begin(connection);
    fail(connections, texts, null, SshpulseBridge.ACCEPT);
    fail(connections, texts, connection, SshpulseBridge.WRITE);
    connections.closed(connection, false);
  }

  private static void fail(
      Connections connections, ErrorTexts texts, @Nullable LiveConnection connection, int code) {
    Operation operation = SocketEvents.operation(code);
    SocketError error = texts.errorOf(new IOException("Broken pipe"));
    if (error != null) {
      connections.failed(connection, operation, error);
    }
  }

  private static final class NoTraffic implements Traffic {
    @Override
    public long received() {
      return 0;
    }

    @Override
    public long sent() {
      return 0;
    }

    @Override
    public long openedMillis() {
      return 0;
    }

    @Override
    public long lastActivityMillis() {
      return 0;
    }

    @Override
    public long lastReceivedMillis() {
      return 0;
    }

    @Override
    public long askedMillis() {
      return 0;
    }

    @Override
    public long silenceMillis() {
      return 0;
    }

    @Override
    public boolean heardSince() {
      return false;
    }

    @Override
    public boolean acknowledgedSince() {
      return false;
    }

    @Override
    public long acknowledged() {
      return 0;
    }

    @Override
    public void acknowledge(long bytes, long millis) {}

    @Override
    public long writingMillis() {
      return 0;
    }

    @Override
    public boolean endOfStream() {
      return false;
    }

    @Override
    public boolean closedTiredOfWaiting() {
      return false;
    }

    @Override
    public boolean closedUnseen() {
      return false;
    }

    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public @Nullable InetSocketAddress localAddress() {
      return null;
    }

    @Override
    public @Nullable InetSocketAddress peerAddress() {
      return null;
    }

    @Override
    public @Nullable KeepAlive keepAlive() {
      return null;
    }
  }
}
