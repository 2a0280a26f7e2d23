package dev.sshpulse.config;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The YAML file named by {@code config.file}: nested at the dots, or with the dots in the keys.
 *
 * <p>The only class that knows the parser, so that nobody without a file loads it. It takes the
 * parser's tree and not its objects: values stay as written, lines are known, and aliases cost
 * nothing, because only names that some setting begins with are followed.
 */
final class ConfigFile {
  static final int MOST_BYTES = 1 << 20;

  private final String path;
  private final String what;
  private final Map<String, String> environment;
  private final Findings findings;
  private final Set<Setting<?>> seen = new HashSet<>();

  /**
   * @param finding who asked for which file
   * @param environment what <code>${NAME}</code> in values stands for
   */
  ConfigFile(Finding finding, Map<String, String> environment, Findings findings) {
    this.path = finding.text();
    this.what = finding.spelling() + "=" + OneLine.of(path);
    this.environment = environment;
    this.findings = findings;
  }

  void read() {
    String fault = fault();
    if (fault != null) {
      findings.ignore(what, OneLine.of(fault));
    }
  }

  private @Nullable String fault() {
    try {
      String fault = faultOf(new File(path));
      return fault == null ? faultOf(bytes()) : fault;
    } catch (MarkedYamlEngineException e) {
      return place(e.getProblemMark()) + context(e) + e.getProblem();
    } catch (ReaderException e) {
      return "character " + (e.getPosition() + 1) + ": " + e.getMessage();
    } catch (IOException | RuntimeException e) {
      return "cannot be read: " + e.getMessage();
    } catch (StackOverflowError e) {
      return "nested too deeply";
    }
  }

  /** A pipe or a device would have us wait, perhaps for ever. */
  static @Nullable String faultOf(File file) {
    if (file.isDirectory()) {
      return "is a directory";
    }
    if (!file.exists()) {
      return "no such file";
    }
    if (!file.isFile()) {
      return "not a regular file";
    }
    return file.canRead() ? null : "not readable";
  }

  private byte[] bytes() throws IOException {
    try (FileInputStream in = new FileInputStream(path)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  private @Nullable String faultOf(byte[] content) {
    if (content.length > MOST_BYTES) {
      return "larger than 1 MiB";
    }
    Node root = orNull(new Compose(limits()).composeInputStream(new ByteArrayInputStream(content)));
    if (root instanceof MappingNode map) {
      readMap("", map);
      return null;
    }
    return root == null || isUnset(root) ? null : "key: value is expected";
  }

  private static LoadSettings limits() {
    return LoadSettings.builder()
        .setCodePointLimit(MOST_BYTES)
        // The parser would refuse them too, but without saying where.
        .setAllowNonScalarKeys(true)
        .build();
  }

  private void readMap(String prefix, MappingNode map) {
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        readEntry(prefix + key.getValue(), key, entry.getValueNode());
      } else {
        findings.ignore(what, "a key in line " + line(entry.getKeyNode()) + " is no text");
      }
    }
  }

  private void readEntry(String name, Node key, Node value) {
    Setting<?> setting = Setting.withKey(name);
    if (setting != null) {
      readSetting(setting, key, value);
    } else if (value instanceof MappingNode map && Setting.hasBelow(name)) {
      readMap(name + ".", map);
    } else if (!(isUnset(value) && Setting.hasBelow(name))) {
      findings.ignoreUnknown(spelling(name, key), NearestSetting.to(name).key());
    }
  }

  private void readSetting(Setting<?> setting, Node key, Node value) {
    if (setting == Setting.CONFIG_FILE) {
      findings.ignore(spelling(setting.key(), key), "a file cannot name another");
    } else if (!seen.add(setting)) {
      findings.ignore(spelling(setting.key(), key), "given twice, the first holds");
    } else if (!isUnset(value)) {
      findings.add(setting, finding(setting, key, value));
    }
  }

  private Finding finding(Setting<?> setting, Node key, Node value) {
    String spelling = spelling(setting.key(), key);
    String text = setting.type().isArray() ? listOf(value) : textOf(value);
    try {
      return new Finding(substituted(setting, value, text), spelling, place(key), "");
    } catch (IllegalArgumentException e) {
      return new Finding(text, spelling, place(key), String.valueOf(e.getMessage()));
    }
  }

  private String substituted(Setting<?> setting, Node value, String text) {
    boolean list = value instanceof SequenceNode && setting.type().isArray();
    if (value instanceof ScalarNode || list) {
      return Substitution.in(text, environment).trim();
    }
    throw new IllegalArgumentException("one value is expected");
  }

  /** A list, as one would write it in one line. */
  private static String listOf(Node value) {
    if (!(value instanceof SequenceNode list)) {
      return textOf(value);
    }
    StringJoiner values = new StringJoiner(", ", "[", "]");
    for (Node node : list.getValue()) {
      values.add(textOf(node));
    }
    return values.toString();
  }

  private static String textOf(Node value) {
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    return value instanceof SequenceNode ? "[...]" : "{...}";
  }

  /** A key whose value is commented out, or null. */
  private static boolean isUnset(Node node) {
    if (!(node instanceof ScalarNode scalar) || !scalar.isPlain()) {
      return false;
    }
    String text = scalar.getValue();
    return text.isEmpty() || text.equals("~") || text.equals("null");
  }

  private String spelling(String name, Node key) {
    return place(key) + ": " + OneLine.of(name);
  }

  private String place(Node key) {
    return OneLine.of(path) + " line " + line(key);
  }

  private static int line(Node node) {
    Mark mark = orNull(node.getStartMark());
    return mark == null ? 0 : mark.getLine() + 1;
  }

  private static String context(MarkedYamlEngineException e) {
    return e.getContext() == null ? "" : e.getContext() + ", ";
  }

  private static String place(Optional<Mark> problem) {
    Mark mark = orNull(problem);
    return mark == null
        ? ""
        : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
  }

  private static <T> @Nullable T orNull(Optional<T> optional) {
    return optional.isPresent() ? optional.get() : null;
  }
}
