package dev.sshpulse.cli.agents;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Those that a command's arguments mean, asked as somebody. */
public final class Agents {

  private final List<String> arguments;
  private final Access.Credentials credentials;
  private final List<Target> known = new ArrayList<>();

  /** Whom {@link Targets} finds by these arguments. */
  public Agents(List<String> arguments, Access access) throws AgentFailure {
    access.refuseWhereNotNamed(arguments);
    this.arguments = List.copyOf(arguments);
    this.credentials = access.open();
  }

  /** Whether more of them may come: no argument means all that run on this host. */
  public boolean mayGrow() {
    return arguments.isEmpty();
  }

  /**
   * Looks for them, and gives those that were not there the last time.
   *
   * @throws AgentFailure if an argument means nobody
   */
  public List<Agent> newcomers() throws AgentFailure {
    List<Target> newcomers = new ArrayList<>(Targets.of(arguments));
    newcomers.removeIf(target -> known.stream().anyMatch(target::isSameAs));
    known.addAll(newcomers);
    return newcomers.stream()
        .map(target -> new Agent(target, credentials, Clock.systemUTC()))
        .toList();
  }
}
