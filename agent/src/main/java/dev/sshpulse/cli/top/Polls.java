package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Agent;
import dev.sshpulse.cli.agents.AgentFailure;
import dev.sshpulse.cli.agents.Agents;
import dev.sshpulse.cli.agents.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Asks agents again and again, each on a thread of its own: one that hangs delays no other. */
final class Polls {

  /** To look at all processes of a host costs more than to ask a few of them. */
  private static final int REFRESHES_PER_SEARCH = 5;

  private final Agents agents;
  private final Duration interval;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private int rounds;

  /** One of them, and what it said last. */
  private static final class Asked {
    private final Agent agent;
    private volatile @Nullable Poll latest;

    private Asked(Agent agent) {
      this.agent = agent;
    }
  }

  Polls(Agents agents, Duration interval) throws AgentFailure {
    this.agents = agents;
    this.interval = interval;
    search();
  }

  private List<Asked> search() throws AgentFailure {
    List<Asked> found = agents.newcomers().stream().map(Asked::new).toList();
    asked.addAll(found);
    return found;
  }

  boolean isEmpty() {
    return asked.isEmpty();
  }

  void start() {
    asked.forEach(this::start);
    if (agents.mayGrow()) {
      Duration pause = interval.multipliedBy(REFRESHES_PER_SEARCH);
      forEver("sshpulse-search", pause, pause, () -> newcomers().forEach(this::start));
    }
  }

  private void start(Asked one) {
    forEver("sshpulse-ask", Duration.ZERO, interval, () -> ask(one));
  }

  private List<Asked> newcomers() {
    try {
      return search();
    } catch (AgentFailure | RuntimeException e) {
      // Those that were found before go on; /proc may be readable again the next time.
      return List.of();
    }
  }

  private static void forEver(String name, Duration first, Duration pause, Runnable what) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(first.toMillis());
                while (true) {
                  what.run();
                  Thread.sleep(pause.toMillis());
                }
              } catch (InterruptedException e) {
                // Nobody interrupts it; it ends with the process.
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private Poll ask(Asked one) {
    Poll before = one.latest;
    var report = one.agent.ask();
    Poll now = before == null ? Poll.first(report) : before.then(report);
    one.latest = now;
    answers.incrementAndGet();
    return now;
  }

  /** Asks all of them once. */
  List<Poll> now() {
    if (agents.mayGrow() && ++rounds % REFRESHES_PER_SEARCH == 0) {
      newcomers();
    }
    return AtOnce.ask(asked, this::ask);
  }

  /** Of those that have been asked. */
  List<Poll> latest() {
    List<Poll> polls = new ArrayList<>();
    for (Asked one : asked) {
      Poll poll = one.latest;
      if (poll != null) {
        polls.add(poll);
      }
    }
    return polls;
  }

  /** Grows with each answer. */
  long answers() {
    return answers.get();
  }
}
