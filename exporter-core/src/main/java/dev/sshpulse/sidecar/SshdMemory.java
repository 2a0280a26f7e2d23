package dev.sshpulse.sidecar;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.LogCounts;
import dev.sshpulse.model.Side;
import dev.sshpulse.sshd.SshdEvent;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sshd's log has told: counts, and for each client that may still be open its words. */
final class SshdMemory implements LogCounts {
  /** As many clients as a busy server has at once, twice; 300 bytes each. */
  private static final int MOST_CLIENTS = 20_000;

  private final Map<AuthMethod, Long> attempts = new EnumMap<>(AuthMethod.class);
  private final Map<AuthMethod, Long> failures = new EnumMap<>(AuthMethod.class);
  private long sigpipes;
  private final Map<InetSocketAddress, SshdWords> clients =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, SshdWords> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  /**
   * One more event.
   *
   * @param now by the clock of {@link Look}
   */
  synchronized void heard(SshdEvent event, long now) {
    count(event);
    InetSocketAddress peer = event.peer();
    if (peer != null) {
      SshdWords words = clients.get(peer);
      if (words == null || words.areOfAnother(event, now)) {
        words = new SshdWords();
        clients.put(peer, words);
      }
      words.heard(event, now);
    }
  }

  private void count(SshdEvent event) {
    AuthMethod method = event.method();
    switch (event.kind()) {
      case ACCEPTED, PARTIAL -> add(attempts, method);
      case FAILED -> {
        add(attempts, method);
        add(failures, method);
      }
      case BROKEN_PIPE -> sigpipes++;
      default -> {}
    }
  }

  private static void add(Map<AuthMethod, Long> to, @Nullable AuthMethod method) {
    if (method != null) {
      to.merge(method, 1L, Long::sum);
    }
  }

  /**
   * What was said of the client at this address; null if nothing.
   *
   * @param firstSeen when its connection was found: what was said long before was of another
   */
  synchronized @Nullable SshdWords of(@Nullable InetSocketAddress peer, long firstSeen) {
    SshdWords words = peer == null ? null : clients.get(peer);
    return words == null || words.areOlderThan(firstSeen) ? null : words;
  }

  /** The connection is over and accounted for: another may come from the same port. */
  synchronized void forget(@Nullable InetSocketAddress peer) {
    if (peer != null) {
      clients.remove(peer);
    }
  }

  @Override
  public synchronized long authAttempts(Side side, AuthMethod method) {
    return side == Side.SERVER ? attempts.getOrDefault(method, 0L) : 0;
  }

  @Override
  public synchronized long authFailures(Side side, AuthMethod method) {
    return side == Side.SERVER ? failures.getOrDefault(method, 0L) : 0;
  }

  @Override
  public synchronized long sigpipes() {
    return sigpipes;
  }
}
