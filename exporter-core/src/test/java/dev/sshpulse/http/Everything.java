package dev.sshpulse.http;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** Something to export that has every member, and every value of those that have few. */
final class Everything extends Shown {

  /** What no stranger may read. */
  static final List<String> SECRETS = List.of("198.51.100.7", "2001:db8::5", "mallory");

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final String observer;

  Everything(String observer) {
    super("0.1.0", "metrics");
    this.observer = observer;
    for (Library library : Library.values()) {
      connections.add(connection(library, Protection.PROTECTED));
    }
    for (Protection protection : Protection.values()) {
      connections.add(connection(Library.UNKNOWN, protection));
    }
    for (Cause cause : Cause.values()) {
      endings.add(ending(cause, Initiator.UNKNOWN));
    }
    for (Initiator initiator : Initiator.values()) {
      endings.add(ending(Cause.OTHER, initiator));
    }
    for (HookStatus.Status status : HookStatus.Status.values()) {
      hooks.add(new HookStatus("jdk", "17.0.15", status, "no method"));
    }
    sources.add(new SourceStatus("sshd_config", false, "Match User mallory", SECOND));
    pathTimeout.set(new PathTimeout(290_000, 300_000));
  }

  private static ConnectionStatus connection(Library library, Protection protection) {
    return new ConnectionStatus(
        connection(1, library == Library.JSCH),
        library,
        SECOND,
        protection,
        SECOND,
        SECOND,
        SECOND,
        1,
        2,
        "mallory");
  }

  private static SshConnection connection(long id, boolean fromTheMiddle) {
    return new SshConnection(
        id,
        id % 2 == 0 ? Side.CLIENT : Side.SERVER,
        Instant.EPOCH,
        Instant.EPOCH,
        new InetSocketAddress("198.51.100.7", 22),
        new InetSocketAddress("2001:db8::5", 40_022),
        fromTheMiddle);
  }

  private static Ending ending(Cause cause, Initiator initiator) {
    return new Ending(
        connection(2, cause == Cause.CLOSED),
        Instant.EPOCH,
        SECOND,
        new Verdict(cause, initiator),
        SECOND,
        SECOND,
        1,
        2,
        null);
  }

  /** More connections than are told. */
  Everything andMore() {
    connections.addAll(Collections.nCopies(RecordJson.MOST_CONNECTIONS, connections.get(0)));
    return this;
  }

  @Override
  public String observer() {
    return observer;
  }
}
