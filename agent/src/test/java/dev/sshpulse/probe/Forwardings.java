package dev.sshpulse.probe;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.common.forward.PortForwardingEventListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** The ports of a server that its clients have asked for. */
final class Forwardings implements PortForwardingEventListener {
  private final BlockingQueue<Integer> ports = new LinkedBlockingQueue<>();

  /** The port of a client's remote forwarding that was not taken yet; waits for it. */
  int take() throws InterruptedException {
    return ports.take();
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
      ports.add(bound.getPort());
    }
  }
}
