package dev.sshpulse.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code demo-workload}: the JVM that the demo watches. Only the demo starts it. */
@Command(name = WorkloadCommand.NAME, hidden = true)
final class WorkloadCommand implements Callable<Integer> {

  static final String NAME = "demo-workload";

  @Override
  public Integer call() throws Exception {
    ignoreInterrupts();
    try (Workload workload = new Workload()) {
      workload.serve(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
          new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }
    return 0;
  }

  /**
   * A terminal sends Ctrl-C to both JVMs; this one has to live until the summary is written. By
   * reflection, for the compiler warns of the type and cannot be told not to.
   */
  private static void ignoreInterrupts() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("INT"),
            handler.getField("SIG_IGN").get(null));
  }
}
