package dev.sshpulse.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  @Test
  void readsTheTypesOfTheRfcOneAfterTheOther() {
    Payload payload =
        of(new Wire().octet(200).bool(true).uint32(0xfffffffe).text("héllo").text("x").bool(false));

    assertThat(payload.octet()).isEqualTo(200);
    assertThat(payload.bool()).isTrue();
    assertThat(payload.uint32()).isEqualTo(-2);
    assertThat(payload.text()).isEqualTo("héllo");
    payload.skipString();
    assertThat(payload.bool()).isFalse();
  }

  @Test
  void readsZerosBeyondTheEnd() {
    Payload payload = of(new Wire().octet(1).octet(2));

    assertThat(payload.uint32()).isEqualTo(0x01020000);
    assertThat(payload.octet()).isZero();
    assertThat(payload.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 0x7fffffff, 0x80000000, -1})
  void readsNoMoreTextThanThereIsWhateverThePeerClaims(int claimed) {
    Payload payload = of(new Wire().uint32(claimed).octet('a').octet('b').octet('c'));

    assertThat(payload.text()).isEqualTo("abc");
    assertThat(payload.octet()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 0x7fffffff, 0x80000000, -1})
  void skipsNoMoreThanThereIsWhateverThePeerClaims(int claimed) {
    Payload payload = of(new Wire().uint32(claimed).octet(1));

    payload.skipString();

    assertThat(payload.octet()).isZero();
  }

  @Test
  void cutsTextThatIsAbsurdlyLongAndGoesOnBehindIt() {
    Payload payload = of(new Wire().text("a".repeat(10_000)).octet(42));

    assertThat(payload.text()).isEqualTo("a".repeat(256));
    assertThat(payload.octet()).isEqualTo(42);
  }

  @Test
  void keepsToItsPartOfTheBuffer() {
    byte[] buffer = {9, 1, 2, 3, 9};

    Payload payload = new Payload(buffer, 1, 3);

    assertThat(payload.uint32()).isEqualTo(0x01020300);
  }

  @Test
  void endsWhereTheBufferDoesIfThatIsSooner() {
    Payload payload = new Payload(new byte[] {1, 2}, 1, 1_000);

    assertThat(payload.octet()).isEqualTo(2);
    assertThat(payload.octet()).isZero();
  }

  private static Payload of(Wire wire) {
    byte[] bytes = wire.bytes();
    return new Payload(bytes, 0, bytes.length);
  }
}
