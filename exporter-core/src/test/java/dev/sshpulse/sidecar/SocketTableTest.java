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

  /** A source that a test lets fail. */
  private static final class Table implements SocketSource {
    private final String name;
    private String broken;
    private boolean losesGone;
    private boolean closed;

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

  private static Look look(SocketTable table) throws IOException {
    return table.look(1, () -> 7);
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
  void goesOnWithTheNextWhereOneBreaksLater() throws IOException {
    SocketTable table = table(() -> best);
    look(table);

    best.broken = "the kernel does not answer";
    look(table);

    assertThat(best.closed).isTrue();
    assertThat(table.statuses()).extracting(SourceStatus::up).containsExactly(false, true);
  }

  @Test
  void triesAllAgainAfterNoneCouldBeRead() throws IOException {
    SocketTable table = table(() -> best);
    best.broken = "broken";
    second.broken = "broken, too";
    assertThatThrownBy(() -> look(table)).isInstanceOf(IOException.class);
    assertThat(table.statuses()).extracting(SourceStatus::up).containsExactly(false, false);

    best.broken = null;
    look(table);

    assertThat(table.statuses()).extracting(SourceStatus::up).containsExactly(true);
  }

  @Test
  void doesNotTrustASilenceInWhichSomethingWasLost() throws IOException {
    SocketTable table = table(() -> best);

    best.losesGone = true;

    assertThat(look(table).tellsGone()).isFalse();
  }
}
