package dev.sshpulse.cli.agents;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: asks once, and prints what there is to know. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Asks agents and sidecars how they are: what they see and what they cannot, which connections"
          + " live, what killed the others lately, and whose turn it is. Without an argument, all"
          + " that run on this host.",
      ""
    },
    footerHeading = "%nFor example:%n%n",
    footer = {
      "  java -jar sshpulse.jar status",
      "  java -jar sshpulse.jar status gerrit http://10.0.0.7:9922",
      "  java -jar sshpulse.jar status --json | jq .totals",
      "  java -jar sshpulse.jar status --quiet 4711 || echo not watched",
      "",
      "Exit codes:",
      "  0  all of them run, and observe",
      "  1  one does not, or there is none",
      "  2  not an option"
    })
public final class StatusCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final Access access = new Access();

  @Parameters(
      arity = "0..*",
      paramLabel = "<URL | pid | regular expression>",
      description = "Whom to ask: http://127.0.0.1:9922, a process, or what its command matches.")
  private List<String> whom = List.of();

  @Option(names = "--json", description = "One line of JSON for each of them.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing: the exit code says it.")
  private boolean quiet;

  @Override
  public Integer call() throws AgentFailure {
    try {
      return ask();
    } catch (AgentFailure e) {
      if (quiet) {
        return 1;
      }
      throw e;
    }
  }

  private int ask() throws AgentFailure {
    List<Agent> agents = new Agents(whom, access).newcomers();
    if (agents.isEmpty()) {
      throw new AgentFailure(
          "nobody runs on this host; java -jar sshpulse.jar list shows the JVMs that there are");
    }
    List<Report> reports = AtOnce.ask(agents, Agent::ask);
    if (!quiet) {
      print(reports);
    }
    return reports.stream().allMatch(Report::observing) ? 0 : 1;
  }

  private void print(List<Report> reports) {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    PrintWriter out = spec.commandLine().getOut();
    StatusText text = new StatusText(out);
    String before = "";
    for (Report report : reports) {
      if (json) {
        out.println(ReportJson.of(report, false));
      } else {
        out.print(before);
        text.print(report);
        before = System.lineSeparator();
      }
    }
    out.flush();
  }
}
