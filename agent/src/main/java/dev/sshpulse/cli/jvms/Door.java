package dev.sshpulse.cli.jvms;

import static dev.sshpulse.cli.jvms.JvmFailure.Reason.FAILED;
import static dev.sshpulse.cli.jvms.JvmFailure.Reason.REFUSED;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How one gets into a JVM, and out of it. */
public final class Door {
  private static final String LINE = "dev.sshpulse.line";
  private static final String FAILURE = "dev.sshpulse.failure";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long BEAT_MILLIS = 100;

  /**
   * A thread has its name in the kernel only once it runs, which may be later than it is started.
   */
  private static final int LOOKS_UNTIL_GONE = 20;

  private final long pid;
  private final HostProcess process;
  private final Examination examination;
  private final @Nullable File jar;

  /**
   * That of one JVM.
   *
   * @param jar the packed sshpulse.jar; null where there is none
   * @throws IOException if the JVM has ended
   */
  public Door(long pid, @Nullable File jar) throws IOException {
    Path proc = Path.of("/proc");
    this.pid = pid;
    this.jar = jar;
    this.process = new HostProcess(proc, pid);
    this.examination =
        new Examination(new HostProcess(proc, ProcessHandle.current().pid()), process, jar);
  }

  /** The JVM's environment, as far as it is ours to read. */
  public Map<String, String> environment() {
    return process.environment();
  }

  /**
   * Whether the JVM has a thread of such a name: an agent without hooks has one of its two alone.
   */
  public boolean mayLeadToUs() {
    return process.hasThread(Jvms.THREAD);
  }

  /** Whether a path names nothing else to the JVM than to us, as far as that can be seen. */
  public boolean sees(String path) {
    if (!path.isEmpty() && !Path.of(path).isAbsolute()) {
      return false; // it stands in a file, and means the folder that the JVM was started in
    }
    Path here = Path.of(path).toAbsolutePath();
    Path there = process.file("root").resolve(here.toString().substring(1));
    try {
      return !Files.exists(there) || Files.isSameFile(here, there);
    } catch (IOException e) {
      return false; // there is none of that name here
    }
  }

  /** What could keep us out. */
  public List<Check> checks() {
    return examination.checks();
  }

  /**
   * Whether the JVM prints a warning for every agent that comes late, and how to be rid of it; null
   * if it does not.
   */
  public @Nullable String warning() {
    return examination.warns()
        ? "the JVM warns of late agents on its stderr; " + Examination.SILENCE
        : null;
  }

  /**
   * Lets the agent in, and waits until it is up.
   *
   * @param settings as after {@code -javaagent:sshpulse.jar=}
   * @return the line that it prints
   */
  public String enter(String settings) throws JvmFailure, IOException, InterruptedException {
    try (AttachedJvm jvm = open()) {
      File packed = packed();
      String refusal = jvm.command(packed, "attach", url(packed) + " " + settings);
      if (refusal != null) {
        throw new JvmFailure(REFUSED, "the agent stepped aside: " + refusal);
      }
      return awaitLine(jvm);
    }
  }

  /**
   * Lets the agent out.
   *
   * @return why it is not, or not wholly, out; null if it is
   */
  public @Nullable String leave() throws JvmFailure, IOException {
    try (AttachedJvm jvm = open()) {
      return jvm.command(packed(), "detach", "");
    }
  }

  private AttachedJvm open() throws JvmFailure {
    for (Check check : checks()) {
      if (check.stopsUs()) {
        throw new JvmFailure(
            check.reason(), "cannot attach to " + pid + ": " + check.what() + ": " + check.text());
      }
    }
    return AttachedJvm.attach(pid);
  }

  private File packed() throws JvmFailure {
    if (jar == null) {
      throw new JvmFailure(FAILED, "there is no packed jar to load");
    }
    return jar;
  }

  /** Without what separates the words of a command. */
  private static String url(File jar) {
    return jar.getAbsoluteFile().toURI().toASCIIString();
  }

  private String awaitLine(AttachedJvm jvm) throws JvmFailure, IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int missed = 0;
    while (System.nanoTime() < deadline) {
      String line = jvm.properties().getProperty(LINE);
      if (line != null) {
        return Jvm.harmless(line);
      }
      String failure = jvm.properties().getProperty(FAILURE);
      if (failure != null) {
        throw new JvmFailure(
            FAILED, failure + "; it is in all the same: java -jar sshpulse.jar detach " + pid);
      }
      missed = process.hasThread(Jvms.THREAD) ? 0 : missed + 1;
      if (missed == LOOKS_UNTIL_GONE) {
        throw new JvmFailure(FAILED, "somebody has detached it meanwhile");
      }
      TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
    }
    throw new JvmFailure(FAILED, "the agent is in, but was not up within a minute; see doctor");
  }
}
