package dev.sshpulse.hooks;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.LiveConnection;
import dev.sshpulse.connections.Whereabouts;
import dev.sshpulse.host.OwnConnections;
import dev.sshpulse.host.OwnConnections.Held;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections that were open before the bridge could see them. One is SSH where a library's
 * session is at its address, where it leads to or from port 22, or where another on the same port
 * of a server turned out to be; the others are watched for that.
 *
 * <p>{@link #list} and {@link #tidy} are for one thread, which must not be the application's.
 */
final class FoundOpen implements Whereabouts {
  private static final int SSH_PORT = 22;

  private final OwnConnections own;
  private final Connections connections;
  private final SocketFacts facts;
  private final Faults faults;

  // Only under the lock of this object:
  private final Strangers<Found> unrecognised = new Strangers<>();

  /** Those whose close nobody might see: no call on them has told who owns the descriptor. */
  private final List<Found> unused = new ArrayList<>();

  private record Found(
      Held held, InetSocketAddress local, InetSocketAddress peer, SshpulseBridge.Slot slot) {

    boolean isOnSshPort() {
      return local.getPort() == SSH_PORT || peer.getPort() == SSH_PORT;
    }

    boolean isToBeKept() {
      return !slot.closed() && !slot.ssh();
    }
  }

  FoundOpen(OwnConnections own, Connections connections, SocketFacts facts, Faults faults) {
    this.own = own;
    this.connections = connections;
    this.facts = facts;
    this.faults = faults;
  }

  /** Finds them, once the bridge is told of all that are opened. */
  void list() throws IOException {
    for (Held held : own.list()) {
      find(held);
    }
    beginAll(takeOnSshPort(), null);
  }

  private synchronized List<Found> takeOnSshPort() {
    return unrecognised.takeAll(Found::isOnSshPort);
  }

  private void find(Held held) {
    SshpulseBridge.Slot slot = SshpulseBridge.found(held.descriptor());
    if (slot == null) {
      return;
    }
    // Asked after there was a slot: from now on another socket would have another, or end this one.
    boolean ours = own.isStill(held) && !slot.closed();
    if (!ours || isFull()) {
      forget(held, slot);
      return;
    }
    InetSocketAddress local = held.addresses().local();
    InetSocketAddress peer = held.addresses().peer();
    slot.connected(held.side() == Side.CLIENT, local, peer);
    add(new Found(held, local, peer, slot));
  }

  private static void forget(Held held, SshpulseBridge.Slot slot) {
    if (!slot.used()) {
      SshpulseBridge.lost(held.descriptor(), slot);
    }
  }

  private synchronized boolean isFull() {
    boolean full = unrecognised.size() >= Connections.MOST_FOUND;
    if (full) {
      faults.dropped(Faults.What.DESCRIPTOR);
    }
    return full;
  }

  private synchronized void add(Found found) {
    unrecognised.add(found, found.held.side(), found.local, found.peer);
    unused.add(found);
  }

  @Override
  public void spokenAt(InetSocketAddress local, Side side) {
    beginAll(takeAt(local), side);
  }

  private synchronized List<Found> takeAt(InetSocketAddress local) {
    return unrecognised.takeAt(local);
  }

  @Override
  public void recognised(SshConnection connection) {
    beginAll(takeLike(connection), null);
  }

  private synchronized List<Found> takeLike(SshConnection connection) {
    return unrecognised.takeLike(connection.side(), connection.local(), connection.peer());
  }

  /**
   * @param side as a library knows it; null where none does
   */
  private void beginAll(List<Found> ssh, @Nullable Side side) {
    for (Found found : ssh) {
      begin(found, side == null ? found.held.side() : side);
    }
  }

  private void begin(Found found, Side side) {
    SshpulseBridge.Slot slot = found.slot;
    if (slot.closed() || !slot.speaksSsh()) {
      return;
    }
    LiveConnection connection =
        connections.found(
            side, new SlotTraffic(slot, facts, SshpulseBridge.standIn(found.held.descriptor())));
    slot.attachment = connection;
    connections.beginFound(connection);
    if (slot.closed()) {
      connections.closed(connection, false); // whoever closed it saw no connection
    }
  }

  /** Looks after those that are closed without a word. */
  void tidy() {
    for (Found found : copyOfUnused()) {
      if (!found.slot.used() && !found.slot.closed() && !own.isStill(found.held)) {
        forget(found.held, found.slot);
      }
    }
    drop();
  }

  private synchronized List<Found> copyOfUnused() {
    return new ArrayList<>(unused);
  }

  private synchronized void drop() {
    unused.removeIf(found -> found.slot.used() || found.slot.closed());
    unrecognised.keep(Found::isToBeKept);
  }
}
