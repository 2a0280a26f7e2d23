package dev.sshpulse.cli.jvms;

/**
 * One thing that could keep us out of a JVM.
 *
 * @param what it is about, in a word or two
 * @param text what was found, and what to do
 * @param reason why a command fails for it; only of one that stops us
 */
public record Check(String what, Verdict verdict, String text, JvmFailure.Reason reason) {

  /** What it comes to. */
  public enum Verdict {
    OK("ok"),
    STOPS_US("stops us"),
    UNKNOWN("cannot be known");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static Check ok(String what, String text) {
    return new Check(what, Verdict.OK, text, JvmFailure.Reason.FAILED);
  }

  static Check unknown(String what, String text) {
    return new Check(what, Verdict.UNKNOWN, text, JvmFailure.Reason.FAILED);
  }

  static Check notPermitted(String what, String text) {
    return new Check(what, Verdict.STOPS_US, text, JvmFailure.Reason.NOT_PERMITTED);
  }

  static Check notAttachable(String what, String text) {
    return new Check(what, Verdict.STOPS_US, text, JvmFailure.Reason.NOT_ATTACHABLE);
  }

  /** Whether nothing can be done. */
  public boolean stopsUs() {
    return verdict == Verdict.STOPS_US;
  }
}
