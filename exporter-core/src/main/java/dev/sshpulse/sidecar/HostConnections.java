package dev.sshpulse.sidecar;

import dev.sshpulse.diagnosis.Conclusion;
import dev.sshpulse.diagnosis.Diagnosis;
import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.diagnosis.Symptoms;
import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.model.Side;
import dev.sshpulse.sidecar.HostConnection.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of this host, from look to look: which have come, which have gone, and of what.
 * For one thread at a time.
 */
final class HostConnections {
  /** By then sshd has written its log, and whoever was to close has closed. */
  private static final long GRACE_MILLIS = 2_000;

  private static final long LIVELY_FOR_MILLIS = 30_000;

  private final Ownership ownership;
  private final Set<Integer> ports;
  private final SshdMemory sshd;
  private final boolean hasLog;
  private final PathTimeouts paths;
  private final Duration halfOpenAfter;
  private final Tally tally;
  private final Told told;
  private final Map<TcpAddresses, HostConnection> open = new LinkedHashMap<>();
  private final List<HostConnection> dying = new ArrayList<>();
  private final Accounted accounted = new Accounted();
  private Set<Integer> listening = Set.of();
  private boolean looked;
  private long changedAt;
  private long lastId;

  /** Who may count a connection. */
  interface Ownership {
    /** Undecided where the one who knows has not been asked since the connection was there. */
    Owner of(HostConnection connection, long now);
  }

  /**
   * @param ports on which a connection is SSH
   * @param hasLog whether sshd's log is read
   * @param paths is told of the silences that flows survive
   */
  HostConnections(
      Ownership ownership,
      Set<Integer> ports,
      SshdMemory sshd,
      boolean hasLog,
      PathTimeouts paths,
      Duration halfOpenAfter,
      Tally tally,
      Told told) {
    this.ownership = ownership;
    this.ports = ports;
    this.sshd = sshd;
    this.hasLog = hasLog;
    this.paths = paths;
    this.halfOpenAfter = halfOpenAfter;
    this.tally = tally;
    this.told = told;
  }

  /** Brings all up to this look. */
  void take(Look look) {
    Map<TcpAddresses, KernelSocket> there = connected(look.sockets());
    for (HostConnection connection : open.values()) {
      follow(connection, there.get(connection.addresses), look);
    }
    open.values().removeIf(connection -> !connection.isOpenNow());
    for (KernelSocket socket : there.values()) {
      discover(socket, look);
    }
    for (KernelSocket socket : look.gone()) {
      letGo(socket, there.get(socket.addresses()), look);
    }
    for (HostConnection connection : open.values()) {
      claim(connection, look.now());
    }
    dying.removeIf(connection -> bury(connection, look));
    tally.take(open.values(), look.now());
    looked = true;
  }

  /** Whether there is one of which nobody knows yet who counts it. */
  boolean anyUndecided() {
    return open.values().stream().anyMatch(HostConnection::isUndecided) || anyGoneUndecided();
  }

  /** Whether such a one is over already. */
  boolean anyGoneUndecided() {
    return dying.stream().anyMatch(HostConnection::isUndecided);
  }

  /** How much is going on. */
  Looks.Pace pace(long now) {
    if (!dying.isEmpty() || open.values().stream().anyMatch(HostConnection::waitsForAnswer)) {
      return Looks.Pace.RESTLESS;
    }
    return now - changedAt < LIVELY_FOR_MILLIS ? Looks.Pace.LIVELY : Looks.Pace.CALM;
  }

  /** All that are open, the oldest first. */
  Collection<HostConnection> open() {
    return Collections.unmodifiableCollection(open.values());
  }

  private Map<TcpAddresses, KernelSocket> connected(List<KernelSocket> sockets) {
    Map<TcpAddresses, KernelSocket> connected = new LinkedHashMap<>(2 * sockets.size());
    Set<Integer> listeners = new HashSet<>();
    for (KernelSocket socket : sockets) {
      if (socket.socket().state() == State.LISTEN) {
        listeners.add(socket.addresses().localPort());
      } else {
        connected.put(socket.addresses(), socket);
      }
    }
    listening = listeners;
    return connected;
  }

  private void follow(HostConnection connection, @Nullable KernelSocket socket, Look look) {
    if (socket != null && connection.is(socket) && HostConnection.isOpen(socket)) {
      connection.seen(socket, look, this::survived);
      return;
    }
    connection.isOver(look);
    connection.leaves(socket);
    die(connection, look);
  }

  private void survived(HostConnection connection, long silenceMillis) {
    if (connection.isOwn()) {
      paths.survived(connection.addresses.peer().getAddress(), silenceMillis, connection.lastSeen);
    }
  }

  private void discover(KernelSocket socket, Look look) {
    if (HostConnection.isBeingClosed(socket)) {
      accounted.add(socket); // that of another look, or older than the first of them
    } else if (HostConnection.isOpen(socket) && !open.containsKey(socket.addresses())) {
      HostConnection found = new HostConnection(socket, side(socket), !looked, look.now());
      found.seen(socket, look, this::survived);
      if (found.foundOpen) {
        found.carried.forget();
      }
      open.put(found.addresses, found);
      changedAt = look.now();
    }
  }

  private Side side(KernelSocket socket) {
    int local = socket.addresses().localPort();
    return listening.contains(local) || ports.contains(local) ? Side.SERVER : Side.CLIENT;
  }

  private void letGo(KernelSocket socket, @Nullable KernelSocket trace, Look look) {
    for (HostConnection connection : dying) {
      if (connection.isAsGone(socket)) {
        connection.isGone(socket);
        return;
      }
    }
    if (accounted.remove(socket) || !looked || !isWhole(socket)) {
      return;
    }
    // It came and went between two looks: all that is known of it is how it was in the end.
    HostConnection brief = new HostConnection(socket, side(socket), false, look.now());
    brief.isOver(look);
    brief.leaves(trace);
    brief.isGone(socket);
    die(brief, look);
  }

  private void die(HostConnection connection, Look look) {
    dying.add(connection);
    changedAt = look.now();
  }

  /** A listener is none; neither is a port check, nor one whose peer the kernel has forgotten. */
  private static boolean isWhole(KernelSocket socket) {
    return HostConnection.isConversation(socket)
        && socket.info() != null
        && socket.addresses().peerPort() != 0;
  }

  private void claim(HostConnection connection, long now) {
    if (connection.announced != null
        || (connection.isUndecided() && !connection.isConversation())) {
      return; // whoever has told of its beginning tells of its end
    }
    Owner owner = ownership.of(connection, now);
    if (owner == Owner.SIDECAR && !connection.isLeftBy(now)) {
      return;
    }
    connection.owner = owner;
    if (owner == Owner.SIDECAR) {
      begin(connection);
    } else if (owner == Owner.AGENT) {
      connection.isClaimed();
    }
  }

  private void begin(HostConnection connection) {
    connection.announced = told.began(++lastId, connection);
    tally.began(connection);
  }

  /** Tells of its end, once all that may be known of it is; false while that is not so. */
  private boolean bury(HostConnection connection, Look look) {
    boolean patient = look.now() - connection.over < GRACE_MILLIS;
    if (connection.isUndecided()) {
      claim(connection, look.now());
    }
    SshdWords words = connection.side == Side.SERVER ? wordsOf(connection) : null;
    if (patient && isAwaited(connection, words, look)) {
      return false;
    }
    if (connection.isUndecided() && connection.isConversation()) {
      connection.owner = Owner.SIDECAR; // nobody has said otherwise in time
      begin(connection);
    }
    if (connection.gone == null) {
      accounted.add(connection.last);
    }
    tally.measure(connection, look.now());
    if (connection.isOwn()) {
      end(connection, words, look);
    }
    sshd.forget(connection.addresses.peer()); // another may come from the same port
    return true;
  }

  private @Nullable SshdWords wordsOf(HostConnection connection) {
    return sshd.of(connection.addresses.peer(), connection.firstSeen);
  }

  private boolean isAwaited(HostConnection connection, @Nullable SshdWords words, Look look) {
    boolean log = hasLog && connection.side == Side.SERVER && !isConclusive(words);
    boolean kernel = look.tellsGone() && connection.gone == null && !connection.closing;
    return connection.owner == Owner.UNDECIDED
        ? connection.isConversation()
        : connection.isOwn() && (log || kernel);
  }

  private static boolean isConclusive(@Nullable SshdWords words) {
    return words != null && words.conclusive();
  }

  private void end(HostConnection connection, @Nullable SshdWords words, Look look) {
    // Of a host whose counter cannot be read, anything may be.
    boolean timeoutsRose = look.abortsAfter() < 0 || look.abortsAfter() > connection.timeoutAborts;
    Deathbed deathbed = new Deathbed(connection, words, timeoutsRose);
    Symptoms symptoms = deathbed.symptoms(halfOpenAfter.toMillis());
    Conclusion conclusion = Diagnosis.of(symptoms);
    tally.ended(connection, conclusion.verdict());
    told.ended(connection, symptoms, conclusion);
  }
}
