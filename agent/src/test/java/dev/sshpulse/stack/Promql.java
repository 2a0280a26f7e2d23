package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A query as Prometheus' own parser reads it; the program is in {@code src/test/promql}. */
final class Promql {
  private static final Path PARSER = Path.of("target/peers/promql");

  private final String query;
  private final Node tree;

  private Promql(String query, Node tree) {
    this.query = query;
    this.tree = tree;
  }

  /** Fails with the parser's complaint. */
  static Promql of(String query) {
    Node tree = parsed(query);
    assertThat(tree.has("error")).as("%s: %s", query, tree).isFalse();
    return new Promql(query, tree);
  }

  private static Node parsed(String query) {
    assumeTrue(
        Files.isExecutable(PARSER),
        "missing: agent/" + PARSER + " (agent/src/test/peers/provide makes it)");
    try {
      Process parser = new ProcessBuilder(PARSER.toString()).start();
      parser.getOutputStream().write(query.getBytes(StandardCharsets.UTF_8));
      parser.getOutputStream().close();
      return Node.of(
          query, new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(query, e);
    }
  }

  /** The names that it selects. */
  Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    addMetrics(tree, metrics);
    return metrics;
  }

  private static void addMetrics(Node node, Set<String> to) {
    if (node.has("metric")) {
      to.add(node.at("metric").text());
    }
    children(node).forEach(child -> addMetrics(child, to));
  }

  /**
   * The labels that its answer may have. Fails where it names a metric that nobody has, or a label
   * that is not there.
   */
  Set<String> labels(Catalogue catalogue) {
    return labels(tree, catalogue);
  }

  private Set<String> labels(Node node, Catalogue catalogue) {
    if (node.has("metric")) {
      Set<String> has = catalogue.labels(node.at("metric").text());
      require(has, texts(node, "matched"), node.at("metric").text());
      return has;
    }
    List<Set<String>> parts =
        children(node).stream().map(child -> labels(child, catalogue)).toList();
    Set<String> has =
        parts.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    return node.has("function") ? after(node, parts, has) : has;
  }

  /** What a call, an aggregation or an operator leaves of the labels of its parts. */
  private Set<String> after(Node node, List<Set<String>> parts, Set<String> has) {
    String function = node.at("function").text();
    List<String> texts = texts(node, "texts");
    switch (function) {
      case "label_replace", "label_join" -> {
        int sources = function.equals("label_join") ? texts.size() : 3;
        List<String> named = texts.subList(2, sources);
        require(has, named.stream().filter(label -> !label.isEmpty()).toList(), function);
        has.add(texts.get(0));
      }
      case "histogram_quantile" -> {
        require(has, List.of("le"), function);
        has.remove("le");
      }
      case "absent", "absent_over_time" -> has.retainAll(matched(node));
      case "topk", "bottomk" -> require(has, texts(node, "grouping"), function);
      case "and", "unless" -> {
        group(node, has);
        return parts.get(0);
      }
      default -> group(node, has);
    }
    return has;
  }

  private static Set<String> matched(Node node) {
    Set<String> matched = new TreeSet<>(texts(node, "matched"));
    children(node).forEach(child -> matched.addAll(matched(child)));
    return matched;
  }

  private void group(Node node, Set<String> has) {
    if (!node.has("grouped")) {
      return;
    }
    List<String> grouping = texts(node, "grouping");
    List<String> include = texts(node, "include");
    require(has, grouping, node.at("function").text());
    require(has, include, node.at("function").text());
    boolean many = node.has("many");
    if (node.has("without")) {
      if (!many) {
        grouping.forEach(has::remove);
      }
    } else if (!many) {
      has.retainAll(grouping);
    }
  }

  private void require(Set<String> has, List<String> named, String where) {
    assertThat(has).as("labels named at %s in: %s", where, query).containsAll(named);
  }

  private static List<String> texts(Node node, String key) {
    return node.has(key) ? node.at(key).list().stream().map(Node::text).toList() : List.of();
  }

  private static List<Node> children(Node node) {
    return node.has("children") ? node.at("children").list() : List.of();
  }
}
