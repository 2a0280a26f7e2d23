package dev.sshpulse.connections;

import dev.sshpulse.conversations.Conversation;
import dev.sshpulse.conversations.Description;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connection of a conversation by its addresses. Either may come first, so both wait here
 * for the other.
 *
 * <p>A client's own address will do, and must: behind a proxy the library names another peer than
 * the socket does.
 */
final class Joins {
  private static final int MOST_CONVERSATIONS = 1024;

  /** By then the socket has been recognised, or never will be: its port may be another's. */
  private static final long FRESH_NANOS = 10_000_000_000L;

  private final Map<Ends, LiveConnection> connections = new HashMap<>();
  private final Map<Ends, Conversation> conversations = new Recent();

  /** A peer of null is any. */
  private record Ends(InetSocketAddress local, @Nullable InetSocketAddress peer) {}

  /** Those that never meet a connection go when others come. */
  private static final class Recent extends LinkedHashMap<Ends, Conversation> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Ends, Conversation> eldest) {
      return size() > MOST_CONVERSATIONS;
    }
  }

  /** The conversation that has waited for it; null if it is to wait itself. */
  @Nullable Conversation announce(LiveConnection connection, long nowNanos) {
    Ends ends = ends(connection);
    if (ends == null) {
      return null;
    }
    Conversation waiting = conversations.remove(ends);
    if (waiting == null
        || waiting.isJoined()
        || nowNanos - waiting.describedNanos() > FRESH_NANOS) {
      connections.put(ends, connection);
      return null;
    }
    return waiting;
  }

  /** The connection that has waited for it; null if it is to wait itself. */
  @Nullable LiveConnection describe(Conversation conversation) {
    Description description = conversation.description();
    InetSocketAddress local = description == null ? null : description.local();
    if (description == null || local == null) {
      return null;
    }
    Ends client = new Ends(local, null);
    Ends server = new Ends(local, description.peer());
    LiveConnection waiting = connections.remove(client);
    if (waiting == null) {
      waiting = connections.remove(server);
    }
    if (waiting == null) {
      conversations.put(client, conversation);
      conversations.put(server, conversation);
    }
    return waiting;
  }

  /** It is over. */
  void forget(LiveConnection connection) {
    Ends ends = ends(connection);
    if (ends != null) {
      connections.remove(ends, connection);
    }
  }

  private static @Nullable Ends ends(LiveConnection connection) {
    InetSocketAddress local = connection.watched().connection.local();
    InetSocketAddress peer = connection.watched().connection.peer();
    if (local == null || peer == null) {
      return null;
    }
    return switch (connection.side()) {
      case CLIENT -> new Ends(local, null);
      case SERVER -> new Ends(local, peer);
    };
  }
}
