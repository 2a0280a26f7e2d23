package dev.sshpulse.web;

import dev.sshpulse.config.OneLine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The file that {@code http.web-config} names, in the format of Prometheus' exporter-toolkit. Of
 * the parser's tree, not its objects: lines are known, and values stay as written.
 */
class WebConfigFile {
  private static final String TLS = "tls_server_config";
  private static final String HTTP = "http_server_config";
  private static final String USERS = "basic_auth_users";
  private static final String LIMIT = "rate_limit";

  /** What may be set, and to what; empty: to anything. */
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "Content-Security-Policy", List.of(),
          "Strict-Transport-Security", List.of(),
          "X-Content-Type-Options", List.of("nosniff"),
          "X-Frame-Options", List.of("deny", "sameorigin"),
          "X-XSS-Protection", List.of());

  private final Path path;
  private final Set<Path> files = new LinkedHashSet<>();

  /**
   * @throws WebConfigException if that can be no file
   */
  WebConfigFile(String path) throws WebConfigException {
    try {
      this.path = JdkFiles.path(path);
    } catch (InvalidPathException e) {
      throw new WebConfigException("http.web-config " + OneLine.of(path) + ": no path");
    }
    files.add(this.path);
  }

  /** It, and the files it named when it was last read. */
  Set<Path> files() {
    return Set.copyOf(files);
  }

  /**
   * Reads it, and the files it names.
   *
   * @throws WebConfigException with the file, the line and what to do
   */
  WebConfig read() throws WebConfigException {
    try {
      String text = SmallFile.read(path);
      return config(new Section("", root(text)).knowing(TLS, HTTP, USERS, LIMIT));
    } catch (WebConfigException e) {
      throw new WebConfigException(
          "http.web-config " + OneLine.of(path.toString()) + ": " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      // By name alone: what it says may quote the file.
      throw new WebConfigException(
          "http.web-config "
              + OneLine.of(path.toString())
              + ": cannot be used: "
              + e.getClass().getName());
    }
  }

  private static MappingNode root(String text) throws WebConfigException {
    try {
      LoadSettings settings = LoadSettings.builder().setAllowNonScalarKeys(true).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isPresent() && root.get() instanceof MappingNode map) {
        return map;
      }
    } catch (MarkedYamlEngineException e) {
      // What the parser says quotes the file.
      throw new WebConfigException(
          place(e)
              + "is no YAML: indent with spaces, and put in quotation marks what begins with a sign");
    } catch (YamlEngineException | StackOverflowError e) {
      throw new WebConfigException("is no YAML");
    }
    throw new WebConfigException(
        "is empty: one of " + TLS + ", " + HTTP + ", " + USERS + ", " + LIMIT + " is expected");
  }

  private static String place(MarkedYamlEngineException e) {
    return e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
  }

  private WebConfig config(Section root) throws WebConfigException {
    Set<Path> named = new LinkedHashSet<>(Set.of(path));
    try {
      Section tls = root.section(TLS);
      Section users = root.section(USERS);
      return new WebConfig(
          tls == null ? null : new TlsSection(tls, directory(), named).read(),
          users == null ? null : Users.read(users),
          headers(root.section(HTTP)),
          rateLimit(root.section(LIMIT)));
    } finally {
      files.addAll(named);
      files.retainAll(named);
    }
  }

  private Path directory() {
    return path.toAbsolutePath().resolveSibling("");
  }

  private static Map<String, String> headers(@Nullable Section http) throws WebConfigException {
    if (http == null) {
      return Map.of();
    }
    http.knowing("http2", "headers").truth("http2", true);
    Section headers = http.section("headers");
    if (headers == null) {
      return Map.of();
    }
    headers.knowing(HEADERS.keySet().stream().sorted().toArray(String[]::new));
    Map<String, String> added = new LinkedHashMap<>();
    for (String name : headers.keys()) {
      if (headers.has(name)) {
        added.put(name, header(headers, name));
      }
    }
    return added;
  }

  private static String header(Section headers, String name) throws WebConfigException {
    String value = headers.text(name).strip();
    List<String> allowed = HEADERS.getOrDefault(name, List.of());
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw headers.fault(name, String.join(" or ", allowed) + " is expected");
    }
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw headers.fault(name, "one line of ASCII is expected");
    }
    return value;
  }

  private static @Nullable RateLimit rateLimit(@Nullable Section limit) throws WebConfigException {
    if (limit == null) {
      return null;
    }
    limit.knowing("interval", "burst");
    long nanos = GoDuration.nanos(limit, "interval");
    if (nanos == 0) {
      return null;
    }
    return new RateLimit(nanos, burst(limit));
  }

  private static int burst(Section limit) throws WebConfigException {
    String text = limit.text("burst");
    try {
      int burst = Integer.parseInt(text);
      if (burst >= 1) {
        return burst;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw limit.fault("burst", "a whole number from 1 on is expected, or nobody is ever answered");
  }
}
