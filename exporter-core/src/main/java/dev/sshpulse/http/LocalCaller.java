package dev.sshpulse.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * Tells who asks from this very host, and so may see the addresses of connections.
 *
 * <p>To come from loopback is not enough: the end of a port forward, a proxy of a service mesh and
 * a page that a browser was lured to do so, too. They name another host or another port, say for
 * whom they ask, or speak HTTP/1.0, as nginx does unless it is told otherwise; of another origin
 * {@link Callers} knows. What cannot be told from a local caller is a forward from the same port to
 * the same port: whoever may set that up has an account here.
 */
final class LocalCaller {

  private static final int OCTETS = 4;
  private static final int HIGHEST_OCTET = 255;

  private final boolean listensLocally;

  /**
   * Nobody is local where the world may ask.
   *
   * @param listening where the server listens
   */
  LocalCaller(InetAddress listening) {
    this.listensLocally = listening.isLoopbackAddress();
  }

  /**
   * Whether this is a request of somebody on this host.
   *
   * @param from the other end of the connection
   * @param to this end of it
   */
  boolean is(SocketAddress from, SocketAddress to, HttpVersion version, HttpHeaders headers) {
    return listensLocally
        && version.equals(HttpVersion.HTTP_1_1)
        && from instanceof InetSocketAddress caller
        && to instanceof InetSocketAddress here
        && caller.getAddress().isLoopbackAddress()
        && namesThisHost(headers, here.getPort())
        && !isPassedOn(headers);
  }

  private static boolean namesThisHost(HttpHeaders headers, int port) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    return hosts.size() == 1 && isLocal(hosts.get(0), port);
  }

  /** By its text alone: what a name server would say of a name is for a stranger to choose. */
  private static boolean isLocal(String host, int port) {
    String suffix = ":" + port;
    if (!host.endsWith(suffix)) {
      return false;
    }
    String name = host.substring(0, host.length() - suffix.length());
    return name.equalsIgnoreCase("localhost") || name.equals("[::1]") || isLoopback(name);
  }

  /** 127.0.0.0/8, and nothing but digits: {@code 127.0.0.1.example.org} is a name. */
  private static boolean isLoopback(String name) {
    String[] octets = name.split("\\.", -1);
    if (octets.length != OCTETS || !octets[0].equals("127")) {
      return false;
    }
    for (String octet : octets) {
      if (!isOctet(octet)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOctet(String text) {
    int value = 0;
    for (int i = 0; i < text.length() && value <= HIGHEST_OCTET; i++) {
      char c = text.charAt(i);
      value = c < '0' || c > '9' ? HIGHEST_OCTET + 1 : value * 10 + c - '0';
    }
    return !text.isEmpty() && value <= HIGHEST_OCTET;
  }

  private static boolean isPassedOn(HttpHeaders headers) {
    for (String header : headers.names()) {
      if (isOfAProxy(header.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfAProxy(String header) {
    return header.equals("forwarded")
        || header.equals("via")
        || header.equals("x-real-ip")
        || header.equals("x-client-ip")
        || header.equals("true-client-ip")
        || header.startsWith("l5d-")
        || header.startsWith("x-forwarded-")
        || header.startsWith("x-envoy-");
  }
}
