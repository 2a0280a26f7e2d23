package dev.sshpulse.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of Grafana's dashboard-linter 0.2.0, under its names. They hold here for every panel
 * that shows data, heatmaps too, which the linter lets pass.
 */
enum LintRule {
  /** One data source to choose, so that a file that is provisioned works like one imported. */
  TEMPLATE_DATASOURCE("exactly one data source is a variable, labelled \"Data source\"") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      List<Node> sources = ofType(dashboard, "datasource");
      if (sources.size() != 1) {
        complaints.add(sources.size() + " variables are a data source");
      }
      for (Node source : sources) {
        require(complaints, source, "name", "datasource");
        require(complaints, source, "label", "Data source");
        require(complaints, source, "query", "prometheus");
      }
    }
  },
  TEMPLATE_JOB("several jobs can be chosen, or all") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      checkChoice(dashboard, "job", "Job", complaints);
    }
  },
  TEMPLATE_INSTANCE("several instances can be chosen, or all") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      checkChoice(dashboard, "instance", "Instance", complaints);
    }
  },
  TEMPLATE_LABEL_PROMQL("what a variable asks for is PromQL within a function that Grafana has") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node variable : ofType(dashboard, "query")) {
        Matcher parts = FUNCTION.matcher(text(variable.at("query"), "query"));
        if (!parts.matches() || !FUNCTIONS.contains(parts.group(1))) {
          complaints.add(variable.at("query") + " is no function of Grafana's");
        } else {
          problemOf(parts.group(2).replaceAll(", *[a-z_]+$", ""), complaints);
        }
      }
    }
  },
  TEMPLATE_ON_TIME_CHANGE_RELOAD("variables are asked for anew when the time range changes") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node variable : ofType(dashboard, "query")) {
        require(complaints, variable, "refresh", 2);
      }
    }
  },
  PANEL_DATASOURCE("each panel uses the data source that was chosen") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node panel : dashboard.dataPanels()) {
        if (!text(panel.at("datasource"), "uid").matches("\\$\\{datasource}|\\$datasource")) {
          complaints.add(panel.at("datasource").toString());
        }
      }
    }
  },
  PANEL_TITLE_DESCRIPTION("each panel has a title and a description") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node panel : dashboard.dataPanels()) {
        if (text(panel, "title").isBlank() || text(panel, "description").isBlank()) {
          complaints.add(panel.path() + " has no title or no description");
        }
      }
    }
  },
  PANEL_UNITS("each panel has a unit that Grafana knows") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node panel : dashboard.dataPanels()) {
        String unit = text(panel.at("fieldConfig").at("defaults"), "unit");
        if (!UNITS.contains(unit)) {
          complaints.add(panel.path() + " has the unit '" + unit + "'");
        }
      }
    }
  },
  PANEL_NO_TARGETS("each panel asks for something") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node panel : dashboard.dataPanels()) {
        if (!panel.has("targets") || panel.at("targets").list().isEmpty()) {
          complaints.add(panel.path() + " has no targets");
        }
      }
    }
  },
  TARGET_LOGQL("what is asked of Loki selects a stream") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node target : ofLoki(dashboard)) {
        if (!STREAM.matcher(text(target, "expr")).find()) {
          complaints.add(target.at("expr") + " is not LogQL: it selects no stream");
        }
      }
    }
  },
  TARGET_LOGQL_AUTO("what is asked of Loki over time uses $__auto") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node target : ofLoki(dashboard)) {
        if (text(target, "expr").matches(".*\\[(?!\\$__auto]).*")) {
          complaints.add(target.at("expr") + " has a range of its own");
        }
      }
    }
  },
  TARGET_PROMQL("each query is PromQL") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      for (Node target : ofPrometheus(dashboard)) {
        problemOf(text(target, "expr"), complaints);
      }
    }
  },
  TARGET_RATE_INTERVAL("each rate is over $__rate_interval") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      eachSelector(
          dashboard,
          (query, selector) -> {
            boolean rate = Set.of("rate", "irate").contains(selector.call());
            if (rate && !selector.range().equals("$__rate_interval")) {
              complaints.add(query + " has a rate over " + selector.range());
            }
          });
    }
  },
  TARGET_JOB("each query asks only for the jobs that were chosen") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      checkCondition(dashboard, "job", complaints);
    }
  },
  TARGET_INSTANCE("each query asks only for the instances that were chosen") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      checkCondition(dashboard, "instance", complaints);
    }
  },
  TARGET_COUNTER_AGG("no counter is shown but as its rate or its increase") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      eachSelector(
          dashboard,
          (query, selector) -> {
            boolean rated = Set.of("rate", "irate", "increase").contains(selector.call());
            if (selector.metric().endsWith("_total") && !rated) {
              complaints.add(query + " shows " + selector.metric() + " as it is");
            }
          });
    }
  },
  UNEDITABLE_DASHBOARD("nobody edits it in place, where the next update would undo it") {
    @Override
    void check(Dashboard dashboard, List<String> complaints) {
      require(complaints, dashboard.json(), "editable", false);
    }
  };

  private static final Pattern FUNCTION = Pattern.compile("([a-z_]+)\\((.+)\\)");
  private static final Set<String> FUNCTIONS =
      Set.of("label_names", "label_values", "metrics", "query_result");
  private static final Pattern STREAM =
      Pattern.compile("\\{\\s*\\w+\\s*(=|!=|=~|!~)\\s*[\"`][^{}]*}");

  /** A part of those that Grafana has: the plain ones. */
  private static final Set<String> UNITS =
      Set.of(
          "none",
          "short",
          "percent",
          "percentunit",
          "bytes",
          "decbytes",
          "Bps",
          "binBps",
          "pps",
          "s",
          "ms",
          "ns",
          "ops",
          "reqps",
          "cps",
          "bool",
          "bool_yes_no",
          "bool_on_off");

  private final String sentence;

  LintRule(String sentence) {
    this.sentence = sentence;
  }

  abstract void check(Dashboard dashboard, List<String> complaints);

  /** What of the dashboard breaks this rule. */
  List<String> complaints(Dashboard dashboard) {
    List<String> complaints = new ArrayList<>();
    check(dashboard, complaints);
    return complaints;
  }

  private static void checkChoice(
      Dashboard dashboard, String name, String label, List<String> complaints) {
    List<Node> found = dashboard.variables().stream().filter(named(name)::apply).toList();
    if (found.size() != 1) {
      complaints.add(found.size() + " variables are named " + name);
    }
    for (Node variable : found) {
      require(complaints, variable, "type", "query");
      require(complaints, variable, "label", label);
      require(complaints, variable, "multi", true);
      require(complaints, variable, "includeAll", true);
      require(complaints, variable, "allValue", ".+");
      require(complaints, variable.at("datasource"), "uid", "${datasource}");
    }
  }

  private static Function<Node, Boolean> named(String name) {
    return variable -> text(variable, "name").equals(name);
  }

  private static void checkCondition(Dashboard dashboard, String label, List<String> complaints) {
    PromQuery.Condition wanted = new PromQuery.Condition(label, "=~", "$" + label);
    eachSelector(
        dashboard,
        (query, selector) -> {
          if (!selector.conditions().contains(wanted)) {
            complaints.add(selector.metric() + " of any " + label + " in " + query);
          }
        });
  }

  private static void eachSelector(
      Dashboard dashboard, BiConsumer<String, PromQuery.Selector> check) {
    for (Node target : ofPrometheus(dashboard)) {
      String query = text(target, "expr");
      if (problemOf(query, new ArrayList<>())) {
        continue; // Another rule's.
      }
      PromQuery.selectors(query).forEach(selector -> check.accept(query, selector));
    }
  }

  private static boolean problemOf(String query, List<String> complaints) {
    try {
      PromQuery.selectors(query);
      return false;
    } catch (IllegalArgumentException e) {
      complaints.add(e.getMessage());
      return true;
    }
  }

  private static void require(List<String> complaints, Node node, String key, Object wanted) {
    Object there = node.has(key) ? node.at(key).value() : null;
    if (!wanted.equals(there)) {
      complaints.add(node.path() + "." + key + " is " + there + ", not " + wanted);
    }
  }

  private static List<Node> ofType(Dashboard dashboard, String type) {
    return dashboard.variables().stream().filter(v -> text(v, "type").equals(type)).toList();
  }

  private static List<Node> ofLoki(Dashboard dashboard) {
    return targets(dashboard, true);
  }

  private static List<Node> ofPrometheus(Dashboard dashboard) {
    return targets(dashboard, false);
  }

  private static List<Node> targets(Dashboard dashboard, boolean loki) {
    return dashboard.dataPanels().stream()
        .filter(panel -> panel.has("targets"))
        .flatMap(panel -> panel.at("targets").list().stream())
        .filter(target -> text(target.at("datasource"), "type").equals("loki") == loki)
        .toList();
  }

  private static String text(Node node, String key) {
    return node.has(key) ? node.at(key).text() : "";
  }

  /** The linter's name for it, and what it asks for. */
  @Override
  public String toString() {
    String rule = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return (this == UNEDITABLE_DASHBOARD ? rule : rule + "-rule") + ": " + sentence;
  }
}
