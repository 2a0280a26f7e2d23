package dev.sshpulse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

  @Property
  void readsWhatTheAgentWrites(
      @ForAll @Size(16) byte[] bytes,
      @ForAll boolean ipv6,
      @ForAll @IntRange(max = 65_535) int port)
      throws UnknownHostException {
    byte[] address = new byte[ipv6 ? 16 : 4];
    System.arraycopy(bytes, 0, address, 0, address.length);
    InetSocketAddress end = new InetSocketAddress(InetAddress.getByAddress(address), port);

    assertThat(AddressLiteral.of(AddressText.of(end))).isEqualTo(end);
  }

  @Test
  void leavesAZoneOut() {
    assertThat(AddressLiteral.of("[fe80::1%eth0]:22")).isEqualTo(AddressLiteral.of("[fe80::1]:22"));
  }

  @Test
  void takesTwoWordsAsSshdWritesThem() {
    assertThat(AddressLiteral.of("2001:db8::1", "22"))
        .isEqualTo(AddressLiteral.of("[2001:db8::1]:22"));
    assertThat(AddressLiteral.of("UNKNOWN", "65535")).isNull();
    assertThat(AddressLiteral.of("192.0.2.1", "65536")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":22",
        "22",
        "localhost:22",
        "example.org:22",
        "1.2.3:22",
        "1.2.3.4.5:22",
        "1.2.3.256:22",
        "1.2.3.:22",
        "1.2.3.4",
        "1.2.3.4:",
        "1.2.3.4:65536",
        "1.2.3.4:-1",
        "1.2.3.4:99999999999",
        "2001:db8::1:22",
        "[]:22",
        "[x]:22",
        "[::1",
        "[1.2.3.4]:x",
        "[example.org]:22",
        "[%eth0]:22",
        "٣.1.1.1:22"
      })
  void asksNoNameServerForAnythingElse(String text) {
    assertThat(AddressLiteral.of(text)).isNull();
  }

  @Property
  void takesAnyText(
      @ForAll @Chars({':', '.', '[', ']', '%'}) @CharRange(from = '0', to = '9') String text) {
    AddressLiteral.of(text);
  }
}
