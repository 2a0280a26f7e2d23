package dev.sshpulse.sidecar;

import dev.sshpulse.host.ProcessNames;
import dev.sshpulse.host.ProcessNames.Holder;
import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose process a connection is, where that may be seen. To look is dear, so there is one walk for
 * those that are new, and none for those that stayed unknown.
 */
final class Processes {
  static final String NAME = "process_names";

  private static final long EVERY_MILLIS = 5_000;
  private static final long SHARE_OF_TIME = 200;

  private final ProcessNames names;
  private Set<Long> sought = Set.of();
  private long walkedAt;
  private volatile @Nullable SourceStatus status;

  Processes(ProcessNames names) {
    this.names = names;
  }

  void look(Collection<HostConnection> open, long now) {
    Set<Long> wanted = new HashSet<>();
    for (HostConnection connection : open) {
      wanted.add(connection.last.socket().inode());
    }
    SourceStatus before = status;
    long took = before == null ? 0 : before.took().toMillis();
    long rest = Math.max(EVERY_MILLIS, took * SHARE_OF_TIME);
    if (!sought.containsAll(wanted) && (walkedAt == 0 || now - walkedAt >= rest)) {
      walk(wanted);
      walkedAt = now;
      sought = wanted;
    }
  }

  private void walk(Set<Long> wanted) {
    long from = System.nanoTime();
    String reason;
    boolean up = false;
    try {
      names.find(wanted);
      up = wanted.stream().anyMatch(inode -> names.holder(inode) != null);
      reason = reason(wanted);
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    status = new SourceStatus(NAME, up, reason, Duration.ofNanos(System.nanoTime() - from));
  }

  private String reason(Set<Long> wanted) {
    long found = wanted.stream().filter(inode -> names.holder(inode) != null).count();
    String said = found + " of " + wanted.size() + " connections have a name";
    return found == wanted.size() ? said : said + ": " + lack();
  }

  /** What is hidden is not counted by anybody: to us it is as if there were no such process. */
  private String lack() {
    return names.unreadable() > 0
        ? names.unreadable()
            + " processes may not be looked into (run as their user, with CAP_SYS_PTRACE, or do"
            + " without)"
        : "no process that is shown here holds the others (those of other users may be hidden, by"
            + " ProtectProc of systemd or hidepid, or be in another process namespace: show them to"
            + " the sidecar, or do without)";
  }

  /** The name of the process that holds it; null where that is not known. */
  @Nullable String of(HostConnection connection) {
    Holder holder = names.holder(connection.last.socket().inode());
    return holder == null ? null : holder.name();
  }

  /** Null as long as there was nothing to name: whether it could be done is not known. */
  @Nullable SourceStatus status() {
    return status;
  }
}
