package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmTest {
  private static final String EVIL = "a\u001b[2J\u009b2J\u202e\n";
  private static final String HARMLESS = "a?[2J?2J??";

  @Test
  void letsNothingThatAnotherProcessSaysSpeakToTheTerminal() {
    Jvm jvm = new Jvm(1, EVIL, EVIL, EVIL, EVIL, true, EVIL);

    assertThat(jvm).isEqualTo(new Jvm(1, HARMLESS, HARMLESS, HARMLESS, HARMLESS, true, HARMLESS));
  }

  @Test
  void letsNoFailureSpeakToTheTerminalAndKeepsItsLines() {
    JvmFailure failure = new JvmFailure(JvmFailure.Reason.SEVERAL, "two:\n  1 \u009b\n  2 \u202e");

    assertThat(failure).hasMessage("two:\n  1 ?\n  2 ?");
  }
}
