package dev.sshpulse.web;

import dev.sshpulse.config.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of the file. What is wrong in it is told with line and key, never with the value. */
final class Section {
  private final String name;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  /**
   * @param name of the mapping, as in {@code tls_server_config.}; empty at the top
   * @throws WebConfigException if a key is no text, or is there twice
   */
  Section(String name, MappingNode map) throws WebConfigException {
    this.name = name;
    this.line = lineOf(map);
    for (NodeTuple entry : map.getValue()) {
      add(entry);
    }
  }

  private void add(NodeTuple entry) throws WebConfigException {
    int at = lineOf(entry.getKeyNode());
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      throw new WebConfigException("line " + at + ": a key is to be one word");
    }
    if (lines.put(key.getValue(), at) != null) {
      throw fault(key.getValue(), "is there twice");
    }
    if (!isUnset(entry.getValueNode())) {
      values.put(key.getValue(), entry.getValueNode());
    }
  }

  /** Fails on a key that is none of these. */
  Section knowing(String... known) throws WebConfigException {
    List<String> names = Arrays.asList(known);
    for (String key : lines.keySet()) {
      if (!names.contains(key)) {
        throw fault(key, "is no key here; did you mean " + NearestName.of(key, names) + "?");
      }
    }
    return this;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** All keys, in their order. */
  List<String> keys() {
    return List.copyOf(lines.keySet());
  }

  /** One value; empty without one. */
  String text(String key) throws WebConfigException {
    Node value = values.get(key);
    if (value == null) {
      return "";
    }
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw fault(key, "one value is expected");
  }

  /** As YAML 1.1 writes it, which is what Go reads. */
  boolean truth(String key, boolean otherwise) throws WebConfigException {
    return switch (text(key)) {
      case "" -> otherwise;
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> true;
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> false;
      default -> throw fault(key, "true or false is expected");
    };
  }

  /** A list of values; empty without one. */
  List<String> texts(String key) throws WebConfigException {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode list)) {
      throw fault(key, "a list is expected");
    }
    List<String> texts = new ArrayList<>();
    for (Node node : list.getValue()) {
      if (!(node instanceof ScalarNode scalar)) {
        throw fault(key, "a list of single values is expected");
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  /**
   * The mapping below this key; null without the key. Where nothing is below it, much may be meant.
   */
  @Nullable Section section(String key) throws WebConfigException {
    if (!lines.containsKey(key)) {
      return null;
    }
    if (values.get(key) instanceof MappingNode map && !map.getValue().isEmpty()) {
      return new Section(name + key + ".", map);
    }
    throw fault(key, "key: value is expected below it; leave it out where nothing is meant");
  }

  /** What is wrong with a key; it is named unless it may be a value without its key. */
  WebConfigException fault(String key, String why) {
    return Quotable.isWord(key) ? fault(key, name + key, why) : faultUnnamed(key, why);
  }

  /** What is wrong in the line of a key that may be something else. */
  WebConfigException faultUnnamed(String key, String why) {
    return fault(key, name.isEmpty() ? "a key" : name.substring(0, name.length() - 1), why);
  }

  private WebConfigException fault(String key, String shown, String why) {
    int at = lines.getOrDefault(key, line);
    return new WebConfigException("line " + at + ": " + shown + ": " + why);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** A key whose value is commented out, or null. */
  private static boolean isUnset(Node node) {
    if (!(node instanceof ScalarNode scalar) || !scalar.isPlain()) {
      return false;
    }
    String text = scalar.getValue();
    return text.isEmpty() || text.equals("~") || text.equals("null");
  }
}
