package dev.sshpulse.hooks;

import dev.sshpulse.connections.Traffic;
import dev.sshpulse.model.KeepAlive;
import java.io.FileDescriptor;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A descriptor's slot as {@code connections} sees it. */
final class SlotTraffic implements Traffic {
  private final SshpulseBridge.Slot slot;
  private final SocketFacts facts;

  /** What to ask the kernel by while the application has used no descriptor of its own. */
  private final @Nullable FileDescriptor standIn;

  SlotTraffic(SshpulseBridge.Slot slot, SocketFacts facts) {
    this(slot, facts, null);
  }

  SlotTraffic(SshpulseBridge.Slot slot, SocketFacts facts, @Nullable FileDescriptor standIn) {
    this.slot = slot;
    this.facts = facts;
    this.standIn = standIn;
  }

  @Override
  public long received() {
    return slot.received();
  }

  @Override
  public long sent() {
    return slot.sent();
  }

  @Override
  public long openedMillis() {
    return slot.opened();
  }

  @Override
  public long lastActivityMillis() {
    return Math.max(slot.opened(), Math.max(slot.lastReceived(), slot.lastSent()));
  }

  @Override
  public long lastReceivedMillis() {
    return slot.lastReceived();
  }

  @Override
  public long askedMillis() {
    return slot.asked();
  }

  @Override
  public long silenceMillis() {
    return slot.silence();
  }

  @Override
  public boolean heardSince() {
    return slot.heardSince();
  }

  @Override
  public boolean acknowledgedSince() {
    return slot.acknowledgedSince();
  }

  @Override
  public long acknowledged() {
    return slot.acknowledged();
  }

  @Override
  public void acknowledge(long bytes, long millis) {
    slot.acknowledge(bytes, millis);
  }

  @Override
  public long writingMillis() {
    return slot.writing();
  }

  @Override
  public boolean endOfStream() {
    return slot.endOfStream();
  }

  @Override
  public boolean closedTiredOfWaiting() {
    return slot.tired();
  }

  @Override
  public boolean closedUnseen() {
    return slot.unseen();
  }

  @Override
  public boolean isClosed() {
    return slot.closed();
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    InetSocketAddress known = slot.local();
    if (isOfOne(known)) {
      return known; // no need to ask, and a dead socket does not know
    }
    FileDescriptor fd = descriptor();
    return stillOpen(fd == null ? null : facts.local(fd));
  }

  @Override
  public @Nullable InetSocketAddress peerAddress() {
    InetSocketAddress known = slot.peer();
    if (isOfOne(known)) {
      return known;
    }
    FileDescriptor fd = descriptor();
    return stillOpen(fd == null ? null : facts.peer(fd));
  }

  /** As opposed to all addresses, to which a socket may be bound before it is connected. */
  private static boolean isOfOne(@Nullable InetSocketAddress address) {
    return address != null && !address.getAddress().isAnyLocalAddress();
  }

  @Override
  public @Nullable KeepAlive keepAlive() {
    FileDescriptor fd = descriptor();
    return stillOpen(fd == null ? null : facts.keepAlive(fd));
  }

  private @Nullable FileDescriptor descriptor() {
    if (!slot.internet() || slot.closed()) {
      return null;
    }
    FileDescriptor known = slot.descriptor();
    return known == null ? standIn : known;
  }

  /** A number that was closed meanwhile may have answered for another socket. */
  private <T> @Nullable T stillOpen(@Nullable T answer) {
    return slot.closed() ? null : answer;
  }
}
