package dev.sshpulse.model;

/** Why a connection ended. A closed set: a new constant is a new series on every dashboard. */
public enum Cause {
  /** Nothing failed before one side closed. */
  CLOSED("closed", false),
  /**
   * Nobody closed it: the garbage collector found it abandoned. Look for a missing close in the
   * application.
   */
  LEAKED("leaked", true),
  /**
   * The peer had closed, and this side wrote on. Look at why the application did not see the end.
   */
  BROKEN_PIPE("broken_pipe", true),
  /**
   * The peer's kernel answered RST: the process died, the host restarted, or a middlebox refused
   * the flow.
   */
  CONNECTION_RESET("connection_reset", true),
  /** This host ended it, for example by {@code ss -K}. */
  CONNECTION_ABORTED("connection_aborted", true),
  /** Nobody answered: the path swallows packets, or the peer vanished. */
  TIMED_OUT("timed_out", true),
  /** ARP or ICMP said that the peer's host is not there. */
  HOST_UNREACHABLE("host_unreachable", true),
  /** There was no route to the peer any more. */
  NETWORK_UNREACHABLE("network_unreachable", true),
  /** An error that is none of these. */
  OTHER("other", true);

  private final String label;
  private final boolean failed;

  Cause(String label, boolean failed) {
    this.label = label;
    this.failed = failed;
  }

  /** The value of the attribute {@code ssh.close.cause}. */
  public String label() {
    return label;
  }

  /** Whether the connection failed, as opposed to having been closed in order. */
  public boolean failed() {
    return failed;
  }

  /** The cause that a connection's first failed call stands for. */
  public static Cause of(SocketError firstFailure) {
    return switch (firstFailure) {
      case BROKEN_PIPE -> BROKEN_PIPE;
      case CONNECTION_RESET -> CONNECTION_RESET;
      case CONNECTION_ABORTED -> CONNECTION_ABORTED;
      case TIMED_OUT -> TIMED_OUT;
      case HOST_UNREACHABLE -> HOST_UNREACHABLE;
      case NETWORK_UNREACHABLE -> NETWORK_UNREACHABLE;
      case CONNECTION_REFUSED, PERMISSION_DENIED, TOO_MANY_OPEN_FILES, OTHER -> OTHER;
    };
  }
}
