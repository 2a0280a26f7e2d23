package dev.sshpulse.model;

/**
 * Whether something can be observed here, as {@code sshpulse_hook_info} shows it.
 *
 * @param library what was to be observed: {@code jdk}, or the name of an SSH library
 * @param version its version
 * @param status what came of it
 * @param reason why not, or what is missing, in words that do not vary between runs; empty when
 *     nothing is
 */
public record HookStatus(String library, String version, Status status, String reason) {

  // By hand, as in Verdict.

  @Override
  public boolean equals(Object other) {
    return other instanceof HookStatus that
        && status == that.status
        && library.equals(that.library)
        && version.equals(that.version)
        && reason.equals(that.reason);
  }

  @Override
  public int hashCode() {
    return 31 * library.hashCode() + version.hashCode();
  }

  /** A closed set: a label. */
  public enum Status {
    /** The hooks are in; what an optional one would tell is named where it is missing. */
    MATCHED("matched"),
    /** Something did not fit, so nothing was woven. */
    REFUSED("refused"),
    /** Switched off by a setting. */
    DISABLED("disabled"),
    /** This way into the kernel passes none of our hooks. */
    UNSEEN("unseen");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The value of the label {@code status}. */
    public String label() {
      return label;
    }
  }
}
