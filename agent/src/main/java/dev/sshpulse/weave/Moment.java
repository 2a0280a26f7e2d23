package dev.sshpulse.weave;

/** When in a method the woven call happens. */
public enum Moment {
  /** First thing. */
  ENTER,
  /** With the result, before it is returned. */
  RETURN,
  /** With the throwable, before it leaves the method; only on audited methods. */
  THROW,
  /** Instead of a static method that the method calls; the stand-in has the same descriptor. */
  INSTEAD
}
