package dev.sshpulse.hooks;

import dev.sshpulse.connections.Traffic;
import java.io.FileDescriptor;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A descriptor's slot as {@code connections} sees it. */
final class SlotTraffic implements Traffic {
  private final SshpulseBridge.Slot slot;
  private final SocketAddresses addresses;

  SlotTraffic(SshpulseBridge.Slot slot, SocketAddresses addresses) {
    this.slot = slot;
    this.addresses = addresses;
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
  public boolean isClosed() {
    return slot.descriptor() == null;
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    FileDescriptor fd = descriptor();
    return stillOpen(fd == null ? null : addresses.local(fd));
  }

  @Override
  public @Nullable InetSocketAddress peerAddress() {
    FileDescriptor fd = descriptor();
    return stillOpen(fd == null ? null : addresses.peer(fd));
  }

  private @Nullable FileDescriptor descriptor() {
    return slot.internet() ? slot.descriptor() : null;
  }

  /** A number that was closed meanwhile may have answered for another socket. */
  private @Nullable InetSocketAddress stillOpen(@Nullable InetSocketAddress answer) {
    return slot.descriptor() == null ? null : answer;
  }
}
