package dev.sshpulse.host;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Where the sockets of this network namespace can be read. For one thread at a time. */
public interface SocketSource extends Closeable {

  /** The value of the label {@code source}. */
  String name();

  /**
   * All TCP sockets, listening and connected, in any state, with one of these ports at either end.
   *
   * @throws IOException if they cannot be read to their end: then nothing is known
   */
  List<KernelSocket> read(Set<Integer> ports) throws IOException;

  /**
   * Those with one of these ports that have gone since the last call, as they were when the kernel
   * let go of them: also of ones that no reading saw. Empty where the source cannot tell.
   *
   * <p>All are CLOSED. One that this end aborted has forgotten its peer, and its peer's port is 0:
   * it comes whatever its own port is, to be known by its cookie, and has no {@code TcpInfo}.
   *
   * @throws IOException if some may be missing; those that are there come with the next call
   */
  List<KernelSocket> gone(Set<Integer> ports) throws IOException;

  /** Whether {@link #gone} tells. */
  boolean tellsWhatIsGone();
}
