package dev.sshpulse.cli;

import dev.sshpulse.telemetry.SpanTrial;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code send-test-span}: {@link SpanTrial} does it. */
@Command(
    name = "send-test-span",
    mixinStandardHelpOptions = true,
    description = {
      "Sends one span where the agent would send its spans, by the OTEL_* variables of this"
          + " environment, and says whether they are taken there, with the reason when not.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the endpoint took the span",
      "  1  it did not, or none is configured; the reason is on stderr",
      "  2  not an option",
      "",
      "  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 java -jar sshpulse.jar send-test-span"
    })
final class SendTestSpanCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    SpanTrial trial = SpanTrial.run(System.getProperties(), System.getenv());
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    PrintWriter to = trial.taken() ? spec.commandLine().getOut() : spec.commandLine().getErr();
    to.println("sshpulse: " + trial.sentence());
    return trial.taken() ? 0 : 1;
  }
}
