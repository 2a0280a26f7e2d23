package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.local.LocalAddress;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalCallerTest {

  private final HttpHeaders headers = new DefaultHttpHeaders();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9922",
        "LocalHost:9922",
        "127.0.0.1:9922",
        "127.255.3.2:9922",
        "[::1]:9922",
      })
  void isOneWhoNamesThisHost(String host) throws Exception {
    headers.set("Host", host);

    assertThat(isLocal("127.0.0.1")).isTrue();
    assertThat(isLocal("127.4.0.1")).isTrue();
    assertThat(isLocal("::1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":9922",
        "rebound.example.org:9922",
        "127.0.0.1.example.org:9922",
        "127.example.org:9922",
        "127.0.0:9922",
        "127.0.0.256:9922",
        "127.0.0.4294967297:9922",
        "127.0.0.:9922",
        "127.0.0.+1:9922",
        "127.0.0.1.:9922",
        "10.127.0.1:9922",
        "localhost.example.org:9922",
        "localhost.:9922",
        "localhost@example.org:9922",
        "example.org@localhost:9922",
        "::1:9922",
        "[::2]:9922",
        "[::1].example.org:9922",
        "[::1:9922",
        "localhost:9922:9922",
      })
  void isNobodyWhoNamesAnother(String host) throws Exception {
    headers.set("Host", host);

    assertThat(isLocal("127.0.0.1")).isFalse();
  }

  /** Such as {@code ssh -L 8080:localhost:9922}, or through one that does not say which it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "[::1]",
        "localhost:8080",
        "127.0.0.1:80",
        "[::1]:99221",
        "localhost:"
      })
  void isNobodyWhoNamesAnotherPort(String host) throws Exception {
    headers.set("Host", host);

    assertThat(isLocal("127.0.0.1")).isFalse();
  }

  @Test
  void isNobodyWhoNamesNoneOrTwo() throws Exception {
    assertThat(isLocal("127.0.0.1")).isFalse();

    headers.add("Host", "localhost").add("Host", "localhost");

    assertThat(isLocal("127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "10.0.0.1", "2001:db8::1"})
  void isNobodyFromElsewhere(String caller) throws Exception {
    headers.set("Host", "localhost:9922");

    assertThat(isLocal(caller)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void isNobodyWhereTheWorldMayAsk(String listening) throws Exception {
    headers.set("Host", "localhost:9922");

    assertThat(isLocal(address("127.0.0.1"), listening)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "::1"})
  void isSomebodyWhereverOnlyThisHostMayAsk(String listening) throws Exception {
    headers.set("Host", "localhost:9922");

    assertThat(isLocal(address("127.0.0.1"), listening)).isTrue();
  }

  @Test
  void isNobodyWhoseAddressIsNotKnown() throws Exception {
    headers.set("Host", "localhost:9922");

    assertThat(isLocal(new LocalAddress("somebody"), "127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "x-forwarded-proto",
        "X-Forwarded-Client-Cert",
        "X-Real-IP",
        "x-envoy-peer-metadata",
        "l5d-client-id",
        "True-Client-IP",
        "X-Client-IP",
      })
  void isNobodyWhomAProxySpeaksFor(String header) throws Exception {
    headers.set("Host", "localhost:9922").set(header, "anything");

    assertThat(isLocal("127.0.0.1")).isFalse();
  }

  /** As nginx does by default: it names this host and port, and says nothing of itself. */
  @Test
  void isNobodyWhoSpeaksAnOldVersion() throws Exception {
    headers.set("Host", "127.0.0.1:9922");
    LocalCaller local = new LocalCaller(InetAddress.getByName("127.0.0.1"));

    boolean old =
        local.is(address("127.0.0.1"), address("127.0.0.1"), HttpVersion.HTTP_1_0, headers);

    assertThat(old).isFalse();
  }

  private boolean isLocal(String caller) throws UnknownHostException {
    return isLocal(address(caller), "127.0.0.1");
  }

  private boolean isLocal(SocketAddress caller, String listening) throws UnknownHostException {
    InetSocketAddress here = address("127.0.0.1");
    return new LocalCaller(InetAddress.getByName(listening))
        .is(caller, here, HttpVersion.HTTP_1_1, headers);
  }

  private static InetSocketAddress address(String text) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(text), 9922);
  }
}
