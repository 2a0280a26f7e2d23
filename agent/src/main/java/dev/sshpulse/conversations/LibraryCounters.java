package dev.sshpulse.conversations;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What SSH libraries have said, counted. */
final class LibraryCounters implements LibraryCounts {
  private final LongAdder connects = new LongAdder();
  private final Map<SocketError, LongAdder> connectFailures = new EnumMap<>(SocketError.class);
  private final SideAndKeyCounters<AuthMethod> authAttempts =
      new SideAndKeyCounters<>(AuthMethod.class);
  private final SideAndKeyCounters<AuthMethod> authFailures =
      new SideAndKeyCounters<>(AuthMethod.class);
  private final SideAndKeyCounters<ChannelKind> channels =
      new SideAndKeyCounters<>(ChannelKind.class);
  private final SideAndKeyCounters<ChannelKind> channelsClosed =
      new SideAndKeyCounters<>(ChannelKind.class);
  private final SideAndKeyCounters<OfKeepAlives> keepAlives =
      new SideAndKeyCounters<>(OfKeepAlives.class);

  private enum OfKeepAlives {
    SENT,
    UNANSWERED
  }

  LibraryCounters() {
    for (SocketError error : SocketError.values()) {
      connectFailures.put(error, new LongAdder());
    }
  }

  void connecting() {
    connects.increment();
  }

  void connectFailed(SocketError error) {
    of(error).increment();
  }

  void authAttempted(Side side, AuthMethod method) {
    authAttempts.increment(side, method);
  }

  void authFailed(Side side, AuthMethod method) {
    authFailures.increment(side, method);
  }

  void channelOpened(Side side, ChannelKind kind) {
    channels.increment(side, kind);
  }

  void channelClosed(Side side, ChannelKind kind) {
    channelsClosed.increment(side, kind);
  }

  void keepAliveSent(Side side) {
    keepAlives.increment(side, OfKeepAlives.SENT);
  }

  void keepAliveUnanswered(Side side) {
    keepAlives.increment(side, OfKeepAlives.UNANSWERED);
  }

  private LongAdder of(SocketError error) {
    return Objects.requireNonNull(connectFailures.get(error));
  }

  @Override
  public long connectAttempts() {
    return connects.sum();
  }

  @Override
  public long connectFailures(SocketError error) {
    return of(error).sum();
  }

  @Override
  public long authAttempts(Side side, AuthMethod method) {
    return authAttempts.get(side, method);
  }

  @Override
  public long authFailures(Side side, AuthMethod method) {
    return authFailures.get(side, method);
  }

  @Override
  public long activeChannels(Side side, ChannelKind kind) {
    // Closed first: one that closes between the two reads must not make the difference negative.
    long over = channelsClosed.get(side, kind);
    return channels.get(side, kind) - over;
  }

  @Override
  public long channels(Side side, ChannelKind kind) {
    return channels.get(side, kind);
  }

  @Override
  public long keepAlivesSent(Side side) {
    return keepAlives.get(side, OfKeepAlives.SENT);
  }

  @Override
  public long keepAlivesUnanswered(Side side) {
    return keepAlives.get(side, OfKeepAlives.UNANSWERED);
  }
}
