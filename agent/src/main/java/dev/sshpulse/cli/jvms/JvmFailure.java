package dev.sshpulse.cli.jvms;

import java.util.stream.Collectors;

/** Nothing can be done with a JVM; the message says why, and what to do. */
public final class JvmFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, as a script sees it. */
  public enum Reason {
    /** The agent did not come up, or not go. */
    FAILED(1),
    /** There is no such JVM. */
    NOT_FOUND(3),
    /** There are several, and one is wanted. */
    SEVERAL(4),
    /** The operating system does not let this user. */
    NOT_PERMITTED(5),
    /** The JVM lets nobody in. */
    NOT_ATTACHABLE(6),
    /** The agent was loaded, and stepped aside. */
    REFUSED(7);

    private final int exitCode;

    Reason(int exitCode) {
      this.exitCode = exitCode;
    }

    /** Of the command that fails for it. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Reason reason;

  /** A failure; of what a JVM wrote into its message, nothing but a line feed steers a terminal. */
  public JvmFailure(Reason reason, String message) {
    super(message.lines().map(Jvm::harmless).collect(Collectors.joining("\n")));
    this.reason = reason;
  }

  /** Of the command. */
  public int exitCode() {
    return reason.exitCode;
  }
}
