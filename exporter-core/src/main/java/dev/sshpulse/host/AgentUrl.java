package dev.sshpulse.host;

import dev.sshpulse.model.AddressLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where an agent is said to be: {@code http://127.0.0.1:9922}. */
public final class AgentUrl {
  private static final int STANDARD_PORT = 9922;
  private static final int HIGHEST_PORT = 65_535;

  private AgentUrl() {}

  /**
   * The address that it names.
   *
   * @throws IllegalArgumentException if it is no {@code http} URL of a loopback address; the
   *     message says what is expected. An agent shows addresses to nobody else
   */
  public static InetSocketAddress parse(String url) {
    URI uri = uri(url);
    InetAddress host = uri.getHost() == null ? null : host(uri.getHost());
    int port = uri.getPort() < 0 ? STANDARD_PORT : uri.getPort();
    boolean onlyAddress =
        (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
            && uri.getRawQuery() == null
            && uri.getRawUserInfo() == null;
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || host == null
        || !host.isLoopbackAddress()
        || port == 0
        || port > HIGHEST_PORT
        || !onlyAddress) {
      throw expected(url);
    }
    return new InetSocketAddress(host, port);
  }

  private static URI uri(String url) {
    try {
      URI uri = new URI(url.strip());
      if (!uri.isOpaque()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw expected(url);
  }

  private static @Nullable InetAddress host(String host) {
    return host.equalsIgnoreCase("localhost")
        ? AddressLiteral.address("127.0.0.1")
        : AddressLiteral.address(host);
  }

  private static IllegalArgumentException expected(String url) {
    return new IllegalArgumentException(
        "'"
            + url
            + "' is no address of an agent on this host: http://127.0.0.1:9922 is expected, or"
            + " another port or loopback address; an agent with TLS or users cannot be asked, and"
            + " off asks none");
  }
}
