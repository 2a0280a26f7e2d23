package dev.sshpulse.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A dashboard of the folder {@code grafana}, read from the file that users import. */
public final class Dashboard {
  /** The root of the sources, seen from where Maven runs the tests of a module. */
  public static final Path ROOT = Path.of("..");

  /** All that there are. */
  public static final List<String> FILES =
      List.of("sshpulse-overview.json", "sshpulse-diagnosis.json");

  private static final Set<String> WITHOUT_DATA = Set.of("row", "text");

  private final Node json;

  private Dashboard(Node json) {
    this.json = json;
  }

  /** By its file name. */
  public static Dashboard of(String file) {
    return new Dashboard(Node.of(ROOT.resolve("grafana").resolve(file)));
  }

  Node json() {
    return json;
  }

  List<Node> panels() {
    return json.at("panels").list();
  }

  /** Those that show data, and not words or a heading. */
  public List<Node> dataPanels() {
    return panels().stream()
        .filter(panel -> !WITHOUT_DATA.contains(panel.at("type").text()))
        .toList();
  }

  /** The query that marks when an instance came, as Grafana sends it. */
  public String restarts(Map<String, String> variables) {
    Node annotation = json.at("annotations").at("list").list().get(0);
    return filled(annotation.at("expr").text(), variables);
  }

  List<Node> variables() {
    return json.at("templating").at("list").list();
  }

  Node variable(String name) {
    return json.at("templating").at("list").where("name", name);
  }

  /**
   * The query of the panel with this title, as Grafana sends it.
   *
   * @param variables values by name; Grafana joins several with {@code |}
   */
  public String query(String panel, Map<String, String> variables) {
    return filled(target(panel).at("expr").text(), variables);
  }

  /** What the query of a variable asks for, as Grafana sends it. */
  public String variableQuery(String name, Map<String, String> variables) {
    return filled(variable(name).at("query").at("query").text(), variables);
  }

  /** The legend of the panel with this title. */
  public String legend(String panel) {
    return target(panel).at("legendFormat").text();
  }

  private Node target(String panel) {
    return json.at("panels").where("title", panel).at("targets").list().get(0);
  }

  /** A query with values for its variables. */
  public static String filled(String query, Map<String, String> variables) {
    String filled = query;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      filled = filled.replace("$" + variable.getKey(), variable.getValue());
    }
    if (filled.contains("$")) {
      throw new AssertionError("a variable without a value: " + filled);
    }
    return filled;
  }
}
