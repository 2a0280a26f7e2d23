package dev.sshpulse.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshdVersionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026 | 9.2",
        "OpenSSH_9.2, OpenSSL 3.0.19 27 Jan 2026                     | 9.2",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u5                      | 9.2",
        "SSH-2.0-OpenSSH_10.0                                        | 10.0",
        "SSH-2.0-OpenSSH_for_Windows_9.5                             | 9.5",
        "SSH-1.99-OpenSSH_3.9.1p1                                    | 3.9",
        "unknown option -- V OpenSSH_8.4p1, OpenSSL 1.1.1n usage:    | 8.4",
      })
  void findsTheVersionInWhatOpenSshSays(String text, String version) {
    assertThat(SshdVersion.in(text)).hasToString(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-dropbear_2022.83",
        "OpenSSH_",
        "OpenSSH_9",
        "OpenSSH_9.",
        "OpenSSH_.2",
        "OpenSSH_99999.1",
        "OpenSSH_9.99999999999",
        "OpenSSH_for_Windows_"
      })
  void findsNoneWhereThereIsNone(String text) {
    assertThat(SshdVersion.in(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.2", " 9.2 ", "9.2p1", "OpenSSH_9.2p1 Debian-2", "SSH-2.0-OpenSSH_9.2"})
  void takesAVersionAsAPersonStatesIt(String text) {
    assertThat(SshdVersion.stated(text)).isEqualTo(new SshdVersion(9, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "nine", "dropbear 2022.83"})
  void refusesWhatIsNoVersion(String text) {
    assertThatThrownBy(() -> SshdVersion.stated(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no version of OpenSSH: one such as 9.2 is expected");
  }

  @Test
  void comparesNumbersAndNotDigits() {
    SshdVersion ten = new SshdVersion(10, 0);
    SshdVersion nineTwo = new SshdVersion(9, 2);

    assertThat(ten.isFrom(9, 5)).isTrue();
    assertThat(nineTwo.isFrom(9, 2)).isTrue();
    assertThat(nineTwo.isFrom(9, 5)).isFalse();
    assertThat(nineTwo.isFrom(8, 9)).isTrue();
    assertThat(nineTwo.isFrom(10, 0)).isFalse();
  }

  @Property
  void takesAnyText(@ForAll String text) {
    SshdVersion.in(text);
    SshdVersion.in("OpenSSH_" + text);
  }
}
