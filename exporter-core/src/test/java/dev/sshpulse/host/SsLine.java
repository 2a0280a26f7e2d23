package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code ss -tinoeam} says of one socket. */
final class SsLine {
  private static final Pattern PARTS = Pattern.compile("(?<=\\s)([a-z_]+):(\\S+)");
  private static final Pattern TIMER = Pattern.compile("\\((\\w+),([^,]*),(\\d+)\\)");
  private static final Pattern MEMORY = Pattern.compile("skmem:\\(.*?,tb(\\d+),.*?,w(\\d+),");
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)min)?(?:(\\d+)(?:sec|(?=\\.)))?(?:\\.?(\\d+)ms)?");
  private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\]%]*)(?:%\\w+)?]?:(\\d+|\\*)");

  final String state;
  final long receiveQueue;
  final long sendQueue;
  final String local;
  final String peer;
  final String text;
  private final Map<String, String> parts = new HashMap<>();

  private SsLine(String text) {
    this.text = text;
    String[] columns = text.split("\\s+", 6);
    state = columns[0];
    receiveQueue = Long.parseLong(columns[1]);
    sendQueue = Long.parseLong(columns[2]);
    local = columns[3];
    peer = columns[4];
    Matcher matcher = PARTS.matcher(" " + columns[5]);
    while (matcher.find()) {
      parts.putIfAbsent(matcher.group(1), matcher.group(2));
    }
  }

  /** All sockets with one of these ports at either end, by their cookies. */
  static Map<Long, SsLine> all(Set<Integer> ports) throws IOException {
    String filter =
        ports.stream()
            .map(port -> "sport = :" + port + " or dport = :" + port)
            .collect(Collectors.joining(" or ", "( ", " )"));
    Map<Long, SsLine> lines = new HashMap<>();
    for (String line : run("ss", "-HtinoeamO", filter)) {
      SsLine parsed = new SsLine(line);
      lines.put(Long.parseUnsignedLong(parsed.parts.get("sk"), 16), parsed);
    }
    return lines;
  }

  private static List<String> run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines = new ArrayList<>();
    for (String line : new String(process.getInputStream().readAllBytes(), UTF_8).split("\n")) {
      if (!line.isBlank()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** A number behind its name; 0 where it is left out. */
  long number(String name) {
    return Long.parseLong(parts.getOrDefault(name, "0"));
  }

  /** Round trip time and its variance. */
  long micros(int which) {
    String rtt = parts.get("rtt");
    return rtt == null ? 0 : Math.round(Double.parseDouble(rtt.split("/")[which]) * 1000);
  }

  /** Whether what is queued to be sent fills the buffer for it. */
  boolean sendBufferFull() {
    Matcher memory = MEMORY.matcher(text);
    return memory.find() && Long.parseLong(memory.group(2)) >= Long.parseLong(memory.group(1));
  }

  /** Segments repeated in the connection's whole life. */
  long retransmits() {
    String repeated = parts.get("retrans");
    return repeated == null ? 0 : Long.parseLong(repeated.split("/")[1]);
  }

  String timer() {
    Matcher timer = TIMER.matcher(parts.getOrDefault("timer", ""));
    return timer.matches() ? timer.group(1) : "";
  }

  long timerRepeats() {
    Matcher timer = TIMER.matcher(parts.getOrDefault("timer", ""));
    return timer.matches() ? Long.parseLong(timer.group(3)) : 0;
  }

  /**
   * Shown without its seconds above nine minutes, and without its milliseconds above nine seconds.
   */
  long timerMillis() {
    Matcher timer = TIMER.matcher(parts.getOrDefault("timer", ""));
    if (!timer.matches()) {
      return 0;
    }
    Matcher duration = DURATION.matcher(timer.group(2));
    if (!duration.matches()) {
      throw new IllegalStateException("not a duration: " + text);
    }
    return (number(duration, 1) * 60 + number(duration, 2)) * 1000 + number(duration, 3);
  }

  private static long number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  /** The number of its control group, which is shown as a path below where they are mounted. */
  long cgroup() throws IOException {
    String path = parts.get("cgroup");
    if (path == null) {
      return 0;
    }
    if (path.startsWith("unreachable")) {
      return Long.parseUnsignedLong(path.substring(path.indexOf(':') + 1), 16);
    }
    return ((Number) Files.getAttribute(Path.of(cgroups() + path), "unix:ino")).longValue();
  }

  private static String cgroups() throws IOException {
    for (String mount : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      if (mount.contains(" - cgroup2 ")) {
        return mount.split(" ")[4];
      }
    }
    throw new IllegalStateException("ss knows the path of a control group, and none is mounted");
  }

  /** The address of an end, without its port; null for any. */
  static InetAddress address(String end) throws IOException {
    String address = part(end, 1);
    return address.equals("*") ? InetAddress.getByName("::") : InetAddress.getByName(address);
  }

  static int port(String end) {
    String port = part(end, 2);
    return port.equals("*") ? 0 : Integer.parseInt(port);
  }

  private static String part(String end, int group) {
    Matcher matcher = ADDRESS.matcher(end);
    if (!matcher.matches()) {
      throw new IllegalStateException("not an address: " + end);
    }
    return matcher.group(group);
  }
}
