package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

  private final HttpRequest request =
      new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/api/v1/connections");

  private boolean user;
  private String scheme = "http";
  private String listening = "127.0.0.1";

  @Test
  void showsAddressesToWhoeverIsHere() throws Exception {
    request.headers().set("Host", "localhost:9922");

    assertThat(caller("127.0.0.1")).isEqualTo(Caller.LOCAL);
    assertThat(Caller.LOCAL.seesAddresses()).isTrue();
  }

  /** Such as {@code ssh -L 8080:localhost:9922}: the other end is loopback here too. */
  @ParameterizedTest
  @CsvSource({"false, STRANGER", "true, USER"})
  void showsThroughAPortForwardWhatIsForAUserToUsersAlone(boolean named, Caller expected)
      throws Exception {
    request.headers().set("Host", "localhost:8080");
    user = named;

    assertThat(caller("127.0.0.1")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"false, STRANGER", "true, USER"})
  void showsThroughAProxyOfAMeshWhatIsForAUserToUsersAlone(boolean named, Caller expected)
      throws Exception {
    request.headers().set("Host", "127.0.0.1:9922").set("x-envoy-peer-metadata-id", "router");
    user = named;

    assertThat(caller("127.0.0.1")).isEqualTo(expected);
  }

  /** A name of the attacker's that by now means 127.0.0.1. */
  @ParameterizedTest
  @CsvSource({"false, STRANGER", "true, USER"})
  void showsUnderAReboundNameWhatIsForAUserToUsersAlone(boolean named, Caller expected)
      throws Exception {
    request.headers().set("Host", "rebound.example.org:9922");
    user = named;

    assertThat(caller("127.0.0.1")).isEqualTo(expected);
  }

  /** The browser adds what its user has typed for this server, whichever page asks. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsAForeignPageNothingWhoeverSitsBeforeIt(boolean named) throws Exception {
    request.headers().set("Host", "localhost:9922").set("Origin", "https://example.org");
    user = named;

    assertThat(caller("127.0.0.1")).isEqualTo(Caller.STRANGER);
  }

  @ParameterizedTest
  @CsvSource({"false, STRANGER", "true, USER"})
  void showsAnotherHostWhatIsForAUserToUsersAlone(boolean named, Caller expected) throws Exception {
    request.headers().set("Host", "app.example.org:9922");
    listening = "0.0.0.0";
    user = named;

    assertThat(caller("192.0.2.7")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http, localhost:9922, http://localhost:9922, LOCAL",
    "http, localhost:9922, HTTP://LOCALHOST:9922, LOCAL",
    "http, localhost:9922, http://example.org, STRANGER",
    "http, localhost:9922, https://localhost:9922, STRANGER",
    "http, localhost:9922, http://localhost:3000, STRANGER",
    "http, localhost:9922, http://127.0.0.1:9922, STRANGER",
    "http, localhost:9922, null, STRANGER",
    "http, localhost:9922, '', STRANGER",
    "https, localhost:9922, https://localhost:9922, LOCAL",
    "https, localhost:9922, http://localhost:9922, STRANGER",
  })
  void knowsAPageOfTheSameOrigin(String spoken, String host, String origin, Caller expected)
      throws Exception {
    request.headers().set("Host", host).set("Origin", origin);
    scheme = spoken;

    assertThat(caller("127.0.0.1")).isEqualTo(expected);
  }

  @Test
  void trustsNobodyOfTwoOrigins() throws Exception {
    request
        .headers()
        .set("Host", "localhost:9922")
        .add("Origin", "http://localhost:9922")
        .add("Origin", "http://localhost:9922");

    assertThat(caller("127.0.0.1")).isEqualTo(Caller.STRANGER);
  }

  private Caller caller(String from) throws UnknownHostException {
    SocketAddress remote = new InetSocketAddress(InetAddress.getByName(from), 40_000);
    SocketAddress local = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 9922);
    EmbeddedChannel channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return isActive() ? remote : null;
          }

          @Override
          protected SocketAddress localAddress0() {
            return isActive() ? local : null;
          }
        };
    channel.attr(Callers.USER).set(user);
    return new Callers(InetAddress.getByName(listening), scheme).of(channel, request);
  }
}
