package dev.sshpulse.sshd;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which process served which peer, by what was logged: not every line says it. Processes that a
 * connection has of its own, one before and one after the login, share what is known.
 */
final class Lives {
  private final Map<Long, Life> byPid;
  private final Map<InetSocketAddress, Life> byPeer;

  /**
   * @param most processes, and peers, to remember; those that said nothing for the longest time go
   */
  Lives(int most) {
    byPid = new Recent<>(most);
    byPeer = new Recent<>(most);
  }

  /** What one connection is known by. */
  static final class Life {
    private final @Nullable InetSocketAddress peer;
    private boolean loggedIn;
    private boolean over;

    Life(@Nullable InetSocketAddress peer) {
      this.peer = peer;
    }

    @Nullable InetSocketAddress peer() {
      return peer;
    }

    boolean isLoggedIn() {
      return loggedIn;
    }

    void logIn() {
      loggedIn = true;
    }
  }

  /** A new connection of this process. */
  Life begin(long pid, @Nullable InetSocketAddress peer) {
    end(pid, peer);
    return remember(pid, new Life(peer));
  }

  /** The connection of which the process speaks; the peer's, where the line names one. */
  Life of(long pid, @Nullable InetSocketAddress peer) {
    Life known = peer == null ? byPid.get(pid) : byPeer.get(peer);
    return known == null || known.over ? new Life(peer) : known;
  }

  Life remember(long pid, Life life) {
    if (pid != 0) {
      byPid.put(pid, life);
    }
    if (life.peer != null) {
      byPeer.put(life.peer, life);
    }
    return life;
  }

  void end(long pid, @Nullable InetSocketAddress peer) {
    end(byPid.remove(pid));
    if (peer != null) {
      end(byPeer.remove(peer));
    }
  }

  private void end(@Nullable Life life) {
    if (life != null) {
      life.over = true;
      if (life.peer != null) {
        byPeer.remove(life.peer, life);
      }
    }
  }

  /** Forgets what was not used for the longest time. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
