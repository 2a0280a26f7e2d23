package dev.sshpulse.model;

/** Why the kernel refused a socket call, by errno(3). A metric label: the set is closed. */
public enum SocketError {
  /** EPIPE: a write on a connection that is already dead; nearly always the second symptom. */
  BROKEN_PIPE("broken_pipe"),
  /** ECONNRESET: the peer or a middlebox answered RST. */
  CONNECTION_RESET("connection_reset"),
  /** ECONNABORTED: this host ended the connection, or the peer left before accept. */
  CONNECTION_ABORTED("connection_aborted"),
  /** ECONNREFUSED: nobody listens there. */
  CONNECTION_REFUSED("connection_refused"),
  /** ETIMEDOUT: nobody answered; also a connect that ran into the caller's own limit. */
  TIMED_OUT("timed_out"),
  /** EHOSTUNREACH: ARP or ICMP said that the host is not there. */
  HOST_UNREACHABLE("host_unreachable"),
  /** ENETUNREACH: no route. */
  NETWORK_UNREACHABLE("network_unreachable"),
  /** EACCES or EPERM: a prohibited route, a firewall on this host, or a privileged port. */
  PERMISSION_DENIED("permission_denied"),
  /** EMFILE or ENFILE: no descriptor left. */
  TOO_MANY_OPEN_FILES("too_many_open_files"),
  /** Any other errno, or a text that no known catalogue holds. */
  OTHER("other");

  private final String label;

  SocketError(String label) {
    this.label = label;
  }

  /** The value of the label {@code error}. */
  public String label() {
    return label;
  }

  /** Whether the same call on the same socket is worth another try. */
  public Retry sameSocket() {
    return this == TOO_MANY_OPEN_FILES ? Retry.LATER : Retry.NEVER;
  }

  /** Whether a new connection is worth a try. */
  public Retry newConnection() {
    return switch (this) {
      case CONNECTION_RESET, CONNECTION_ABORTED -> Retry.NOW;
      case CONNECTION_REFUSED, TIMED_OUT, HOST_UNREACHABLE, NETWORK_UNREACHABLE, OTHER ->
          Retry.LATER;
      case BROKEN_PIPE, PERMISSION_DENIED, TOO_MANY_OPEN_FILES -> Retry.AFTER_A_CHANGE;
    };
  }
}
