package dev.sshpulse.cli;

import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.web.WebConfigWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check-config}: what the agent would say of a file, said before it counts. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a file of settings as the agent or the sidecar would, and says what in it has no"
          + " effect. What $${NAME} in it stands for is taken from this environment. A file that"
          + " http.web-config names is read too, with its certificates and keys.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all of it would hold",
      "  1  something would not; each on a line of stderr",
      "  2  not an option"
    })
final class CheckConfigCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "<file>", description = "YAML, nested at the dots.")
  private String file = "";

  @Override
  public Integer call() {
    Settings settings = Settings.ofFile(file, System.getenv());
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    PrintWriter err = spec.commandLine().getErr();
    List<String> problems = problems(settings);
    problems.forEach(problem -> err.println("sshpulse: " + problem));
    if (problems.isEmpty()) {
      spec.commandLine().getOut().println("sshpulse: " + file + " is fine: " + counted(settings));
      return 0;
    }
    return 1;
  }

  /** With those of the web-config, which is a file of its own. */
  static List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>(settings.problems());
    String webConfig = settings.get(Setting.HTTP_WEB_CONFIG);
    if (!webConfig.isEmpty()) {
      try {
        WebConfigWatch.check(webConfig);
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems;
  }

  private static String counted(Settings settings) {
    int chosen = settings.chosen();
    return chosen == 1 ? "1 setting" : chosen + " settings";
  }
}
