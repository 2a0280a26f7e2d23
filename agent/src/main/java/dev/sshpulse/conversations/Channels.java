package dev.sshpulse.conversations;

import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SshChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one connection (RFC 4254 section 5). Each end numbers them by itself: what is
 * received names a channel by our number, what is sent by the peer's.
 */
final class Channels {
  private static final int MOST = 4096;

  private final LibraryCounters counters;
  private final Faults faults;
  private final Map<Integer, Channel> byOurs = new HashMap<>();
  private final Map<Integer, Channel> byTheirs = new HashMap<>();

  private static final class Channel {
    final String type;
    int ours;
    int theirs;
    long openedNanos;
    @Nullable ChannelKind kind;
    @Nullable Integer exitStatus;
    @Nullable String command;
    boolean ended;
    boolean signalled;
    boolean closedHere;
    boolean closedThere;

    Channel(String type) {
      this.type = type;
    }

    boolean isOpen() {
      return openedNanos != 0;
    }

    /** Many a client hangs up when its command is over, and closes nothing. */
    boolean isUnderWay() {
      boolean over = ended && !type.equals("session");
      return isOpen() && !over && exitStatus == null && !signalled && !closedHere && !closedThere;
    }
  }

  Channels(LibraryCounters counters, Faults faults) {
    this.counters = counters;
    this.faults = faults;
  }

  /** Whether there is one that somebody may still need. */
  boolean anyUnderWay() {
    for (Channel channel : byOurs.values()) {
      if (channel.isUnderWay()) {
        return true;
      }
    }
    return false;
  }

  /** The opener's number is known, the other end's comes with the confirmation. */
  void opening(Message open) {
    Map<Integer, Channel> openers = open.sent() ? byOurs : byTheirs;
    if (byOurs.size() + byTheirs.size() >= 2 * MOST) {
      faults.dropped(Faults.What.EVENT);
      return;
    }
    Channel channel = new Channel(open.name());
    if (open.sent()) {
      channel.ours = open.channel();
    } else {
      channel.theirs = open.channel();
    }
    openers.put(open.channel(), channel);
  }

  void confirmed(Message confirmation, long nanos, Narration narration) {
    Channel channel = recipient(confirmation);
    if (channel == null || channel.isOpen()) {
      return;
    }
    if (confirmation.sent()) {
      channel.ours = confirmation.value();
      byOurs.put(channel.ours, channel);
    } else {
      channel.theirs = confirmation.value();
      byTheirs.put(channel.theirs, channel);
    }
    channel.openedNanos = nanos;
    if (!channel.type.equals("session")) {
      runs(channel, kindOf(channel.type), null, narration);
    }
  }

  void refused(Message failure) {
    Channel channel = recipient(failure);
    if (channel != null && !channel.isOpen()) {
      (failure.sent() ? byTheirs : byOurs).remove(failure.channel());
    }
  }

  void requested(Message request, Narration narration) {
    Channel channel = recipient(request);
    if (channel == null || !channel.isOpen()) {
      return;
    }
    switch (request.name()) {
      case "shell" -> runs(channel, ChannelKind.SHELL, request.detail(), narration);
      case "exec" -> runs(channel, ChannelKind.EXEC, request.detail(), narration);
      case "subsystem" -> runs(channel, ChannelKind.SUBSYSTEM, request.detail(), narration);
      case "exit-status" -> channel.exitStatus = request.value();
      case "exit-signal" -> channel.signalled = true;
      default -> {}
    }
  }

  private void runs(
      Channel channel, ChannelKind kind, @Nullable String command, Narration narration) {
    if (channel.kind == null) {
      channel.kind = kind;
      channel.command = command;
      counters.channelOpened(narration.side(), kind);
    }
  }

  private static ChannelKind kindOf(String type) {
    return switch (type) {
      case "direct-tcpip" -> ChannelKind.DIRECT_TCPIP;
      case "forwarded-tcpip" -> ChannelKind.FORWARDED_TCPIP;
      default -> ChannelKind.OTHER;
    };
  }

  /** One end has nothing more to say: the beginning of the end, but where a command still runs. */
  void ended(Message end) {
    Channel channel = recipient(end);
    if (channel != null) {
      channel.ended = true;
    }
  }

  void closed(Message close, long nanos, Narration narration) {
    Channel channel = recipient(close);
    if (channel == null) {
      return;
    }
    channel.closedHere |= close.sent();
    channel.closedThere |= !close.sent();
    if (channel.closedHere && channel.closedThere) {
      end(channel, nanos, false, narration);
    }
  }

  /** The connection is over, and with it all that were open. */
  void endAll(long nanos, boolean interrupted, Narration narration) {
    List<Channel> open = new ArrayList<>(byOurs.values());
    for (Channel channel : open) {
      if (channel.isOpen()) {
        end(channel, nanos, interrupted, narration);
      }
    }
  }

  private void end(Channel channel, long nanos, boolean interrupted, Narration narration) {
    byOurs.remove(channel.ours);
    byTheirs.remove(channel.theirs);
    runs(channel, ChannelKind.OTHER, null, narration);
    ChannelKind kind = channel.kind == null ? ChannelKind.OTHER : channel.kind;
    counters.channelClosed(narration.side(), kind);
    SshChannel told =
        new SshChannel(
            narration.connection(),
            kind,
            narration.instant(channel.openedNanos),
            narration.instant(nanos),
            channel.exitStatus,
            channel.command,
            interrupted);
    narration.tell(listener -> listener.channelClosed(told));
  }

  private @Nullable Channel recipient(Message message) {
    return (message.sent() ? byTheirs : byOurs).get(message.channel());
  }
}
