package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.TcpCounts;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is so, and what is wrong, as of the last look: gauges. Any thread may read.
 *
 * <p>What the kernel says of sockets counts whoever's they are; what is said of SSH connections
 * leaves out those that an agent next door reports.
 */
final class Now implements LiveCounts, TcpCounts {
  private static final List<String> STATES =
      Stream.of(State.values()).filter(state -> state != State.LISTEN).map(Now::label).toList();

  private final Tally tally;
  private final long lastingMillis;
  private volatile Picture picture = new Picture();

  private static final class Picture {
    boolean readable;
    boolean detailed;
    final Map<String, Long> states = new HashMap<>();
    long sendQueue;
    long keepAliveOn;
    long keepAliveOff;
    long keepAliveUnanswered;
    final Map<Side, OfOneSide> sides = new EnumMap<>(Side.class);
  }

  private static final class OfOneSide {
    long halfOpen;
    long blockedWriters;
    long closeWait;
    final Map<Protection, Long> protection = new EnumMap<>(Protection.class);
  }

  /** Counts as wrong what lasts for so long. */
  Now(Tally tally, long lastingMillis) {
    this.tally = tally;
    this.lastingMillis = lastingMillis;
  }

  /** The kernel could not be asked: nothing is known. */
  void unreadable() {
    picture = new Picture();
  }

  void take(Look look, Collection<HostConnection> open, Judge judge) {
    Picture fresh = new Picture();
    fresh.readable = true;
    // Without a connection there is nobody to tell it of.
    boolean anybody = look.sockets().stream().anyMatch(HostConnection::isOpen);
    fresh.detailed = !anybody && (picture.detailed || look.tellsGone());
    look.sockets().forEach(socket -> add(fresh, socket));
    open.forEach(connection -> add(fresh, connection, look.now(), judge));
    picture = fresh;
  }

  private static void add(Picture fresh, KernelSocket socket) {
    fresh.detailed |= socket.info() != null;
    if (socket.socket().state() != State.LISTEN) {
      fresh.states.merge(label(socket.socket().state()), 1L, Long::sum);
      fresh.sendQueue += socket.socket().sendQueueBytes();
    }
  }

  private void add(Picture fresh, HostConnection connection, long now, Judge judge) {
    Boolean on = connection.keepAlive.on();
    fresh.keepAliveOn += Boolean.TRUE.equals(on) ? 1 : 0;
    fresh.keepAliveOff += Boolean.FALSE.equals(on) ? 1 : 0;
    fresh.keepAliveUnanswered += connection.keepAliveUnanswered() ? 1 : 0;
    if (connection.isOwn()) {
      OfOneSide side = fresh.sides.computeIfAbsent(connection.side, unused -> new OfOneSide());
      side.protection.merge(judge.protection(connection), 1L, Long::sum);
      side.closeWait += lasts(connection.peerClosedSince, now) ? 1 : 0;
      side.halfOpen += lasts(connection.movement.unansweredSince(), now) ? 1 : 0;
      side.blockedWriters += blocks(connection, now) ? 1 : 0;
    }
  }

  private boolean blocks(HostConnection connection, long now) {
    return lasts(connection.movement.unansweredSince(), now) && connection.sendBufferFull();
  }

  private boolean lasts(long since, long now) {
    return since != 0 && now - since >= lastingMillis;
  }

  private static String label(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private OfOneSide of(Side side) {
    return picture.sides.getOrDefault(side, new OfOneSide());
  }

  @Override
  public boolean kernelReadable() {
    return picture.readable;
  }

  @Override
  public long halfOpen(Side side) {
    return of(side).halfOpen;
  }

  @Override
  public long blockedWriters(Side side) {
    return of(side).blockedWriters;
  }

  /** Only the kernel's own table tells how full a socket is. */
  @Override
  public boolean blockedWritersKnown() {
    return picture.readable && picture.detailed;
  }

  @Override
  public long closeWait(Side side) {
    return of(side).closeWait;
  }

  @Override
  public long unprotected(Side side, Protection lack) {
    return of(side).protection.getOrDefault(lack, 0L);
  }

  @Override
  public boolean readable() {
    return picture.readable;
  }

  @Override
  public boolean detailed() {
    return picture.detailed;
  }

  @Override
  public List<String> states() {
    return STATES;
  }

  @Override
  public long connections(String state) {
    return picture.states.getOrDefault(state, 0L);
  }

  @Override
  public long retransmits() {
    return tally.retransmits();
  }

  @Override
  public long sendQueueBytes() {
    return picture.sendQueue;
  }

  @Override
  public long keepAlive(boolean on) {
    return on ? picture.keepAliveOn : picture.keepAliveOff;
  }

  @Override
  public long keepAliveUnanswered() {
    return picture.keepAliveUnanswered;
  }
}
