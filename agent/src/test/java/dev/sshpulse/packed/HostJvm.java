package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host application in a JVM of its own, with the packed jar attached or not.
 *
 * <p>Its program is a class of the tests' class path. What it prints goes to files, so that nothing
 * blocks.
 */
public final class HostJvm implements AutoCloseable {
  public static final Path JAR = Path.of(System.getProperty("sshpulse.jar", "target/sshpulse.jar"));
  public static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern URL = Pattern.compile("https?://[^ ]+/metrics");

  private final Process process;
  private final Path out;
  private final Path err;
  private final Namespace machine;

  private HostJvm(Process process, Path out, Path err, Namespace machine) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.machine = machine;
  }

  public static Builder on(Jdk jdk) {
    return new Builder(jdk.java());
  }

  /** One that is started by another command, as an image's is by its entry point. */
  public static Builder startedBy(List<String> command) {
    return new Builder(command.toArray(String[]::new));
  }

  /** How a host is started. */
  public static final class Builder {
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String classPath = "target/test-classes";
    private Consumer<String> listener;
    private Namespace machine;
    private Tap tap;

    private Builder(String... start) {
      command.addAll(List.of(start));
    }

    /**
     * The agent as a user attaches it, with these arguments; on a free port unless they say
     * otherwise.
     */
    public Builder agent(String... arguments) {
      List<String> all = new ArrayList<>(List.of(arguments));
      if (all.stream().noneMatch(argument -> argument.startsWith("http.listen"))) {
        all.add("http.listen=127.0.0.1:0");
      }
      return option("-javaagent:" + JAR.toAbsolutePath() + "=" + String.join(",", all));
    }

    public Builder option(String... options) {
      command.addAll(List.of(options));
      return this;
    }

    /** A limit so low that the host can use all its descriptors up. */
    Builder fewDescriptors() {
      command.addAll(0, List.of("sh", "-c", "ulimit -n 200; exec \"$0\" \"$@\""));
      return this;
    }

    /** The agent from another place, with these arguments and no others. */
    Builder agentAt(Path jar, String arguments) {
      return option("-javaagent:" + jar.toAbsolutePath() + "=" + arguments);
    }

    /** Another program of the JDK instead of {@code java}. */
    Builder tool(String name) {
      command.set(0, Path.of(command.get(0)).resolveSibling(name).toString());
      return this;
    }

    /** What runs the JVM, for example in a namespace of its own. */
    public Builder under(String... wrapper) {
      command.addAll(0, List.of(wrapper));
      return this;
    }

    /** Runs the JVM on another machine. */
    public Builder on(Namespace machine) {
      this.machine = machine;
      return under(machine.enter());
    }

    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder classPath(String more) {
      classPath += File.pathSeparator + more;
      return this;
    }

    /** Hands each line of its stdout over as it comes, instead of keeping them. */
    public Builder onLine(Consumer<String> listener) {
      this.listener = listener;
      return this;
    }

    /** Its stderr is a pipe, from which this takes what {@link #err} gives. */
    Builder errorThrough(Tap tap) {
      this.tap = tap;
      return this;
    }

    /** Starts {@code program}, a class of the tests, in a fresh JVM. */
    public HostJvm start(Class<?> program, String... arguments) {
      command.addAll(List.of("-cp", classPath, program.getName()));
      command.addAll(List.of(arguments));
      return launch();
    }

    /** Starts the command as it is, for example {@code -jar} or {@code --version}. */
    public HostJvm launch() {
      try {
        Path out = Files.createTempFile("host", ".out");
        Path err = Files.createTempFile("host", ".err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder
            .environment()
            .keySet()
            .removeIf(
                name ->
                    name.startsWith("SSHPULSE_")
                        || name.startsWith("OTEL_")
                        || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        if (tap == null) {
          builder.redirectError(err.toFile());
        }
        if (listener == null) {
          builder.redirectOutput(out.toFile());
        }
        Process process = builder.start();
        if (listener != null) {
          handOver(process, listener);
        }
        if (tap != null) {
          tap.copy(process.getErrorStream(), err);
        }
        return new HostJvm(process, out, err, machine);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void handOver(Process process, Consumer<String> listener) {
    Thread reading = new Thread(() -> process.inputReader().lines().forEach(listener), "host");
    reading.setDaemon(true);
    reading.start();
  }

  /** Waits until the host has printed this on stdout. */
  public HostJvm awaitOutput(String text) {
    await().atMost(PATIENCE).until(() -> !process.isAlive() || out().contains(text));
    assertThat(out()).as(this::err).contains(text);
    return this;
  }

  /** Types a line into the host's standard input. */
  public HostJvm type(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the host has printed this on stderr. */
  public HostJvm awaitError(String text) {
    await().atMost(PATIENCE).until(() -> !process.isAlive() || err().contains(text));
    assertThat(err()).contains(text);
    return this;
  }

  /** Closes the host's standard input; the probes end there. */
  public HostJvm endInput() {
    try {
      process.getOutputStream().close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its metrics are, by the one line; waits for it. */
  public String url() {
    await().atMost(PATIENCE).until(() -> !process.isAlive() || URL.matcher(err()).find());
    Matcher matcher = URL.matcher(err());
    assertThat(matcher.find()).as(this::err).isTrue();
    return matcher.group();
  }

  /** Its metrics now. */
  public Scrape scrape() {
    return Scrape.of(fetch("/metrics"));
  }

  /** What its agent serves under a path, to somebody on the same machine. */
  public String fetch(String path) {
    String url = url().replace("/metrics", path);
    return machine == null ? get(url) : machine.run("curl", "-sS", "--fail", url);
  }

  /** The body at a URL; fails on any status but 200. */
  public static String get(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(10_000);
      connection.setReadTimeout(10_000);
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(url, e);
    }
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended; stderr: %s", err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
