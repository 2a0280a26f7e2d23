package dev.sshpulse.cli.jvms;

import static dev.sshpulse.cli.jvms.JvmFailure.Reason.FAILED;
import static dev.sshpulse.cli.jvms.JvmFailure.Reason.NOT_FOUND;
import static dev.sshpulse.cli.jvms.JvmFailure.Reason.SEVERAL;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of this host, those of other users and of containers too. Looked at from outside: only
 * one that sshpulse is in already is asked, where it listens.
 */
public final class Jvms {
  /** Of the thread that every agent has, and nothing else of ours. */
  static final String THREAD = "sshpulse";

  /** Of another, which an agent has whose hooks are in. */
  private static final String CLOCK = "sshpulse-clock";

  private static final Path PROC = Path.of("/proc");

  private final Path proc;

  /** Of this host. */
  public Jvms() {
    this(PROC);
  }

  Jvms(Path proc) {
    this.proc = proc;
  }

  /**
   * All but this one, by their numbers.
   *
   * @throws JvmFailure where there is no {@code /proc}
   */
  public List<Jvm> all() throws JvmFailure, IOException {
    return all(command -> true);
  }

  /** Those that run such a command; no other is asked anything. */
  private List<Jvm> all(Predicate<String> command) throws JvmFailure, IOException {
    requireProc();
    List<Jvm> jvms = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        Jvm jvm = jvm(Long.parseLong(process.getFileName().toString()), command);
        if (jvm != null && jvm.pid() != ProcessHandle.current().pid()) {
          jvms.add(jvm);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    jvms.sort(Comparator.comparingLong(Jvm::pid));
    return jvms;
  }

  /**
   * The one that is meant.
   *
   * @param which its pid, or a regular expression that its main class and arguments match somewhere
   */
  public Jvm one(String which) throws JvmFailure, IOException {
    List<Jvm> found = meantBy(which);
    if (found.size() > 1) {
      throw new JvmFailure(SEVERAL, "several JVMs match '" + which + "'; name one:" + lines(found));
    }
    if (found.isEmpty()) {
      throw new JvmFailure(
          NOT_FOUND,
          "no JVM "
              + (isPid(which) ? "has the pid " + which : "matches '" + which + "'")
              + "; java -jar sshpulse.jar list shows those that there are");
    }
    return found.get(0);
  }

  /**
   * All that are meant.
   *
   * @param which likewise; of those that match, the commands of sshpulse itself are left out: one
   *     has the expression among its arguments
   */
  public List<Jvm> meantBy(String which) throws JvmFailure, IOException {
    return isPid(which) ? byPid(which) : byExpression(which);
  }

  private static boolean isPid(String which) {
    return which.matches("[0-9]{1,9}");
  }

  private List<Jvm> byPid(String pid) throws JvmFailure {
    requireProc();
    Jvm jvm = jvm(Long.parseLong(pid), command -> true);
    return jvm == null ? List.of() : List.of(jvm);
  }

  private void requireProc() throws JvmFailure {
    if (!Files.exists(proc.resolve("self"))) {
      throw new JvmFailure(
          FAILED,
          "there is no "
              + proc
              + " in which JVMs are found: this command needs Linux; elsewhere"
              + " start the JVM with -javaagent:sshpulse.jar, and name the URL of its agent");
    }
  }

  private List<Jvm> byExpression(String expression) throws JvmFailure, IOException {
    try {
      Pattern pattern = Pattern.compile(expression);
      return all(command -> pattern.matcher(command).find() && !OwnCommand.is(command));
    } catch (PatternSyntaxException e) {
      throw new JvmFailure(
          NOT_FOUND, "'" + expression + "' is no regular expression: " + e.getDescription());
    }
  }

  private static String lines(List<Jvm> jvms) {
    return jvms.stream()
        .map(jvm -> "\n  " + jvm.pid() + "  " + jvm.command())
        .collect(Collectors.joining());
  }

  private @Nullable Jvm jvm(long pid, Predicate<String> wanted) {
    try {
      HostProcess process = new HostProcess(proc, pid);
      return process.isJvm() ? jvm(process, wanted) : null;
    } catch (IOException | RuntimeException e) {
      return null; // it has ended meanwhile
    }
  }

  private static @Nullable Jvm jvm(HostProcess process, Predicate<String> wanted)
      throws IOException {
    PerfFile perf = PerfFile.of(process);
    List<String> words = CommandOfJvm.of(process.commandLine());
    String told = perf.command();
    String command = told.isEmpty() ? String.join(" ", words) : told;
    if (!wanted.test(command)) {
      return null;
    }
    String url = process.hasThread(THREAD) ? ToldUrl.of(process) : null;
    return new Jvm(
        process.pid(),
        process.user(),
        told.isEmpty() ? words.get(0) : told.split(" ", 2)[0],
        command,
        perf.javaVersion(),
        url != null || looksWatched(process),
        url);
  }

  /** A program may have one such thread of its own, and not two. */
  static boolean looksWatched(HostProcess process) {
    return process.hasThread(THREAD) && process.hasThread(CLOCK);
  }
}
