package dev.sshpulse.cli;

import dev.sshpulse.config.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code print-config}: what would hold, and who has said so. */
@Command(
    name = "print-config",
    mixinStandardHelpOptions = true,
    description = {
      "Prints every setting with the value that would hold, and where it came from: agent arguments,"
          + " system properties, the environment, a file, or the default. Secrets are masked. What is"
          + " printed is a file that check-config takes.",
      ""
    },
    footerHeading = "%nRun it as the application is run:%n%n",
    footer = {
      "  SSHPULSE_LOG_ENDINGS=on java -Dsshpulse.config.file=/etc/sshpulse.yaml \\",
      "    -jar sshpulse.jar print-config http.listen=127.0.0.1:9930",
      "",
      "A sidecar listens on 127.0.0.1:9923 where this says that http.listen is the default.",
      "",
      "Exit codes:",
      "  0  all that was said would hold",
      "  1  something would not; each on a line of stderr",
      "  2  not an option"
    })
final class PrintConfigCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "<agent arguments>",
      description = "What stands behind -javaagent:sshpulse.jar=")
  private @Nullable String arguments;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    Properties properties = System.getProperties();
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.read(arguments, properties, environment);
    PrintWriter out = spec.commandLine().getOut();
    out.print(SettingsText.of(settings));
    out.print(SettingsText.ofOpenTelemetry(properties, environment));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    settings.problems().forEach(problem -> err.println("sshpulse: " + problem));
    return settings.problems().isEmpty() ? 0 : 1;
  }
}
