package dev.sshpulse.packed;

import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Side;
import dev.sshpulse.probe.SocketApi;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Does everything at once to the connections of one host: each row, over each API, on each side.
 */
final class FaultMatrix {

  /** Retransmission ends after some seconds, and so does TCP keepalive; see {@link Cell}. */
  static final String[] IMPATIENT = {
    "net.ipv4.tcp_retries2=2",
    "net.ipv4.tcp_keepalive_time=" + Cell.KEEPALIVE_TIME.toSeconds(),
    "net.ipv4.tcp_keepalive_intvl=1",
    "net.ipv4.tcp_keepalive_probes=3"
  };

  private static final int FIRST_PORT = 10_000;

  private final Jdk jdk;
  private final HostAndPeer both;
  private final List<Cell> cells = new ArrayList<>();

  /** The rows {@code faults}, and the columns: each API that they are possible over, each side. */
  FaultMatrix(Jdk jdk, HostAndPeer both, Collection<Fault> faults) {
    this.jdk = jdk;
    this.both = both;
    for (Fault fault : faults) {
      for (SocketApi api : fault.apis()) {
        for (Side side : Side.values()) {
          cells.add(new Cell(both, fault, api, side, FIRST_PORT + cells.size()));
        }
      }
    }
  }

  /** Lets it happen, closes what is left, and asks the agent. */
  List<Outcome> run() throws InterruptedException {
    List<String> troubles = forEach(Cell::happenAndClose);
    return outcomes(troubles);
  }

  /** Does this to all cells at once; what came in its way, or empty texts. */
  List<String> forEach(Consumer<Cell> what) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(cells.size());
    List<Future<?>> begun = new ArrayList<>();
    cells.forEach(cell -> begun.add(threads.submit(() -> what.accept(cell))));
    List<String> troubles = new ArrayList<>();
    for (Future<?> one : begun) {
      troubles.add(trouble(one));
    }
    threads.shutdown();
    return troubles;
  }

  private static String trouble(Future<?> begun) throws InterruptedException {
    try {
      begun.get();
      return "";
    } catch (ExecutionException e) {
      return e.getCause().toString();
    }
  }

  /**
   * What the agent says of each, once all that end have ended.
   *
   * @param troubles for each cell, why it could not be provoked, or empty
   */
  List<Outcome> outcomes(List<String> troubles) {
    List<Told> told = awaitEnds();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      List<Told> ofCell = told.stream().filter(one -> one.isOn(cell.port())).toList();
      outcomes.add(new Outcome(jdk, cell, troubles.get(i), ofCell));
    }
    return outcomes;
  }

  private List<Told> awaitEnds() {
    long expected = cells.stream().filter(cell -> cell.fault().ends()).count();
    try {
      return await().atMost(HostJvm.PATIENCE).until(this::told, told -> told.size() >= expected);
    } catch (ConditionTimeoutException e) {
      return told(); // the cell whose end is missing says so, and why
    }
  }

  private List<Told> told() {
    return Told.all(both.get("/api/v1/endings"));
  }
}
