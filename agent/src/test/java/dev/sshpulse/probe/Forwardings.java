package dev.sshpulse.probe;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.common.forward.PortForwardingEventListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** The ports of a server that its clients have asked for. */
final class Forwardings implements PortForwardingEventListener {
  private final Map<Session, BlockingQueue<Integer>> ports = new ConcurrentHashMap<>();

  /** The port that this client has asked for and that was not taken yet; waits for it. */
  int take(Session session) throws InterruptedException {
    return of(session).take();
  }

  private BlockingQueue<Integer> of(Session session) {
    return ports.computeIfAbsent(session, key -> new LinkedBlockingQueue<>());
  }

  @Override
  public void establishedExplicitTunnel(
      Session session,
      SshdSocketAddress local,
      SshdSocketAddress remote,
      boolean localForwarding,
      SshdSocketAddress bound,
      Throwable reason) {
    if (bound != null) {
      of(session).add(bound.getPort());
    }
  }
}
