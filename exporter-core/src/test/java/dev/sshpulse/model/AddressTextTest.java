package dev.sshpulse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1:22",
    "10.0.0.0, 10.0.0.0:22",
    "2001:db8:0:0:0:0:0:1, [2001:db8::1]:22",
    "2001:db8:1:2:3:4:5:6, [2001:db8:1:2:3:4:5:6]:22",
    "0:0:0:0:0:0:0:0, [::]:22",
    "0:0:0:0:0:0:0:1, [::1]:22",
    "1:0:0:0:0:0:0:0, [1::]:22",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:22",
    "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:22",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:22",
    "10:0:0:a0:0b:c:d:e, [10::a0:b:c:d:e]:22",
  })
  void writesAnAddressAsPeopleDo(String address, String written) throws Exception {
    InetSocketAddress endpoint = new InetSocketAddress(InetAddress.getByName(address), 22);

    assertThat(AddressText.of(endpoint)).isEqualTo(written);
  }

  @Test
  void keepsTheZone() throws Exception {
    byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
    InetAddress scoped = Inet6Address.getByAddress(null, linkLocal, 3);

    assertThat(AddressText.of(new InetSocketAddress(scoped, 22))).isEqualTo("[fe80::1%3]:22");
  }

  @Test
  void doesNotResolveAName() {
    InetSocketAddress named = InetSocketAddress.createUnresolved("git.example.org", 22);

    assertThat(AddressText.of(named)).isEqualTo("git.example.org:22");
  }
}
