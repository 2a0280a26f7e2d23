package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sshpulse.model.HostFact;
import dev.sshpulse.model.SourceStatus;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel counts of TCP in this network namespace, and how long it is told to wait: the
 * files {@code netstat} and {@code snmp}, and the sysctls of IPv4, which hold for IPv6 as well.
 *
 * <p>A counter that falls was reset; it is handed on as it is, for a reset is what it must look
 * like. For one thread at a time.
 */
public final class HostCounters {
  /** The value of the label {@code source}. */
  public static final String NAME = "host_counters";

  private static final Map<String, HostFact> COUNTERS =
      Map.of(
          "TcpExt: TCPAbortOnTimeout", HostFact.TCP_ABORTS_ON_TIMEOUT,
          "TcpExt: TCPKeepAlive", HostFact.TCP_KEEPALIVE_PROBES,
          "TcpExt: TCPTimeouts", HostFact.TCP_TIMEOUTS,
          "TcpExt: ListenOverflows", HostFact.TCP_LISTEN_OVERFLOWS,
          "Tcp: EstabResets", HostFact.TCP_RESETS,
          "Tcp: RetransSegs", HostFact.TCP_RETRANSMITS);

  private static final Map<String, HostFact> SYSCTLS =
      Map.of(
          "tcp_keepalive_time", HostFact.TCP_KEEPALIVE_TIME,
          "tcp_keepalive_intvl", HostFact.TCP_KEEPALIVE_INTERVAL,
          "tcp_keepalive_probes", HostFact.TCP_KEEPALIVE_LIMIT,
          "tcp_retries2", HostFact.TCP_RETRANSMITS_LIMIT);

  /** All that surely fit a long. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_TABLE_LINES = 100;

  private final File net;
  private final File sysctls;
  private final Lines lines = new Lines();

  /**
   * @param net where the two files are, such as {@code /proc/self/net}
   * @param sysctls where those of IPv4 are, such as {@code /proc/sys/net/ipv4}
   */
  public HostCounters(File net, File sysctls) {
    this.net = net;
    this.sysctls = sysctls;
  }

  /**
   * What one reading gave.
   *
   * @param values of those that were there and could be read
   * @param status up if all of them were
   */
  public record Reading(Map<HostFact, Long> values, SourceStatus status) {}

  /** Reads all, each file for itself: what cannot be read is absent, and the status says so. */
  public Reading read() {
    long from = System.nanoTime();
    Map<HostFact, Long> values = new EnumMap<>(HostFact.class);
    List<String> missing = new ArrayList<>();
    table(new File(net, "netstat"), values, missing);
    table(new File(net, "snmp"), values, missing);
    SYSCTLS.forEach((name, fact) -> sysctl(new File(sysctls, name), fact, values, missing));
    COUNTERS.forEach((name, fact) -> noteIfAbsent(name, fact, values, missing));
    return new Reading(values, status(missing, Duration.ofNanos(System.nanoTime() - from)));
  }

  private SourceStatus status(List<String> missing, Duration took) {
    String reason =
        missing.isEmpty()
            ? "netstat and snmp of " + net + ", sysctls of " + sysctls
            : "not to be had: " + String.join(", ", missing.stream().sorted().toList());
    return new SourceStatus(NAME, missing.isEmpty(), reason, took);
  }

  private static void noteIfAbsent(
      String name, HostFact fact, Map<HostFact, Long> values, List<String> missing) {
    if (!values.containsKey(fact)) {
      missing.add(name.substring(name.indexOf(' ') + 1));
    }
  }

  /** Lines come in pairs that begin alike: names, and their values below them. */
  private void table(File file, Map<HostFact, Long> values, List<String> missing) {
    Map<HostFact, Long> found = new EnumMap<>(HostFact.class);
    try (FileInputStream in = new FileInputStream(file)) {
      lines.over(in);
      String names = "";
      for (int i = 0; i < MOST_TABLE_LINES && lines.next(); i++) {
        String line = text();
        pair(names, line, found);
        names = line;
      }
      values.putAll(found);
    } catch (IOException e) {
      missing.add(file.getPath());
    }
  }

  private String text() {
    return new String(lines.buffer(), lines.from(), lines.to() - lines.from(), ISO_8859_1);
  }

  /** Where names and values differ in number, nobody knows which belongs to which. */
  private static void pair(String nameLine, String valueLine, Map<HostFact, Long> found) {
    StringTokenizer names = new StringTokenizer(nameLine, " ");
    StringTokenizer values = new StringTokenizer(valueLine, " ");
    if (names.countTokens() != values.countTokens() || !names.hasMoreTokens()) {
      return;
    }
    String table = names.nextToken();
    if (!table.equals(values.nextToken())) {
      return;
    }
    while (names.hasMoreTokens()) {
      HostFact fact = COUNTERS.get(table + " " + names.nextToken());
      Long value = number(values.nextToken());
      if (fact != null && value != null) {
        found.put(fact, value);
      }
    }
  }

  private static void sysctl(
      File file, HostFact fact, Map<HostFact, Long> values, List<String> missing) {
    try (FileInputStream in = new FileInputStream(file)) {
      Long value = number(new String(in.readNBytes(MOST_DIGITS + 2), ISO_8859_1).strip());
      if (value != null) {
        values.put(fact, value);
        return;
      }
    } catch (IOException e) {
      // As absent as one that is no number.
    }
    missing.add(file.getName());
  }

  private static @Nullable Long number(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    return text.isEmpty() || text.length() > MOST_DIGITS ? null : Long.valueOf(text);
  }
}
