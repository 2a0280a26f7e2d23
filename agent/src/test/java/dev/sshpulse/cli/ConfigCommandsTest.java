package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFileWithoutMistakesIsFine(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("a.yaml"), "http: {listen: 'off'}\n");

    int exit = run("check-config", file.toString());

    assertThat(exit).isZero();
    assertThat(out).hasToString("sshpulse: " + file + " is fine: 1 setting\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyMistakeOfAFileIsALineWithItsPlaceAndWhatWasMeant(@TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a.yaml"), "http:\n  lissen: 'off'\nhalf-open.after: soon\n");

    int exit = run("check-config", file.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "sshpulse: " + file + " line 2: http.lissen (did you mean http.listen?)",
            "sshpulse: "
                + file
                + " line 3: half-open.after=soon (a duration such as 500ms, 2s or 1m)");
  }

  @Test
  void aFileThatIsNotThereIsAMistake() {
    int exit = run("check-config", "/no/such.yaml");

    assertThat(exit).isEqualTo(1);
    assertThat(err).hasToString("sshpulse: file=/no/such.yaml (no such file)\n");
  }

  @Test
  void whatWouldHoldIsPrintedAndWhatWouldNotIsTold() {
    int exit = run("print-config", "http.listen=127.0.0.1:0,log.endigs=on");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "http.listen: 127.0.0.1:0  # agent argument http.listen\n",
            "log.endings: false  # default\n");
    assertThat(err).hasToString("sshpulse: log.endigs (did you mean log.endings?)\n");
  }

  @Test
  void theHelpNamesVariablesAsOneWritesThem() {
    int exit = run("check-config", "--help");

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("${NAME}");
  }

  private int run(String... arguments) {
    CommandLine main = Main.commandLine(null);
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    return main.execute(arguments);
  }
}
