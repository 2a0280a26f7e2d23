package dev.sshpulse.cli.agents;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** TLS by PEM files, which the JDK cannot read and Netty can. */
final class Trust {
  private Trust() {}

  static SSLSocketFactory sockets(
      @Nullable File authority, @Nullable File certificate, @Nullable File key)
      throws AgentFailure {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    if ((certificate == null) != (key == null)) {
      throw new AgentFailure("--cert and --key belong together: give both, or neither");
    }
    try {
      if (authority != null) {
        builder.trustManager(readable(authority));
      }
      if (certificate != null && key != null) {
        builder.keyManager(readable(certificate), readable(key));
      }
      return ((JdkSslContext) builder.build()).context().getSocketFactory();
    } catch (IllegalArgumentException | SSLException e) {
      throw new AgentFailure(
          "no PEM that can be used in "
              + named(authority, certificate, key)
              + ": "
              + e.getMessage());
    }
  }

  private static File readable(File file) throws AgentFailure {
    if (!file.canRead()) {
      throw new AgentFailure(
          file + (file.exists() ? " cannot be read: you have no right to" : " does not exist"));
    }
    return file;
  }

  private static String named(@Nullable File... files) {
    StringBuilder names = new StringBuilder();
    for (File file : files) {
      if (file != null) {
        names.append(names.isEmpty() ? "" : ", ").append(file);
      }
    }
    return names.toString();
  }
}
