package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.SocketSource;
import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this host from the best source that gives them: the first that can be opened
 * holds; those before it are down, with the reason, and are tried again once a minute. One that
 * fails for a moment is opened anew: another names the same sockets differently, and knows less.
 */
final class SocketTable implements AutoCloseable {
  private static final int FAILURES_BORNE = 3;
  private static final long BETTER_EVERY_MILLIS = 60_000;

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
  private final Map<String, SourceStatus> told = new LinkedHashMap<>();
  private volatile List<SourceStatus> statuses = List.of();
  private int rank;
  private int failures;
  private long betterTriedAt;
  private @Nullable SocketSource source;
  private @Nullable SocketSource readBefore;

  SocketTable(List<Candidate> candidates, Set<Integer> ports) {
    this.candidates = candidates;
    this.ports = ports;
  }

  /**
   * Reads what has gone first: what then is missing from the rest has gone since.
   *
   * @param timeoutAborts reads the host's counter of what it has given up
   * @throws IOException if the source cannot be read now, or none can be opened: then nothing is
   *     known, and the next look tries again
   */
  Look look(long now, LongSupplier timeoutAborts) throws IOException {
    try {
      Look better = better(now, timeoutAborts);
      return better == null ? lookOnce(now, timeoutAborts) : better;
    } finally {
      statuses = List.copyOf(told.values());
    }
  }

  private Look lookOnce(long now, LongSupplier timeoutAborts) throws IOException {
    SocketSource open = source(now);
    try {
      Look look = look(open, now, timeoutAborts);
      settle(rank);
      return look;
    } catch (IOException e) {
      close();
      failed(open, e, now);
      throw e;
    }
  }

  private void failed(SocketSource failed, IOException why, long now) {
    refuse(failed.name(), why);
    failures++;
    if (failures == FAILURES_BORNE) {
      descend(now);
    }
  }

  private void descend(long now) {
    rank++;
    failures = 0;
    betterTriedAt = now;
    if (rank == candidates.size()) {
      rank = 0; // all over again, with the next look
    }
  }

  private Look look(SocketSource open, long now, LongSupplier timeoutAborts) throws IOException {
    long from = System.nanoTime();
    List<KernelSocket> gone = List.of();
    // Of what went before it was opened, a source says nothing.
    boolean whole = open.tellsWhatIsGone() && (readBefore == null || readBefore == open);
    try {
      gone = open.gone(ports);
    } catch (IOException e) {
      whole = false; // those that were lost end as if the kernel had not told of any
    }
    long abortsBefore = timeoutAborts.getAsLong();
    List<KernelSocket> sockets = open.read(ports);
    up(open, Duration.ofNanos(System.nanoTime() - from), sockets.size());
    return new Look(now, sockets, gone, whole, abortsBefore, timeoutAborts.getAsLong());
  }

  /** By a source that could not be had, and can be again; null if there is none. */
  private @Nullable Look better(long now, LongSupplier timeoutAborts) {
    if (rank == 0 || now - betterTriedAt < BETTER_EVERY_MILLIS) {
      return null;
    }
    betterTriedAt = now;
    Look look = null;
    for (int i = 0; i < rank && look == null; i++) {
      look = climb(i, now, timeoutAborts);
    }
    return look;
  }

  private @Nullable Look climb(int to, long now, LongSupplier timeoutAborts) {
    SocketSource opened = open(candidates.get(to));
    if (opened == null) {
      return null;
    }
    try {
      Look look = look(opened, now, timeoutAborts);
      close();
      settle(to);
      source = opened;
      return look;
    } catch (IOException e) {
      close(opened);
      refuse(opened.name(), e);
      return null;
    }
  }

  private void settle(int at) {
    for (Candidate worse : candidates.subList(at + 1, candidates.size())) {
      told.remove(worse.name());
    }
    rank = at;
    failures = 0;
  }

  private SocketSource source(long now) throws IOException {
    int left = candidates.size() - rank;
    for (; source == null && left > 0; left--) {
      source = open(candidates.get(rank));
      if (source == null) {
        descend(now);
      }
    }
    if (source == null) {
      throw new IOException("no source of sockets can be opened");
    }
    return source;
  }

  private @Nullable SocketSource open(Candidate candidate) {
    try {
      return candidate.opener().open();
    } catch (IOException e) {
      refuse(candidate.name(), e);
      return null;
    }
  }

  private void refuse(String name, IOException why) {
    told.put(name, new SourceStatus(name, false, String.valueOf(why.getMessage()), Duration.ZERO));
  }

  private void up(SocketSource open, Duration took, int sockets) {
    String reason = sockets + " sockets on SSH ports";
    told.put(open.name(), new SourceStatus(open.name(), true, reason, took));
    readBefore = open;
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
      close(open);
    }
  }

  private void close(SocketSource open) {
    try {
      open.close();
    } catch (IOException e) {
      refuse(open.name(), e);
    }
  }
}
