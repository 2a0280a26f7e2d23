package dev.sshpulse.cli;

import dev.sshpulse.cli.jvms.Door;
import dev.sshpulse.cli.jvms.Jvm;
import dev.sshpulse.cli.jvms.JvmFailure;
import dev.sshpulse.cli.jvms.Jvms;
import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import java.io.File;
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

/** {@code attach}: lets the agent into a JVM that runs. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the agent into a JVM that runs, waits until it is up, and says where it listens and which"
          + " hooks are in. Connections that are open already are watched from then on.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  it is in, now or before",
      "  1  it did not come up",
      "  2  not an option, or a setting that cannot be followed; nothing was attached",
      "  3  no such JVM",
      "  4  several match",
      "  5  the operating system does not let this user",
      "  6  the JVM lets nobody in",
      "  7  the agent was loaded, and stepped aside",
      "",
      "  java -jar sshpulse.jar attach 4711",
      "  java -jar sshpulse.jar attach 'gerrit|jenkins' http.listen=127.0.0.1:9950",
      "",
      "java -jar sshpulse.jar doctor PID says what stands in the way."
    })
final class AttachCommand implements Callable<Integer> {
  private static final int UNUSABLE = 2;

  private final @Nullable File jar;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "<pid or regular expression>",
      description = "Held against main class and arguments, and must match one JVM.")
  private String which = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "<key=value>",
      description = "Settings, as after -javaagent:sshpulse.jar=.")
  private List<String> words = new ArrayList<>();

  AttachCommand(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public Integer call() throws JvmFailure, IOException, InterruptedException {
    Jvm jvm = new Jvms().one(which);
    if (jvm.watched()) {
      return isInAlready(jvm);
    }
    SettingWords settings = new SettingWords(words);
    Door door = new Door(jvm.pid(), jar);
    List<String> problems = problems(settings.read(door.environment()), door);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> err().println("sshpulse: " + problem));
      return UNUSABLE;
    }
    return attach(jvm, door, settings);
  }

  /** A web-config that is another file for the JVM, in a container, is for the JVM to read. */
  private static List<String> problems(Settings settings, Door door) {
    return door.sees(settings.get(Setting.HTTP_WEB_CONFIG))
        ? CheckConfigCommand.problems(settings)
        : settings.problems();
  }

  private int attach(Jvm jvm, Door door, SettingWords settings)
      throws JvmFailure, IOException, InterruptedException {
    String line = door.enter(settings.toString());
    out().println("attached to " + jvm);
    out().println(line);
    String warning = door.warning();
    if (warning != null) {
      out().println(warning);
    }
    return 0;
  }

  private int isInAlready(Jvm jvm) {
    out()
        .println(
            "sshpulse is in " + jvm + " already" + (jvm.url() == null ? "" : ", " + jvm.url()));
    if (!words.isEmpty()) {
      err()
          .println(
              "sshpulse: the settings were not applied; to change them: java -jar sshpulse.jar detach "
                  + jvm.pid()
                  + ", then attach again");
    }
    return 0;
  }

  private PrintWriter out() {
    return command().commandLine().getOut();
  }

  private PrintWriter err() {
    return command().commandLine().getErr();
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec;
  }
}
