package dev.sshpulse.config;

/**
 * What the kubelet puts into every container of a namespace that has a service whose name begins
 * with {@code sshpulse}: it is nobody's setting. The names are those of Docker's old container
 * links and of {@code SERVICE_HOST} and {@code SERVICE_PORT}; source: kubernetes,
 * pkg/kubelet/envvars.
 */
final class KubernetesVariables {
  private static final String PORT = "_PORT_";

  private KubernetesVariables() {}

  static boolean include(String name, String value) {
    return name.endsWith("_SERVICE_HOST")
        || name.endsWith("_SERVICE_PORT")
        || name.contains("_SERVICE_PORT_")
        || isUrlOfPort(name, value)
        || isPartOfPort(name);
  }

  /** {@code SSHPULSE_PORT=tcp://10.0.0.1:9922}; a bare number there is a user's mistake. */
  private static boolean isUrlOfPort(String name, String value) {
    return name.endsWith("_PORT") && value.contains("://");
  }

  /** {@code SSHPULSE_PORT_9922_TCP} and the same with {@code _ADDR}, {@code _PORT}, … behind. */
  private static boolean isPartOfPort(String name) {
    int port = name.lastIndexOf(PORT);
    if (port < 0) {
      return false;
    }
    String rest = name.substring(port + PORT.length());
    int digits = Values.leadingDigits(rest);
    return digits > 0 && isPartOfProtocol(rest.substring(digits));
  }

  private static boolean isPartOfProtocol(String text) {
    return isPart(text, "_TCP") || isPart(text, "_UDP") || isPart(text, "_SCTP");
  }

  private static boolean isPart(String text, String protocol) {
    return text.equals(protocol)
        || text.equals(protocol + "_ADDR")
        || text.equals(protocol + "_PORT")
        || text.equals(protocol + "_PROTO");
  }
}
