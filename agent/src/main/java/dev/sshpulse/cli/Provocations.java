package dev.sshpulse.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the demo does to its connections, one thing after the other.
 *
 * <p>Each step ends when the workload has seen what was done to it: nothing overlaps, so each fault
 * has exactly one effect.
 */
final class Provocations {

  private static final int CONNECTIONS = 5;
  // Enough to see; a demo that runs for days must not run out of descriptors.
  private static final int MAX_VANISHED = 3;
  private static final int STEPS = 5;

  private record Connection(int id, Link link) {}

  private final Deque<Connection> connections = new ArrayDeque<>();
  private final WorkloadProcess workload;
  private final FaultyProxy proxy;
  private int steps;
  private int vanished;

  Provocations(WorkloadProcess workload, FaultyProxy proxy) {
    this.workload = workload;
    this.proxy = proxy;
  }

  /** Opens the connections that things will happen to. */
  String begin() throws DemoFailure, InterruptedException {
    for (int i = 0; i < CONNECTIONS; i++) {
      open();
    }
    return CONNECTIONS + " clients log in";
  }

  /** Runs a command over one of the connections, each in its turn; the others are idle. */
  void work() throws DemoFailure, InterruptedException {
    Connection connection = connections.removeFirst();
    workload.ask("work " + connection.id());
    connections.addLast(connection);
  }

  /**
   * Provokes the next fault.
   *
   * @return what, as a sentence for the screen
   */
  String next() throws DemoFailure, IOException, InterruptedException {
    return switch (steps++ % STEPS) {
      case 0 -> reset();
      case 1 -> breakPipes();
      case 2 -> refuse();
      case 3 -> vanished < MAX_VANISHED ? vanish() : replace();
      default -> replace();
    };
  }

  boolean eachWasProvoked() {
    return steps >= STEPS;
  }

  private String reset() throws DemoFailure, IOException, InterruptedException {
    Connection connection = connections.removeFirst();
    connection.link().reset();
    workload.ask("gone " + connection.id());
    open();
    return "connection " + connection.id() + " is reset while idle: Connection reset";
  }

  private String breakPipes() throws DemoFailure, IOException, InterruptedException {
    String id = workload.ask("greet " + proxy.port());
    proxy.link().hangUp();
    String failures = workload.ask("push " + id);
    return "connection " + id + ": its peer hangs up, it writes on: " + failures + " x Broken pipe";
  }

  private String refuse() throws DemoFailure, InterruptedException {
    workload.ask("refused");
    return "a connect to where nobody listens: Connection refused";
  }

  private String vanish() throws DemoFailure, InterruptedException {
    Connection connection = connections.removeFirst();
    connection.link().vanish();
    vanished++;
    open();
    return "connection " + connection.id() + ": its path swallows everything from now on";
  }

  private String replace() throws DemoFailure, InterruptedException {
    Connection connection = connections.removeFirst();
    workload.ask("close " + connection.id());
    open();
    return "connection " + connection.id() + " logs out, another logs in";
  }

  private void open() throws DemoFailure, InterruptedException {
    String id = workload.ask("open " + proxy.port());
    connections.addLast(new Connection(Integer.parseInt(id), proxy.link()));
  }

  /** Closes what can still be closed; only what has vanished stays open. */
  void finish() throws DemoFailure, InterruptedException {
    for (Connection connection : connections) {
      workload.ask("close " + connection.id());
    }
    connections.clear();
  }

  int vanished() {
    return vanished;
  }
}
