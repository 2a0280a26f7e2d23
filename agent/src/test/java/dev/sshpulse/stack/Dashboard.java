package dev.sshpulse.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A dashboard of the folder {@code grafana}, read from the file that users import. */
public final class Dashboard {
  /** The root of the sources, seen from where Maven runs the tests of a module. */
  static final Path ROOT = Path.of("..");

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

  private static String filled(String query, Map<String, String> variables) {
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
