package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Access;
import dev.sshpulse.cli.agents.AgentFailure;
import dev.sshpulse.cli.agents.Agents;
import dev.sshpulse.cli.agents.DurationOption;
import dev.sshpulse.cli.agents.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code top}: the options; {@link Live} does it. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the connections of agents and sidecars as they live and die, the most worrying first."
          + " Without an argument, of all that run on this host, also of those that are started"
          + " meanwhile. Press ? for its keys.",
      ""
    },
    footerHeading = "%nFor example:%n%n",
    footer = {
      "  java -jar sshpulse.jar top",
      "  java -jar sshpulse.jar top gerrit http://10.0.0.7:9922",
      "  java -jar sshpulse.jar top --json | jq '.connections[0]'",
      "",
      "Where its output is no terminal, it prints one screen as text, with all rows.",
      "Colours are left out where NO_COLOR is set.",
      "",
      "Exit codes:",
      "  0    its user has quit, or it was shown as often as --count says",
      "  1    there is nobody to ask",
      "  2    not an option",
      "  130  it was stopped by SIGINT, as Ctrl-C sends it while it prints",
      "  143  it was stopped by SIGTERM"
    })
public final class TopCommand implements Callable<Integer> {

  /** Without a terminal nothing has to fit, so what is of use is shown. */
  private static final int TEXT_COLUMNS = 160;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final Access access = new Access();

  @Parameters(
      arity = "0..*",
      paramLabel = "<URL | pid | regular expression>",
      description = "Whom to ask: http://127.0.0.1:9922, a process, or what its command matches.")
  private List<String> whom = List.of();

  @Option(
      names = "--json",
      description = "Each time a line of JSON for each of them, until it is stopped or --count.")
  private boolean json;

  @Option(
      names = "--interval",
      paramLabel = "<duration>",
      defaultValue = "2s",
      converter = DurationOption.class,
      description = "How often to ask: ${DEFAULT-VALUE} unless told.")
  private Duration interval = Duration.ofSeconds(2);

  @Option(
      names = "--count",
      paramLabel = "<n>",
      description = "Show it so often, as text or JSON, and end.")
  private @Nullable Integer count;

  @Override
  public Integer call() throws AgentFailure, IOException, InterruptedException {
    if (count != null && count < 1) {
      throw new ParameterException(
          command().commandLine(), "'--count': '" + count + "' is not 1 or more");
    }
    Polls polls = new Polls(new Agents(whom, access), interval);
    if (polls.isEmpty()) {
      throw new AgentFailure(
          "nobody runs on this host; java -jar sshpulse.jar list shows the JVMs that there are");
    }
    if (!json && count == null && Terminals.canDraw()) {
      draw(polls);
    } else {
      print(polls);
    }
    return 0;
  }

  private static void draw(Polls polls) throws IOException {
    AtomicBoolean interrupted = new AtomicBoolean();
    polls.start();
    try (Session session = Session.open(Terminals.mayColour(), () -> interrupted.set(true))) {
      new Live(session, polls, interrupted).run();
    }
  }

  private void print(Polls polls) throws InterruptedException {
    PrintWriter out = out();
    int left = count != null ? count : json ? Integer.MAX_VALUE : 1;
    while (left > 0 && somebodyReads(out)) {
      printOnce(polls.now(), out);
      out.flush();
      left--;
      if (left > 0) {
        Thread.sleep(interval.toMillis());
      }
    }
  }

  /** Whoever reads may have read enough, as head does; a writer around System.out never hears. */
  private static boolean somebodyReads(PrintWriter out) {
    return !out.checkError() && !System.out.checkError();
  }

  private void printOnce(List<Poll> polls, PrintWriter out) {
    if (json) {
      polls.forEach(poll -> out.println(ReportJson.of(poll.now(), true)));
      return;
    }
    Screen screen = new Screen(new View(), TEXT_COLUMNS, Integer.MAX_VALUE);
    screen.text(polls).forEach(out::println);
    out.println();
  }

  private PrintWriter out() {
    return command().commandLine().getOut();
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec;
  }
}
