package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.stack.Tool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a real bash, where the script is for. */
class CompletionTest {
  @TempDir private Path folder;

  @Test
  void completesCommands() throws Exception {
    assertThat(complete("sta")).containsExactly("status");
    assertThat(complete("")).contains("attach", "sidecar", "status", "top", "demo");
    assertThat(complete("")).doesNotContain(WorkloadCommand.NAME);
  }

  @Test
  void completesOptions() throws Exception {
    assertThat(complete("top", "--in")).containsExactly("--interval");
    assertThat(complete("status", "--")).contains("--json", "--quiet", "--user", "--ca");
  }

  /** What is offered for the last word. */
  private List<String> complete(String... words) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), script());
    String command =
        "compopt() { :; }; source %s; COMP_WORDS=(sshpulse %s); COMP_CWORD=%d; %s; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(
                script,
                String.join(" ", List.of(words)).isEmpty() ? "''" : String.join(" ", words),
                words.length,
                "$(complete -p sshpulse | sed 's/.*-F \\([^ ]*\\).*/\\1/')");
    Process bash = new ProcessBuilder(Tool.path("bash", "bash"), "-c", command).start();
    bash.getOutputStream().close();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(err).isEmpty();
    return out.lines().map(String::strip).toList();
  }

  private static String script() {
    StringWriter out = new StringWriter();
    int exit = Main.commandLine(null).setOut(new PrintWriter(out)).execute("completion");
    assertThat(exit).isZero();
    return out.toString();
  }
}
