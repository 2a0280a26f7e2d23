package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void answersEveryCommandWithALineAndTalliesWhatItSaw() throws Exception {
    List<String> answers = serve("refused\nrefused\ntally\n");

    assertThat(answers).hasSize(4);
    assertThat(answers.get(0)).matches("ok \\d+");
    assertThat(answers.get(3)).startsWith("ok CLIENT_OPENED=0 ").endsWith(" REFUSED=2");
  }

  @Test
  void saysWhatItCannotDoAndGoesOn() throws Exception {
    List<String> answers = serve("dance\nclose 7\ntally\n");

    assertThat(answers.get(1)).startsWith("error dance: ").endsWith("no such command");
    assertThat(answers.get(2)).startsWith("error close 7: ").endsWith("no connection 7");
    assertThat(answers.get(3)).startsWith("ok ");
  }

  private static List<String> serve(String commands) throws Exception {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try (Workload workload = new Workload()) {
      workload.serve(new BufferedReader(new StringReader(commands)), new PrintStream(answers));
    }
    return answers.toString().lines().toList();
  }
}
