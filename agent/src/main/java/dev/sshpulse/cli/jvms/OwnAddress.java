package dev.sshpulse.cli.jvms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Whether a URL is one of this host, without asking any name server. */
final class OwnAddress {
  private OwnAddress() {}

  static boolean isOf(String url) {
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getUserInfo() == null && isOwn(uri.getHost());
    } catch (URISyntaxException | IOException e) {
      return false;
    }
  }

  private static boolean isOwn(@Nullable String host) throws IOException {
    if (host == null || !(host.matches("[0-9.]+") || host.startsWith("["))) {
      return "localhost".equals(host);
    }
    InetAddress address = InetAddress.getByName(host);
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || NetworkInterface.getByInetAddress(address) != null;
  }
}
