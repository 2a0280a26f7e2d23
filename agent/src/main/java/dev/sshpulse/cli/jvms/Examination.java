package dev.sshpulse.cli.jvms;

import static dev.sshpulse.cli.jvms.Check.notAttachable;
import static dev.sshpulse.cli.jvms.Check.notPermitted;
import static dev.sshpulse.cli.jvms.Check.ok;
import static dev.sshpulse.cli.jvms.Check.unknown;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that could keep us out of one JVM, looked at from outside. */
final class Examination {
  private static final int OLDEST_JAVA = 17;

  /** Since then a JVM warns of agents that come late, on its own stderr. */
  private static final int WARNS_SINCE = 21;

  private final HostProcess us;
  private final HostProcess process;
  private final PerfFile perf;
  private final JvmOptions options;
  private final @Nullable File jar;

  Examination(HostProcess us, HostProcess process, @Nullable File jar) throws IOException {
    this.us = us;
    this.process = process;
    this.perf = PerfFile.of(process);
    this.options = new JvmOptions(process, perf);
    this.jar = jar;
  }

  /** In the order in which one would meet them. */
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(OurSide.runtime());
    checks.add(user());
    checks.add(state());
    checks.add(java());
    checks.add(machine());
    checks.add(attaching());
    checks.add(signal());
    checks.add(agents());
    checks.add(namespace());
    checks.add(new TargetFiles(us, process).temporary());
    checks.add(new TargetFiles(us, process).jar(jar));
    checks.add(securityManager());
    checks.add(otherAgents());
    checks.add(hsperfdata());
    return checks;
  }

  private Check user() {
    String pair = process.user() + " (" + process.uid() + ":" + process.gid() + ")";
    if (us.uid() == 0) {
      return ok("user", "it runs as " + pair + ", this command as root");
    }
    return us.uid() == process.uid() && us.gid() == process.gid()
        ? ok("user", "it runs as " + pair + ", as this command does")
        : notPermitted(
            "user",
            "it runs as "
                + pair
                + ", this command as "
                + us.user()
                + " ("
                + us.uid()
                + ":"
                + us.gid()
                + "), and the JVM listens to its own user and to root alone; run it as that user:"
                + " sudo -u '#"
                + process.uid()
                + "' -g '#"
                + process.gid()
                + "' java -jar "
                + (jar == null ? "sshpulse.jar" : jar)
                + " attach "
                + process.pid());
  }

  private Check state() {
    return process.isStopped()
        ? notAttachable(
            "state", "the process is stopped; let it go on: kill -CONT " + process.pid())
        : ok("state", "it runs");
  }

  private Check java() {
    String version = perf.javaVersion() == null ? TargetFiles.release(process) : perf.javaVersion();
    if (version == null) {
      return unknown("Java", "its version is not ours to read; 17 or newer is needed");
    }
    int feature = feature(version);
    return feature < OLDEST_JAVA
        ? notAttachable("Java", version + " is too old; start it with Java 17 or newer")
        : ok("Java", version);
  }

  /** As 1.8.0_392, 17.0.12 or 25-ea. */
  static int feature(String version) {
    String[] parts = version.split("[.+_-]", -1);
    try {
      int first = Integer.parseInt(parts[0]);
      return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE; // a version written in a way of the future
    }
  }

  private Check machine() {
    try {
      String maps = Files.readString(process.file("maps"), StandardCharsets.ISO_8859_1);
      if (maps.contains("/libj9vm")) {
        return unknown("machine", "OpenJ9, on which sshpulse is not tested; -javaagent may work");
      }
      return maps.contains("/ld-musl")
          ? unknown("machine", "HotSpot on musl (Alpine), on which sshpulse is not tested")
          : ok("machine", "HotSpot on glibc");
    } catch (IOException e) {
      return unknown("machine", "another user's: its memory map is not ours to read");
    }
  }

  private Check attaching() {
    Boolean disabled = options.flag("DisableAttachMechanism");
    if (Boolean.TRUE.equals(disabled) || Boolean.FALSE.equals(perf.attachable())) {
      return notAttachable(
          "attaching",
          "it was started with -XX:+DisableAttachMechanism; start it without, or with -javaagent");
    }
    return perf.attachable() == null
        ? unknown("attaching", "nothing forbids it that can be seen from outside")
        : ok("attaching", "the JVM says that one may");
  }

  private Check signal() {
    return process.handlesQuit() || new TargetFiles(us, process).listens()
        ? ok("signal", "it can be knocked at, by SIGQUIT")
        : notAttachable(
            "signal",
            "it would be ended by SIGQUIT, by which one knocks at a JVM: it has only just begun, or"
                + " is none; try again");
  }

  private Check agents() {
    Boolean enabled = options.flag("EnableDynamicAgentLoading");
    if (Boolean.FALSE.equals(enabled)) {
      return notAttachable(
          "late agents",
          "it was started with -XX:-EnableDynamicAgentLoading; start it without, or with"
              + " -javaagent");
    }
    return enabled == null && warns()
        ? ok("late agents", "the JVM will warn on its stderr; " + SILENCE)
        : ok("late agents", "the JVM takes them");
  }

  /** How a user is rid of the JVM's warning. */
  static final String SILENCE =
      "-XX:+EnableDynamicAgentLoading at its start lets it be silent, and so does -javaagent";

  /** Whether this JVM prints a warning when an agent comes late. */
  boolean warns() {
    String version = perf.javaVersion() == null ? TargetFiles.release(process) : perf.javaVersion();
    return version != null
        && feature(version) >= WARNS_SINCE
        && options.flag("EnableDynamicAgentLoading") == null;
  }

  private Check namespace() {
    return process.depth() > us.depth()
        ? ok("pid namespace", "in a container, where its pid is " + process.ownPid())
        : ok("pid namespace", "the same as ours");
  }

  private Check securityManager() {
    List<String> manager = options.startingWith("-Djava.security.manager");
    return manager.isEmpty() || manager.contains("-Djava.security.manager=disallow")
        ? ok("security manager", "none was asked for")
        : unknown(
            "security manager",
            manager.get(0)
                + ": its policy must grant codeBase \"file:<path of sshpulse.jar>\""
                + " { permission java.security.AllPermission; };");
  }

  private Check otherAgents() {
    if (Jvms.looksWatched(process)) {
      return ok("agents", "sshpulse is in it already");
    }
    List<String> agents = options.startingWith("-javaagent:");
    return ok("agents", agents.isEmpty() ? "none since its start" : String.join(", ", agents));
  }

  private Check hsperfdata() {
    return perf.exists()
        ? ok("hsperfdata", "there")
        : unknown(
            "hsperfdata",
            "not there: -XX:+PerfDisableSharedMem, -XX:-UsePerfData, or another user's; what is"
                + " said here comes from its command line alone");
  }
}
