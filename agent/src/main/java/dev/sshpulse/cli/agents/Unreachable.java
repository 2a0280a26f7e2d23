package dev.sshpulse.cli.agents;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why an agent did not answer, and what to do. */
final class Unreachable {
  private Unreachable() {}

  static String because(URI agent, IOException failure) {
    if (failure instanceof SSLException) {
      return tls(agent, failure);
    }
    if (failure instanceof ConnectException) {
      return "nobody listens there; java -jar sshpulse.jar list knows who does";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer within 5 seconds: the process is stopped or very busy, or a firewall drops"
          + " what is sent to it";
    }
    if (failure instanceof UnknownHostException) {
      return "no such host: " + agent.getHost();
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to " + agent.getHost();
    }
    return "no HTTP that can be read ("
        + failure.getMessage()
        + ")"
        + (agent.getScheme().equals("http") ? "; perhaps it wants https://" : "");
  }

  private static String tls(URI agent, IOException failure) {
    if (has(failure, CertificateExpiredException.class)) {
      return "its certificate has expired: give it a new one in http.web-config";
    }
    if (has(failure, CertPathBuilderException.class)) {
      return "nobody whom this JVM trusts has signed its certificate: give --ca FILE";
    }
    CertificateException certificate = cause(failure, CertificateException.class);
    if (certificate != null) {
      return "its certificate is not one for " + agent.getHost() + ": " + certificate.getMessage();
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("certificate_required") || message.contains("bad_certificate")) {
      return "wants a certificate of its clients, of somebody in its client_ca_file: give such a one"
          + " as --cert FILE and --key FILE";
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return "speaks no TLS: say http://" + agent.getAuthority();
    }
    return "TLS fails: " + message;
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return cause(failure, type) != null;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
