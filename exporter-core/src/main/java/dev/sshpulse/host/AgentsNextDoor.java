package dev.sshpulse.host;

import dev.sshpulse.model.AddressText;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The agents in the JVMs of this network namespace, and the SSH connections they report.
 *
 * <p>An agent whose port is taken opens the next free one of ten, so each port in a row is asked.
 * What answers there and is no agent is left alone for minutes: its log is not ours to fill. Who
 * does not answer in time may be an agent that is slow, and is asked again. For one thread at a
 * time.
 */
public final class AgentsNextDoor {
  /** The value of the label {@code source}. */
  public static final String NAME = "agent";

  /** As many as an agent tries. */
  private static final int PORTS_IN_A_ROW = 10;

  private static final int HIGHEST_PORT = 65_535;
  private static final String LIVE = "connections";
  private static final String ENDED = "endings";

  /** Twice what an agent lists at most. */
  private static final long MOST_BYTES = 8 << 20;

  private static final Duration LEFT_ALONE = Duration.ofMinutes(5);

  private final List<InetSocketAddress> first;
  private final Duration within;
  private final LongSupplier nanoTime;
  private final Set<InetSocketAddress> ours = ConcurrentHashMap.newKeySet();

  /** Those that have answered as agents do: their silence means something. */
  private final Set<InetSocketAddress> agents = new HashSet<>();

  private final Map<InetSocketAddress, Stranger> strangers = new HashMap<>();

  /** Who has told what lives, the last time. */
  private List<InetSocketAddress> answered = List.of();

  /**
   * @param first where the first agent is looked for: {@link AgentUrl#parse}
   * @param within for each of them
   */
  public AgentsNextDoor(List<InetSocketAddress> first, Duration within) {
    this(first, within, System::nanoTime);
  }

  AgentsNextDoor(List<InetSocketAddress> first, Duration within, LongSupplier nanoTime) {
    this.first = List.copyOf(first);
    this.within = within;
    this.nanoTime = nanoTime;
  }

  /**
   * This port is the sidecar's own, on whatever address: it would hear itself. Any thread may say
   * so.
   */
  public void skip(int port) {
    for (InetSocketAddress address : first) {
      ours.add(new InetSocketAddress(address.getAddress(), port));
    }
  }

  /**
   * What one round of questions gave.
   *
   * @param connections with the side that the agent is, by the addresses as its JVM's sockets have
   *     them; a connection between two JVMs is there twice, once from each end
   * @param answered whether any agent did
   * @param status up if an agent was found, and all that were told all; null where nobody is: no
   *     JVM has to have an agent
   */
  public record Reading(
      Map<TcpAddresses, Side> connections, boolean answered, @Nullable SourceStatus status) {}

  /** Asks all of them, one after the other, for what lives. */
  public Reading read() {
    Round round = new Round(LIVE);
    for (InetSocketAddress start : first) {
      for (int i = 0; i < PORTS_IN_A_ROW && start.getPort() + i <= HIGHEST_PORT; i++) {
        round.ask(new InetSocketAddress(start.getAddress(), start.getPort() + i));
      }
    }
    answered = List.copyOf(round.found);
    return round.reading();
  }

  /**
   * Asks those that have just answered for what has ended, the last thousand of each: one that
   * began and ended between two readings was in neither.
   */
  public Reading ended() {
    Round round = new Round(ENDED);
    answered.forEach(round::ask);
    return round.reading();
  }

  /**
   * Something that is no agent.
   *
   * @param until in nanoseconds
   * @param missed whether an agent was to be there
   */
  private record Stranger(long until, String leftAlone, boolean missed) {}

  private final class Round {
    private final String list;
    private final long from = nanoTime.getAsLong();
    private final Map<TcpAddresses, Side> connections = new HashMap<>();
    private final List<InetSocketAddress> found = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> leftAlone = new ArrayList<>();

    Round(String list) {
      this.list = list;
    }

    void ask(InetSocketAddress at) {
      if (ours.contains(at)) {
        return;
      }
      Stranger stranger = strangers.get(at);
      if (stranger == null || stranger.until() - from <= 0) {
        strangers.remove(at);
        get(at);
      } else {
        tell(stranger);
      }
    }

    private void get(InetSocketAddress at) {
      try {
        LocalGet get = new LocalGet(at, within, MOST_BYTES);
        take(at, get.json("/api/v1/" + list, body -> AgentConnections.read(body, list)));
      } catch (ConnectException e) {
        agents.remove(at); // nobody listens: it has ended
      } catch (LocalGet.OtherServerException e) {
        leaveAlone(at, e);
      } catch (IOException e) {
        if (isAwaited(at)) {
          failed.add(AddressText.of(at) + ": " + e.getMessage());
        }
      }
    }

    private void take(InetSocketAddress at, AgentConnections told) {
      agents.add(at);
      found.add(at);
      connections.putAll(told.sides());
      if (told.leftOut() > 0) {
        failed.add(AddressText.of(at) + " leaves out " + told.leftOut() + " connections");
      }
      if (told.unnamed() > 0 && told.sides().isEmpty()) {
        failed.add(
            AddressText.of(at) + " shows no addresses: let its http.listen be a loopback address");
      }
    }

    private void leaveAlone(InetSocketAddress at, LocalGet.OtherServerException why) {
      Instant until = Instant.now().plus(LEFT_ALONE).truncatedTo(ChronoUnit.SECONDS);
      String sentence =
          AddressText.of(at) + " is left alone until " + until + ", because " + why.getMessage();
      Stranger stranger = new Stranger(from + LEFT_ALONE.toNanos(), sentence, isAwaited(at));
      strangers.put(at, stranger);
      agents.remove(at);
      tell(stranger);
    }

    private boolean isAwaited(InetSocketAddress at) {
      return agents.contains(at) || first.contains(at);
    }

    private void tell(Stranger stranger) {
      (stranger.missed() ? failed : leftAlone).add(stranger.leftAlone());
    }

    Reading reading() {
      boolean nobody = failed.isEmpty() && found.isEmpty();
      return new Reading(connections, !found.isEmpty(), nobody ? null : status());
    }

    private SourceStatus status() {
      List<String> reasons = new ArrayList<>(failed);
      if (failed.isEmpty()) {
        reasons.add("agents at " + String.join(", ", found.stream().map(AddressText::of).toList()));
      }
      reasons.addAll(leftAlone);
      Duration took = Duration.ofNanos(nanoTime.getAsLong() - from);
      return new SourceStatus(NAME, failed.isEmpty(), String.join("; ", reasons), took);
    }
  }
}
