package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.SocketSource;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sidecar.SocketTable.Candidate;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which source of sockets holds. */
class SocketTableTest {
  private static final Set<Integer> PORTS = Set.of(22);

  private final Table best = new Table("sock_diag");
  private final Table second = new Table("proc");
  private Table last;
  private String unopenable;
  private long now = 1;

  /** A source that a test lets fail. */
  private static final class Table implements SocketSource {
    private final String name;
    private String broken;
    private boolean losesGone;
    private boolean closed;
    private int opened;

    Table(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<KernelSocket> read(Set<Integer> ports) throws IOException {
      if (broken != null) {
        throw new IOException(broken);
      }
      return List.of();
    }

    @Override
    public List<KernelSocket> gone(Set<Integer> ports) throws IOException {
      if (losesGone) {
        throw new IOException("some may be missing");
      }
      return List.of();
    }

    @Override
    public boolean tellsWhatIsGone() {
      return name.equals("sock_diag");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private SocketTable table(SocketTable.Opener opener) {
    return new SocketTable(
        List.of(new Candidate("sock_diag", opener), new Candidate("proc", () -> second)), PORTS);
  }

  /** The best one, as often as it is opened, while nothing keeps it from being opened. */
  private SocketTable table() {
    return table(
        () -> {
          if (unopenable != null) {
            throw new IOException(unopenable);
          }
          best.opened++;
          return best;
        });
  }

  private Look look(SocketTable table) throws IOException {
    return table.look(now, () -> 7);
  }

  private void lookInVain(SocketTable table, int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> look(table)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void takesTheBestThatCanBeHad() throws IOException {
    SocketTable table = table(() -> best);

    Look look = look(table);

    assertThat(look.tellsGone()).isTrue();
    assertThat(look.abortsAfter()).isEqualTo(7);
    assertThat(table.statuses()).extracting(SourceStatus::source).containsExactly("sock_diag");
  }

  @Test
  void fallsBackAndSaysWhy() throws IOException {
    SocketTable table =
        table(
            () -> {
              throw new IOException("no native library");
            });

    Look look = look(table);

    assertThat(look.tellsGone()).isFalse();
    assertThat(table.statuses())
        .extracting(SourceStatus::source, SourceStatus::up, SourceStatus::reason)
        .containsExactly(
            tuple("sock_diag", false, "no native library"),
            tuple("proc", true, "0 sockets on SSH ports"));
  }

  @Test
  void opensTheSameAgainAfterItHasFailedForAMoment() throws IOException {
    SocketTable table = table();
    look(table);

    best.broken = "No buffer space available";
    lookInVain(table, 1);
    List<SourceStatus> meanwhile = table.statuses();
    best.broken = null;
    look(table);

    assertThat(best.closed).isTrue();
    assertThat(best.opened).isEqualTo(2);
    assertThat(meanwhile)
        .extracting(SourceStatus::source, SourceStatus::up, SourceStatus::reason)
        .containsExactly(tuple("sock_diag", false, "No buffer space available"));
    assertThat(table.statuses())
        .extracting(SourceStatus::source, SourceStatus::up)
        .containsExactly(tuple("sock_diag", true));
  }

  @Test
  void goesOnWithTheNextWhereOneFailsThreeTimesInARow() throws IOException {
    SocketTable table = table();
    look(table);

    best.broken = "the kernel does not answer";
    lookInVain(table, 2);
    best.broken = null;
    look(table);
    best.broken = "the kernel does not answer";
    lookInVain(table, 3);
    look(table);

    assertThat(table.statuses())
        .extracting(SourceStatus::source, SourceStatus::up)
        .containsExactly(tuple("sock_diag", false), tuple("proc", true));
  }

  @Test
  void goesOnWithTheNextWhereOneCannotBeOpenedAgain() throws IOException {
    SocketTable table = table();
    look(table);
    best.broken = "the kernel does not answer";
    lookInVain(table, 1);

    unopenable = "Too many open files";
    look(table);

    assertThat(table.statuses())
        .extracting(SourceStatus::source, SourceStatus::up, SourceStatus::reason)
        .containsExactly(
            tuple("sock_diag", false, "Too many open files"),
            tuple("proc", true, "0 sockets on SSH ports"));
  }

  @Test
  void goesBackToTheBetterOneAMinuteLater() throws IOException {
    SocketTable table = table();
    unopenable = "Too many open files";
    look(table);

    unopenable = null;
    now += 59_999;
    Look before = look(table);
    now += 1;
    look(table);
    now += 1;
    Look after = look(table);

    assertThat(before.tellsGone()).isFalse();
    assertThat(after.tellsGone()).isTrue();
    assertThat(second.closed).isTrue();
    assertThat(best.opened).isOne();
    assertThat(table.statuses())
        .extracting(SourceStatus::source, SourceStatus::up)
        .containsExactly(tuple("sock_diag", true));
  }

  @Test
  void staysWhereItIsWhileTheBetterOneOpensButCannotBeRead() throws IOException {
    SocketTable table = table();
    unopenable = "Too many open files";
    look(table);

    unopenable = null;
    best.broken = "Operation not permitted";
    now += 60_000;
    look(table);
    look(table);

    assertThat(best.opened).isOne();
    assertThat(best.closed).isTrue();
    assertThat(second.closed).isFalse();
    assertThat(table.statuses())
        .extracting(SourceStatus::source, SourceStatus::up, SourceStatus::reason)
        .containsExactly(
            tuple("sock_diag", false, "Operation not permitted"),
            tuple("proc", true, "0 sockets on SSH ports"));
  }

  @Test
  void triesAllAgainAfterNoneCouldBeRead() throws IOException {
    SocketTable table = table();
    best.broken = "broken";
    second.broken = "broken, too";
    lookInVain(table, 6);
    assertThat(table.statuses()).extracting(SourceStatus::up).containsExactly(false, false);

    best.broken = null;
    look(table);

    assertThat(table.statuses()).extracting(SourceStatus::up).containsExactly(true);
  }

  @Test
  void doesNotTrustTheSilenceOfASourceThatWasNotOpenAtTheLookBefore() throws IOException {
    SocketTable table = new SocketTable(List.of(new Candidate("sock_diag", this::another)), PORTS);
    Look first = look(table);
    last.broken = "No buffer space available";
    lookInVain(table, 1);

    Look second = look(table);
    Look third = look(table);

    assertThat(first.tellsGone()).isTrue();
    assertThat(second.tellsGone()).isFalse();
    assertThat(third.tellsGone()).isTrue();
  }

  private Table another() {
    last = new Table("sock_diag");
    return last;
  }

  @Test
  void doesNotTrustASilenceInWhichSomethingWasLost() throws IOException {
    SocketTable table = table(() -> best);

    best.losesGone = true;

    assertThat(look(table).tellsGone()).isFalse();
  }
}
