package dev.sshpulse.model;

/**
 * What SSH libraries have said since the start; never decreasing, but for {@link #activeChannels}.
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface LibraryCounts extends LoginCounts {

  /** Connections that a library tried to open. */
  long connectAttempts();

  /** Of those, the ones that failed so; zero for an error outside {@link Operation#errors()}. */
  long connectFailures(SocketError error);

  /** Channels open now whose kind is known. */
  long activeChannels(Side side, ChannelKind kind);

  /** Channels opened. */
  long channels(Side side, ChannelKind kind);

  /** SSH-level keepalives that this side has sent, whether it wants an answer or not. */
  long keepAlivesSent(Side side);

  /** Of those that wanted an answer, the ones without when the next was due or all had failed. */
  long keepAlivesUnanswered(Side side);
}
