package dev.sshpulse.conversations;

import static dev.sshpulse.model.AuthMethod.KEYBOARD_INTERACTIVE;
import static dev.sshpulse.model.AuthMethod.PASSWORD;
import static dev.sshpulse.model.AuthMethod.PUBLICKEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.Side;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private static final boolean SIGNED = true;
  private static final boolean QUESTION = false;

  /** By the server, which this is. */
  private static final boolean SENT = true;

  private final LibraryCounters counters = new LibraryCounters();
  private final Logins logins = new Logins(counters);
  private final Heard heard = new Heard(Side.SERVER);

  @Test
  void countsNeitherNoneNorTheQuestionWhetherAKeyWouldDo() {
    request("none", SIGNED, 10);
    logins.failed(SENT, false, 20, heard);
    request("publickey", QUESTION, 30);
    logins.failed(SENT, false, 40, heard);

    assertThat(attempts(PUBLICKEY)).isZero();
    assertThat(attempts(AuthMethod.OTHER)).isZero();
    assertThat(failures(PUBLICKEY)).isZero();
    assertThat(heard.lines).isEmpty();
  }

  @Test
  void knowsThatNobodyIsInWhenAKeyWouldNotDo() {
    request("none", SIGNED, 10);
    logins.failed(SENT, false, 20, heard);
    assertThat(logins.refused()).isFalse();

    request("publickey", QUESTION, 30);
    logins.failed(SENT, false, 40, heard);
    assertThat(logins.refused()).isTrue();
  }

  @Test
  void takesNobodysWordForItThatHeIsIn() {
    request("password", SIGNED, 10);
    logins.succeeded(!SENT, 20, heard);
    logins.failed(SENT, false, 30, heard);

    assertThat(heard.lines).containsExactly("password failure from 10 to 30, 20 since the first");
    assertThat(logins.refused()).isTrue();
  }

  @Test
  void countsNoRequestOnceSomebodyIsIn() {
    request("password", SIGNED, 10);
    logins.succeeded(SENT, 20, heard);
    request("password", SIGNED, 30);

    assertThat(attempts(PASSWORD)).isEqualTo(1);
  }

  @Test
  void tellsOfASuccessAndHowLongItTookSinceTheFirstAttempt() {
    request("password", SIGNED, 10);
    logins.failed(SENT, false, 20, heard);
    request("password", SIGNED, 100);
    logins.succeeded(SENT, 150, heard);

    assertThat(heard.lines)
        .containsExactly(
            "password failure from 10 to 20, 10 since the first",
            "password success from 100 to 150, 140 since the first");
    assertThat(attempts(PASSWORD)).isEqualTo(2);
    assertThat(failures(PASSWORD)).isEqualTo(1);
    assertThat(logins.refused()).isFalse();
  }

  @Test
  void takesAPartialSuccessForNoFailure() {
    request("publickey", SIGNED, 10);
    logins.failed(SENT, true, 20, heard);

    assertThat(failures(PUBLICKEY)).isZero();
    assertThat(logins.refused()).isFalse();
    assertThat(heard.lines).containsExactly("publickey partial from 10 to 20, 10 since the first");
  }

  @Test
  void endsAnAttemptWithoutAnAnswerWhenTheNextBegins() {
    request("keyboard-interactive", SIGNED, 10);
    request("keyboard-interactive", SIGNED, 20);
    logins.failed(SENT, false, 30, heard);

    assertThat(attempts(KEYBOARD_INTERACTIVE)).isEqualTo(2);
    assertThat(failures(KEYBOARD_INTERACTIVE)).isEqualTo(1);
    assertThat(heard.lines.get(0)).startsWith("keyboard-interactive no answer from 10 to 20");
  }

  @Test
  void endsAnAttemptWithoutAnAnswerWhenAllIsOver() {
    request("password", SIGNED, 10);
    logins.end(null, 70, heard);
    logins.end(null, 80, heard);

    assertThat(heard.lines).containsExactly("password no answer from 10 to 70, 60 since the first");
    assertThat(logins.refused()).isFalse();
  }

  @Test
  void countsWhateverAPeerInventsAsOneMethod() {
    request("magic@example.org", SIGNED, 10);
    logins.failed(SENT, false, 20, heard);

    assertThat(attempts(AuthMethod.OTHER)).isEqualTo(1);
  }

  @Test
  void countsTheKeyThatIsBoundToAHostAsAPublicKey() {
    request("publickey-hostbound-v00@openssh.com", SIGNED, 10);

    assertThat(attempts(PUBLICKEY)).isEqualTo(1);
  }

  private void request(String method, boolean signed, long nanos) {
    logins.requested(new Message(50, false, method, signed, 0, 0, null), nanos, heard);
  }

  private long attempts(AuthMethod method) {
    return counters.authAttempts(Side.SERVER, method);
  }

  private long failures(AuthMethod method) {
    return counters.authFailures(Side.SERVER, method);
  }
}
