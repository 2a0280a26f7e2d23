package dev.sshpulse.diagnosis;

/** Whether the peer had answered what this side said last. */
public enum Answer {
  /** It has spoken since, or its kernel has acknowledged all. */
  GIVEN,
  /** The kernel here knew of bytes that the peer had not acknowledged. */
  OWED,
  /** It has not spoken since, and the kernel was not asked in time. */
  UNKNOWN
}
