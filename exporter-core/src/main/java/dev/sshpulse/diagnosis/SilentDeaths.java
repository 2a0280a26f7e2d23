package dev.sshpulse.diagnosis;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.LongSupplier;

/** Tells {@link PathTimeouts} which silences have killed. */
public final class SilentDeaths implements SshListener {

  /** Nobody said that the connection was over: an RST or an ICMP message would have. */
  private static final Set<Cause> SILENT =
      Set.of(
          Cause.RETRANSMISSION_TIMEOUT,
          Cause.TCP_KEEPALIVE_TIMEOUT,
          Cause.TIMED_OUT,
          Cause.SSH_KEEPALIVE_TIMEOUT);

  private final PathTimeouts paths;
  private final LongSupplier nowMillis;

  /**
   * @param nowMillis the clock of {@code paths}
   */
  public SilentDeaths(PathTimeouts paths, LongSupplier nowMillis) {
    this.paths = paths;
    this.nowMillis = nowMillis;
  }

  @Override
  public void connectionRecognised(SshConnection connection) {}

  @Override
  public void connectionEnded(Ending ending) {
    InetSocketAddress peer = ending.connection().peer();
    if (peer != null
        && ending.silenceKnown()
        && ending.initiator() == Initiator.NETWORK
        && SILENT.contains(ending.cause())) {
      paths.killed(peer.getAddress(), ending.idle().toMillis(), nowMillis.getAsLong());
    }
  }
}
