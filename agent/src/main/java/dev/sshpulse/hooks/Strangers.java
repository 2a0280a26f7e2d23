package dev.sshpulse.hooks;

import dev.sshpulse.model.Side;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections that nobody has recognised, found by what may tell of them: there may be many, and
 * every SSH connection asks. Not safe for threads.
 */
final class Strangers<T> {
  /** Of a connection that is taken by one of its two, the other goes with {@link #keep}. */
  private final Map<InetSocketAddress, List<T>> byLocal = new HashMap<>();

  private final Map<Server, List<T>> byServer = new HashMap<>();
  private final Set<T> all = new HashSet<>();

  /** What this process is a client of; or where it serves, at any of its addresses. */
  private record Server(Side side, InetSocketAddress at) {

    static @Nullable Server of(
        Side side, @Nullable InetSocketAddress local, @Nullable InetSocketAddress peer) {
      if (side == Side.CLIENT) {
        return peer == null ? null : new Server(side, peer);
      }
      return local == null ? null : new Server(side, new InetSocketAddress(local.getPort()));
    }
  }

  int size() {
    return all.size();
  }

  void add(T stranger, Side side, InetSocketAddress local, InetSocketAddress peer) {
    all.add(stranger);
    byLocal.computeIfAbsent(local, unused -> new ArrayList<>(1)).add(stranger);
    Server server = Server.of(side, local, peer);
    if (server != null) {
      byServer.computeIfAbsent(server, unused -> new ArrayList<>(1)).add(stranger);
    }
  }

  /** Those at this address of this host. */
  List<T> takeAt(InetSocketAddress local) {
    return take(byLocal.remove(local));
  }

  /** Those at the same server. */
  List<T> takeLike(Side side, @Nullable InetSocketAddress local, @Nullable InetSocketAddress peer) {
    Server server = Server.of(side, local, peer);
    return server == null ? List.of() : take(byServer.remove(server));
  }

  /** All of these. */
  List<T> takeAll(Predicate<T> wanted) {
    List<T> taken = new ArrayList<>();
    for (T stranger : all) {
      if (wanted.test(stranger)) {
        taken.add(stranger);
      }
    }
    return take(taken);
  }

  private List<T> take(@Nullable List<T> some) {
    if (some == null) {
      return List.of();
    }
    some.removeIf(stranger -> !all.remove(stranger));
    return some;
  }

  /** The others are of no interest any more. */
  void keep(Predicate<T> wanted) {
    all.removeIf(wanted.negate());
    keepKnown(byLocal);
    keepKnown(byServer);
  }

  private void keepKnown(Map<?, List<T>> some) {
    some.values()
        .removeIf(
            strangers -> {
              strangers.removeIf(stranger -> !all.contains(stranger));
              return strangers.isEmpty();
            });
  }
}
