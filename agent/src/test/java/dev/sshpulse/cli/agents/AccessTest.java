package dev.sshpulse.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** To whom a command shows who asks. */
class AccessTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--user ann",
        "--user ann 4711",
        "--user ann gerrit",
        "--user ann http://127.0.0.1:1 4711",
        "--cert nobody.pem --key nobody.key"
      })
  void showsNothingToThoseWhomTheCommandLineDoesNotName(String arguments) {
    StringWriter err = new StringWriter();
    CommandLine status = new CommandLine(new StatusCommand());

    int exit = status.setErr(new PrintWriter(err)).execute(arguments.split(" ", -1));

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("whose URL is given", "http://127.0.0.1:9922");
  }
}
