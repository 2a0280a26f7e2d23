package dev.sshpulse.conversations;

import static dev.sshpulse.conversations.Wire.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private final Messages discreet = new Messages(false, false);
  private final Messages curious = new Messages(true, true);

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 6, 30, 60, 61, 93, 94, 95, 99, 100, 192, 255})
  void passesOverWhatDoesNotMatter(int number) {
    assertThat(Messages.matter((byte) number)).isFalse();
    assertThat(message(number).uint32(1).uint32(2).read(discreet, true)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 21, 50, 51, 52, 80, 81, 82, 90, 91, 92, 96, 97, 98})
  void readsEachThatMattersAlsoWhereThereIsNothingBehindItsNumber(int number) {
    assertThat(Messages.matter((byte) number)).isTrue();

    Message message = message(number).read(curious, false);

    assertThat(message.number()).isEqualTo(number);
    assertThat(message.sent()).isFalse();
  }

  @Test
  void readsNothingOfNothing() {
    assertThat(discreet.read(new byte[0], 0, 0, true)).isNull();
  }

  @Test
  void tellsASignatureFromTheQuestionWhetherAKeyWouldDo() {
    assertThat(login("publickey").bool(false).read(discreet, true).flag()).isFalse();
    assertThat(login("publickey").bool(true).read(discreet, true).flag()).isTrue();
  }

  @Test
  void knowsTheVariantOfPublicKeysThatNamesTheServersKey() {
    String method = "publickey-hostbound-v00@openssh.com";

    assertThat(login(method).bool(false).read(discreet, true).flag()).isFalse();
    assertThat(login(method).bool(true).read(discreet, true).flag()).isTrue();
  }

  @Test
  void takesEveryOtherMethodForAnAttempt() {
    Message message = login("password").bool(false).text("secret").read(curious, true);

    assertThat(message.name()).isEqualTo("password");
    assertThat(message.flag()).isTrue();
  }

  @Test
  void keepsWhoWantsInOnlyIfAskedTo() {
    assertThat(login("password").read(discreet, true).detail()).isNull();
    assertThat(login("password").read(curious, true).detail()).isEqualTo("alice");
  }

  @Test
  void neverKeepsAPassword() {
    Message message = login("password").bool(false).text("secret").read(curious, true);

    assertThat(message.toString()).doesNotContain("secret");
  }

  @Test
  void readsWhetherARefusalWasAPartialSuccess() {
    assertThat(message(51).text("password").bool(true).read(discreet, false).flag()).isTrue();
    assertThat(message(51).text("password").bool(false).read(discreet, false).flag()).isFalse();
  }

  @Test
  void keepsWhatIsRunOnlyIfAskedTo() {
    Wire exec = message(98).uint32(3).text("exec").bool(true).text("rm -rf /");

    assertThat(exec.read(discreet, true).detail()).isNull();
    assertThat(exec.read(curious, true).detail()).isEqualTo("rm -rf /");
    assertThat(exec.read(curious, true).channel()).isEqualTo(3);
    assertThat(exec.read(curious, true).flag()).isTrue();
  }

  @Test
  void neverKeepsWhatOtherRequestsCarry() {
    Wire env = message(98).uint32(3).text("env").bool(false).text("TOKEN").text("secret");

    assertThat(env.read(curious, true).toString()).doesNotContain("TOKEN").doesNotContain("secret");
  }

  @Test
  void readsAnExitStatus() {
    Wire status = message(98).uint32(3).text("exit-status").bool(false).uint32(255);

    assertThat(status.read(discreet, false).value()).isEqualTo(255);
  }

  @Test
  void readsTheNumbersOfBothEndsOfAChannel() {
    Message open = message(90).text("session").uint32(5).uint32(0).read(discreet, true);
    Message confirmed = message(91).uint32(5).uint32(9).read(discreet, false);

    assertThat(open.name()).isEqualTo("session");
    assertThat(open.channel()).isEqualTo(5);
    assertThat(confirmed.channel()).isEqualTo(5);
    assertThat(confirmed.value()).isEqualTo(9);
  }

  @Test
  void readsTheReasonOfADisconnect() {
    assertThat(message(1).uint32(11).text("bye").read(discreet, false).value()).isEqualTo(11);
  }

  @Test
  void readsWhetherAGlobalRequestWantsAnAnswer() {
    Message asked = message(80).text("keepalive@openssh.com").bool(true).read(discreet, true);

    assertThat(asked.name()).isEqualTo("keepalive@openssh.com");
    assertThat(asked.flag()).isTrue();
  }

  private static Wire login(String method) {
    return message(50).text("alice").text("ssh-connection").text(method);
  }
}
