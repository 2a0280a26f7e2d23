package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TcpAddressesTest {

  @Test
  void isTheSameForIpv4AndForIpv4MappedIntoIpv6() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 10};
    InetSocketAddress ipv6 = new InetSocketAddress(Inet6Address.getByAddress("", mapped, 0), 4000);
    InetSocketAddress ipv4 = new InetSocketAddress("192.0.2.10", 4000);

    TcpAddresses key = TcpAddresses.of(ipv6, ipv4);

    assertThat(key)
        .isEqualTo(TcpAddresses.of(ipv4, ipv6))
        .hasSameHashCodeAs(TcpAddresses.of(ipv4, ipv6));
  }

  @Test
  void differsInEveryPart() {
    Set<TcpAddresses> keys = new HashSet<>();

    keys.add(Ends.key("2001:db8::1", 40000, "2001:db8::2", 22));
    keys.add(Ends.key("2001:db8::2", 22, "2001:db8::1", 40000));
    keys.add(Ends.key("2001:db8::1", 22, "2001:db8::2", 40000));
    keys.add(Ends.key("2001:db8::1", 40001, "2001:db8::2", 22));
    keys.add(Ends.key("2001:db8::1", 40000, "2001:db8::2", 23));
    keys.add(Ends.key("2001:db8::3", 40000, "2001:db8::2", 22));
    keys.add(Ends.key("2001:db9::1", 40000, "2001:db8::2", 22));
    keys.add(Ends.key("2001:db8::1", 40000, "2001:db8::3", 22));
    keys.add(Ends.key("2001:db8::1", 40000, "2001:db9::2", 22));

    assertThat(keys).hasSize(9);
  }

  @Test
  void keepsPortsUpToTheHighest() {
    TcpAddresses key = Ends.key("192.0.2.10", 65535, "198.51.100.7", 65534);

    assertThat(key.localPort()).isEqualTo(65535);
    assertThat(key.peerPort()).isEqualTo(65534);
  }

  @Test
  void refusesANameWithoutAnAddress() {
    InetSocketAddress named = InetSocketAddress.createUnresolved("host.example", 22);

    assertThatThrownBy(() -> TcpAddresses.of(named, named))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not resolved to an address: host.example");
  }
}
