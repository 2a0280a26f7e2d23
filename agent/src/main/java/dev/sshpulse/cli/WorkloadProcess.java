package dev.sshpulse.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JVM that the agent watches, seen from the one that it does not: see {@link Workload}. */
final class WorkloadProcess implements Closeable {

  private static final int PATIENCE_SECONDS = 30;
  private static final int FAREWELL_SECONDS = 5;
  private static final Pattern BANNER = Pattern.compile("sshpulse( \\S+)?: .*");
  private static final Pattern METRICS =
      Pattern.compile("sshpulse \\S+: (https?://\\S+/metrics).*");
  private static final String END = "";

  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> banners = new LinkedBlockingQueue<>();
  private final Process process;
  private final PrintStream commands;

  private WorkloadProcess(Process process) {
    this.process = process;
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    listen("workload-answers", process.getInputStream(), this::take);
    listen("workload-stderr", process.getErrorStream(), this::hear);
  }

  /**
   * Starts it.
   *
   * @param listen where the agent is to serve its metrics
   */
  static WorkloadProcess start(File jar, String listen) throws DemoFailure {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    String agent = "-javaagent:" + jar.getPath() + "=http.listen=" + listen;
    ProcessBuilder builder =
        new ProcessBuilder(List.of(java, agent, "-jar", jar.getPath(), WorkloadCommand.NAME));
    // What the shell has set for another application must not change what is counted here.
    builder.environment().keySet().removeIf(WorkloadProcess::isMeantForOthers);
    // The workload knows its failures by their texts, and those are the C library's.
    builder.environment().put("LC_ALL", "C");
    try {
      return new WorkloadProcess(builder.start());
    } catch (IOException e) {
      throw new DemoFailure("cannot start a second JVM", e);
    }
  }

  private static boolean isMeantForOthers(String variable) {
    return variable.startsWith("SSHPULSE_")
        || variable.equals("JAVA_TOOL_OPTIONS")
        || variable.equals("JDK_JAVA_OPTIONS");
  }

  /** The port of the SSH server, once it is up. */
  int awaitServer() throws DemoFailure, InterruptedException {
    return Integer.parseInt(answer("the SSH server to start"));
  }

  /** The agent's metrics, once it serves them. */
  URI awaitAgent() throws DemoFailure, InterruptedException {
    String banner = next(banners, "the agent to report on stderr");
    Matcher matcher = METRICS.matcher(banner);
    if (!matcher.matches()) {
      throw new DemoFailure(
          "the agent serves no metrics; try --listen 127.0.0.1:0 for a free port. It says: "
              + banner);
    }
    return URI.create(matcher.group(1));
  }

  /** Has one command done, and returns its result. */
  String ask(String command) throws DemoFailure, InterruptedException {
    commands.println(command);
    return answer("an answer to '" + command + "'");
  }

  private String answer(String what) throws DemoFailure, InterruptedException {
    String answer = next(answers, what);
    if (!answer.startsWith("ok ")) {
      throw new DemoFailure("the demo's own server or client failed: " + answer);
    }
    return answer.substring("ok ".length());
  }

  private String next(BlockingQueue<String> queue, String what)
      throws DemoFailure, InterruptedException {
    String line = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new DemoFailure("waited " + PATIENCE_SECONDS + " s in vain for " + what);
    }
    if (line.equals(END)) {
      throw new DemoFailure("the JVM with the agent ended, " + exit() + ", instead of " + what);
    }
    return line;
  }

  private String exit() throws InterruptedException {
    return process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)
        ? "exit code " + process.exitValue()
        : "its streams closed";
  }

  private void listen(String name, InputStream stream, Consumer<String> line) {
    Thread thread = new Thread(() -> read(stream, line), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(InputStream stream, Consumer<String> line) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      in.lines().forEach(line);
    } catch (IOException | UncheckedIOException e) {
      // The process is gone, which the end marks tell whoever waits.
    }
    answers.add(END);
    banners.add(END);
  }

  /** A JVM that cannot start says so on stdout. */
  private void take(String line) {
    if (line.startsWith("ok ") || line.startsWith("error ")) {
      answers.add(line);
    } else {
      System.err.println(line);
    }
  }

  /** The agent's one line is ours to show; the rest may matter to the user. */
  private void hear(String line) {
    if (BANNER.matcher(line).matches()) {
      banners.add(line);
    } else {
      System.err.println(line);
    }
  }

  /** Lets it end; by force if it does not. */
  @Override
  public void close() {
    commands.close();
    try {
      if (process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
