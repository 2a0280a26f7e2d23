package dev.sshpulse.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The schema of a kind that the Prometheus Operator brings, as its CustomResourceDefinition has it.
 */
final class CustomResource {
  private static final String GROUP = "monitoring.coreos.com/v1/";
  private static final Path DEFINITIONS = Path.of("target/kubernetes/definitions");

  private final Node schema;

  private CustomResource(Node schema) {
    this.schema = schema;
  }

  /**
   * Its schema; fails on any other kind, and skips the test where the definitions are missing.
   *
   * @param kind as in {@code monitoring.coreos.com/v1/PodMonitor}
   */
  static CustomResource schema(String kind) {
    if (!kind.startsWith(GROUP)) {
      throw new AssertionError("no model of " + kind);
    }
    assumeTrue(
        Files.isDirectory(DEFINITIONS),
        "missing: agent/" + DEFINITIONS + " (agent/src/test/kubernetes/provide gets them)");
    String plural = kind.substring(GROUP.length()).toLowerCase(Locale.ROOT) + "s";
    Node definition = Node.of(DEFINITIONS.resolve("monitoring.coreos.com_" + plural + ".yaml"));
    Node version = definition.at("spec").at("versions").where("name", "v1");
    return new CustomResource(version.at("schema").at("openAPIV3Schema"));
  }

  /** Fails on what is unknown, missing, or of another type. */
  void check(Node document) {
    check(schema, document);
  }

  private static void check(Node wanted, Node found) {
    if (wanted.has("x-kubernetes-int-or-string")
        || wanted.has("x-kubernetes-preserve-unknown-fields")) {
      return;
    }
    checkType(wanted, found);
    if (wanted.has("enum")
        && !((Collection<?>) wanted.at("enum").value()).contains(found.value())) {
      throw new AssertionError(found + " is not one of " + wanted.at("enum").value());
    }
    if (found.value() instanceof Map<?, ?> object) {
      checkRequired(wanted, found);
      object.keySet().forEach(key -> checkField(wanted, found.at((String) key), (String) key));
    } else if (found.value() instanceof Collection<?>) {
      found.list().forEach(element -> check(wanted.at("items"), element));
    }
  }

  private static void checkType(Node wanted, Node found) {
    boolean right =
        switch (wanted.at("type").text()) {
          case "object" -> found.value() instanceof Map;
          case "array" -> found.value() instanceof Collection;
          case "string" -> found.value() instanceof String;
          case "boolean" -> found.value() instanceof Boolean;
          case "integer", "number" -> found.value() instanceof Number;
          default -> throw new AssertionError("not a type of a schema: " + wanted);
        };
    if (!right) {
      throw new AssertionError(found + " is no " + wanted.at("type").text());
    }
  }

  private static void checkRequired(Node wanted, Node found) {
    if (wanted.has("required")) {
      wanted.at("required").list().forEach(key -> found.at(key.text()));
    }
  }

  private static void checkField(Node wanted, Node field, String key) {
    if (wanted.has("properties") && wanted.at("properties").has(key)) {
      check(wanted.at("properties").at(key), field);
    } else if (wanted.has("additionalProperties")) {
      check(wanted.at("additionalProperties"), field);
    } else if (wanted.has("properties")) {
      throw new AssertionError(field.path() + " is not known to the Prometheus Operator");
    }
  }
}
