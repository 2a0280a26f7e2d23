package dev.sshpulse.telemetry;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.util.HashMap;
import java.util.Map;

/** What libraries said, as a test sets it; nothing at first. */
public final class Tales implements LibraryCounts {
  final Map<String, Long> values = new HashMap<>();

  @Override
  public long connectAttempts() {
    return get("connects");
  }

  @Override
  public long connectFailures(SocketError error) {
    return get("refused" + error);
  }

  @Override
  public long authAttempts(Side side, AuthMethod method) {
    return get("attempts" + side + method);
  }

  @Override
  public long authFailures(Side side, AuthMethod method) {
    return get("denied" + side + method);
  }

  @Override
  public long activeChannels(Side side, ChannelKind kind) {
    return get("active" + side + kind);
  }

  @Override
  public long channels(Side side, ChannelKind kind) {
    return get("channels" + side + kind);
  }

  @Override
  public long keepAlivesSent(Side side) {
    return get("sent" + side);
  }

  @Override
  public long keepAlivesUnanswered(Side side) {
    return get("unanswered" + side);
  }

  private long get(String key) {
    return values.getOrDefault(key, 0L);
  }
}
