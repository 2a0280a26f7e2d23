package dev.sshpulse.cli;

import com.google.gson.stream.JsonWriter;
import dev.sshpulse.cli.jvms.Jvm;
import dev.sshpulse.cli.jvms.JvmFailure;
import dev.sshpulse.cli.jvms.Jvms;
import dev.sshpulse.cli.jvms.SshLibraries;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code list}: the JVMs of this host, and in which of them sshpulse is. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the JVMs of this host: whose they are, whether sshpulse is in them and where it listens,"
          + " and which SSH libraries they have. None is asked but those that it is in already.",
      "",
      "A library is known to be loaded where sshpulse is in. Elsewhere its jar is open, marked by an"
          + " asterisk: it may have been opened and never used, and classes that were packed into"
          + " another jar are not seen. A question mark: that JVM is another user's.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  listed, be there any or none",
      "  1  there is no /proc to read",
      "  2  not an option"
    })
final class ListCommand implements Callable<Integer> {
  private static final String NOT_OURS_TO_SEE = "?";
  private static final String NONE = "-";

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "One JSON document instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws JvmFailure, IOException {
    List<Jvm> jvms = new Jvms().all();
    if (json) {
      document(jvms);
    } else {
      table(jvms);
    }
    return 0;
  }

  private void table(List<Jvm> jvms) {
    Columns table = new Columns();
    table.add("PID", "USER", "JAVA", "SSHPULSE", "SSH LIBRARIES", "MAIN CLASS");
    for (Jvm jvm : jvms) {
      table.add(
          String.valueOf(jvm.pid()),
          jvm.user(),
          jvm.java() == null ? NOT_OURS_TO_SEE : jvm.java(),
          presence(jvm),
          text(SshLibraries.of(jvm)),
          jvm.mainClass());
    }
    table.lines().forEach(out()::println);
  }

  private static String presence(Jvm jvm) {
    if (!jvm.watched()) {
      return NONE;
    }
    return jvm.url() == null ? "in" : jvm.listens() ? jvm.url() : "in, " + jvm.url();
  }

  private static String text(SshLibraries libraries) {
    Set<String> names = libraries.names();
    if (names == null) {
      return NOT_OURS_TO_SEE;
    }
    String mark = libraries.loaded() ? "" : "*";
    return names.isEmpty() ? NONE : String.join(mark + ", ", names) + mark;
  }

  private void document(List<Jvm> jvms) throws IOException {
    JsonWriter to = new JsonWriter(out());
    to.setIndent("  ");
    to.beginObject().name("jvms").beginArray();
    for (Jvm jvm : jvms) {
      write(jvm, SshLibraries.of(jvm), to);
    }
    to.endArray().endObject().flush();
    out().println();
  }

  /** What is not known is absent. */
  private static void write(Jvm jvm, SshLibraries libraries, JsonWriter to) throws IOException {
    to.setSerializeNulls(false);
    to.beginObject();
    to.name("pid").value(jvm.pid());
    to.name("user").value(jvm.user());
    to.name("main_class").value(jvm.mainClass());
    to.name("java").value(jvm.java());
    to.name("attached").value(jvm.watched());
    to.name("url").value(jvm.url());
    if (libraries.names() != null) {
      to.name(libraries.loaded() ? "ssh_libraries_loaded" : "ssh_jars_open").beginArray();
      for (String name : libraries.names()) {
        to.value(name);
      }
      to.endArray();
    }
    to.endObject();
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec.commandLine().getOut();
  }
}
