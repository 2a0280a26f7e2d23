package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.SocketSource;
import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this host from the best source that gives them: the first that can be opened and
 * read holds; those before it are down, with the reason.
 */
final class SocketTable implements AutoCloseable {

  /** Opens a source. */
  interface Opener {
    /**
     * Opens it.
     *
     * @throws IOException with the reason why it cannot be had
     */
    SocketSource open() throws IOException;
  }

  /** A source by its name, before it is open. */
  record Candidate(String name, Opener opener) {}

  private final List<Candidate> candidates;
  private final Set<Integer> ports;
  private final List<SourceStatus> refused = new ArrayList<>();
  private volatile List<SourceStatus> statuses = List.of();
  private int next;
  private @Nullable SocketSource source;
  private boolean goneWasWhole;

  SocketTable(List<Candidate> candidates, Set<Integer> ports) {
    this.candidates = candidates;
    this.ports = ports;
  }

  /**
   * Reads what has gone first: what then is missing from the rest has gone since.
   *
   * @param timeoutAborts reads the host's counter of what it has given up
   * @throws IOException if no source can be read now
   */
  Look look(long now, LongSupplier timeoutAborts) throws IOException {
    while (true) {
      SocketSource open = source();
      try {
        return look(open, now, timeoutAborts);
      } catch (IOException e) {
        failed(open, e);
      }
    }
  }

  private Look look(SocketSource open, long now, LongSupplier timeoutAborts) throws IOException {
    long from = System.nanoTime();
    List<KernelSocket> gone = gone(open);
    long abortsBefore = timeoutAborts.getAsLong();
    List<KernelSocket> sockets = open.read(ports);
    up(open, Duration.ofNanos(System.nanoTime() - from), sockets.size());
    return new Look(now, sockets, gone, goneWasWhole, abortsBefore, timeoutAborts.getAsLong());
  }

  /** Those that were lost on the way end as if the kernel had not told of any. */
  private List<KernelSocket> gone(SocketSource open) {
    goneWasWhole = open.tellsWhatIsGone();
    try {
      return open.gone(ports);
    } catch (IOException e) {
      goneWasWhole = false;
      return List.of();
    }
  }

  private SocketSource source() throws IOException {
    while (source == null) {
      if (next == candidates.size()) {
        next = 0; // all over again, with the next look
        refused.clear();
        throw new IOException("no source of sockets can be read");
      }
      open(candidates.get(next++));
    }
    return source;
  }

  private void open(Candidate candidate) {
    try {
      source = candidate.opener().open();
    } catch (IOException e) {
      refuse(candidate.name(), e);
    }
  }

  private void failed(SocketSource failed, IOException why) {
    refuse(failed.name(), why);
    close();
  }

  private void refuse(String name, IOException why) {
    refused.add(new SourceStatus(name, false, String.valueOf(why.getMessage()), Duration.ZERO));
    statuses = List.copyOf(refused);
  }

  private void up(SocketSource open, Duration took, int sockets) {
    List<SourceStatus> all = new ArrayList<>(refused);
    all.add(new SourceStatus(open.name(), true, sockets + " sockets on SSH ports", took));
    statuses = all;
  }

  /** How those that were tried fare; any thread may ask. */
  List<SourceStatus> statuses() {
    return statuses;
  }

  @Override
  public void close() {
    SocketSource open = source;
    source = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        refused.add(
            new SourceStatus(open.name(), false, String.valueOf(e.getMessage()), Duration.ZERO));
      }
    }
  }
}
