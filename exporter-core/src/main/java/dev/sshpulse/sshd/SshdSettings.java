package dev.sshpulse.sshd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of sshd_config set, and which of them holds.
 *
 * <p>sshd goes through them twice. At its start the first value outside of Match blocks holds. For
 * a connection it then goes through the blocks that apply, {@code Match all} among them; the first
 * value in those holds over what was outside.
 */
final class SshdSettings {
  private static final int STANDARD_PORT = 22;
  private static final int HIGHEST_PORT = 65_535;

  private final List<Assignment> assignments = new ArrayList<>();
  private final Set<Integer> ports = new TreeSet<>();
  private final Set<Integer> portsOfAddresses = new TreeSet<>();
  private boolean listensEverywhere = true;
  private boolean addressWithoutPort;

  private record Assignment(SshdOption option, long value, String place, MatchContext context) {}

  /**
   * Takes note of a line.
   *
   * @throws IllegalArgumentException if sshd would refuse it
   */
  void take(String place, ConfigLine line, MatchContext context) {
    SshdOption option = SshdOption.named(line.keyword());
    if (option != null) {
      allow(option.allowedInMatch(), context);
      long value = option.value(only(line.arguments()));
      assignments.add(new Assignment(option, value, place, context));
    } else if (line.keyword().equalsIgnoreCase("Port")) {
      allow(false, context);
      ports.add(port(only(line.arguments())));
    } else if (line.keyword().equalsIgnoreCase("ListenAddress")) {
      allow(false, context);
      listen(line.arguments().get(0));
    }
  }

  private static void allow(boolean inMatch, MatchContext context) {
    if (!inMatch && context.dependsOnConnection()) {
      throw new IllegalArgumentException("not allowed within a Match block");
    }
  }

  private static String only(List<String> arguments) {
    if (arguments.size() > 1) {
      throw new IllegalArgumentException("one value is expected");
    }
    return arguments.get(0);
  }

  private static int port(String text) {
    int port = 0;
    for (int i = 0; i < text.length() && port <= HIGHEST_PORT; i++) {
      char c = text.charAt(i);
      port = c < '0' || c > '9' ? HIGHEST_PORT + 1 : port * 10 + c - '0';
    }
    if (port == 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("a port from 1 to 65535 is expected");
    }
    return port;
  }

  private void listen(String address) {
    listensEverywhere = false;
    String port = portOf(address);
    if (port == null) {
      addressWithoutPort = true;
    } else {
      portsOfAddresses.add(port(port));
    }
  }

  private static @Nullable String portOf(String address) {
    int bracket = address.lastIndexOf(']');
    int colon = address.indexOf(':', Math.max(0, bracket));
    boolean bareIpv6 = bracket < 0 && colon != address.lastIndexOf(':');
    return colon < 0 || bareIpv6 ? null : address.substring(colon + 1);
  }

  SshdConfig config(List<String> notes) {
    ClientAliveSettings standard = clientAlive(Set.of());
    return new SshdConfig(
        standard,
        variants(standard),
        value(SshdOption.TCP_KEEP_ALIVE, Set.of()) != 0,
        value(SshdOption.LOGIN_GRACE_TIME, Set.of()),
        listeningPorts(),
        notes);
  }

  private List<SshdConfig.Variant> variants(ClientAliveSettings standard) {
    Map<String, ClientAliveSettings> byCriteria = new LinkedHashMap<>();
    for (Assignment assignment : assignments) {
      List<String> criteria = assignment.context().criteria();
      if (!criteria.isEmpty()) {
        byCriteria.computeIfAbsent(
            String.join(" and ", criteria), unused -> clientAlive(Set.copyOf(criteria)));
      }
    }
    return byCriteria.entrySet().stream()
        .filter(entry -> !entry.getValue().asksForTheSameAs(standard))
        .map(entry -> new SshdConfig.Variant(entry.getKey(), entry.getValue()))
        .toList();
  }

  private ClientAliveSettings clientAlive(Set<String> criteria) {
    Assignment interval = holding(SshdOption.CLIENT_ALIVE_INTERVAL, criteria);
    return new ClientAliveSettings(
        value(SshdOption.CLIENT_ALIVE_INTERVAL, criteria),
        value(SshdOption.CLIENT_ALIVE_COUNT_MAX, criteria),
        interval == null ? "the default" : interval.place());
  }

  private long value(SshdOption option, Set<String> criteria) {
    Assignment holding = holding(option, criteria);
    return holding == null ? option.standard() : holding.value();
  }

  /** The line that holds for a connection which meets these criteria and no others. */
  private @Nullable Assignment holding(SshdOption option, Set<String> criteria) {
    Assignment outside = null;
    for (Assignment assignment : assignments) {
      MatchContext context = assignment.context();
      if (assignment.option() == option && criteria.containsAll(context.criteria())) {
        if (context.inMatch() && option.allowedInMatch()) {
          return assignment;
        }
        outside = outside == null ? assignment : outside;
      }
    }
    return outside;
  }

  private Set<Integer> listeningPorts() {
    Set<Integer> listening = new TreeSet<>(portsOfAddresses);
    if (listensEverywhere || addressWithoutPort) {
      listening.addAll(ports.isEmpty() ? Set.of(STANDARD_PORT) : ports);
    }
    return listening;
  }
}
