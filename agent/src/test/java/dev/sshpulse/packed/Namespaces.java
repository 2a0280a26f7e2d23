package dev.sshpulse.packed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.stack.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Networks of our own: a host and its peers, and between them a router that can do what routers do
 * to connections.
 *
 * <pre>
 *   host 10.1.0.2 ── 10.1.0.1 router 10.2.0.1 ── 10.2.0.2 peer
 * </pre>
 */
public final class Namespaces implements AutoCloseable {
  private static final String PREFIX = "sshpulse-";

  private final String prefix;
  private final List<Namespace> all = new ArrayList<>();
  private final Namespace router;
  private int networks;

  private Namespaces(String prefix) {
    this.prefix = prefix;
    router = add("router");
  }

  /**
   * A router without a neighbour.
   *
   * @param name tells it apart from others of this process
   */
  public static Namespaces create(String name) {
    requireTools();
    String prefix = PREFIX + ProcessHandle.current().pid() + "-" + name + "-";
    removeLeftOver(prefix);
    Namespaces created = new Namespaces(prefix);
    // Each ICMP error counts here; a router on the Internet sends one a second to each host.
    created.router.sysctl("net.ipv4.ip_forward=1", "net.ipv4.icmp_ratelimit=0");
    return created;
  }

  private static void requireTools() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")) && isLinux(),
        "missing: root on Linux, to make network namespaces");
    Tool.path("ip", "iproute2");
    Tool.path("ss", "iproute2");
    Tool.path("nft", "nftables");
    Tool.path("sysctl", "procps");
    Tool.path("curl", "curl");
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux");
  }

  /** A test that was killed could not clean up, nor one that failed before it had all. */
  private static void removeLeftOver(String ours) {
    String list = Namespace.execute("", List.of("ip", "netns", "list"));
    Stream.of(list.split("\n"))
        .map(line -> line.split(" ")[0])
        .filter(name -> name.startsWith(ours) || (name.startsWith(PREFIX) && isOfTheDead(name)))
        .forEach(Namespaces::removeWithWhatRunsThere);
  }

  /** Only what such a test has started runs there; a server of its would run on for ever. */
  private static void removeWithWhatRunsThere(String name) {
    String pids = Namespace.execute("", List.of("ip", "netns", "pids", name));
    pids.lines()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
        .forEach(ProcessHandle::destroyForcibly);
    remove(name);
  }

  private static boolean isOfTheDead(String name) {
    long pid = Long.parseLong(name.substring(PREFIX.length()).split("-")[0]);
    return ProcessHandle.of(pid).isEmpty();
  }

  private static void remove(String name) {
    Namespace.execute("", List.of("ip", "netns", "delete", name));
  }

  public Namespace router() {
    return router;
  }

  /** Another machine behind the router: the first is 10.1.0.2, the second 10.2.0.2, and so on. */
  public Namespace neighbour(String name) {
    Namespace added = add(name);
    String network = "10." + ++networks + ".0.";
    ip("link add eth0 netns %s type veth peer name %s netns %s", added, name, router);
    ip("-n %s address add %s1/24 dev %s", router, network, name);
    ip("-n %s address add %s2/24 dev eth0", added, network);
    ip("-n %s link set %s up", router, name);
    ip("-n %s link set eth0 up", added);
    ip("-n %s route add default via %s1", added, network);
    return added;
  }

  private Namespace add(String name) {
    Namespace added = new Namespace(prefix + name);
    ip("netns add %s", added);
    all.add(added);
    ip("-n %s link set lo up", added);
    return added;
  }

  private static void ip(String command, Object... arguments) {
    Object[] words = Stream.of(arguments).map(Namespaces::word).toArray();
    Namespace.execute("", List.of(("ip " + command.formatted(words)).split(" ")));
  }

  private static Object word(Object argument) {
    return argument instanceof Namespace namespace ? namespace.name() : argument;
  }

  @Override
  public void close() {
    all.forEach(namespace -> remove(namespace.name()));
  }
}
