package dev.sshpulse.diagnosis;

/** Whether the peer had replied to what this side said last. */
public enum Reply {
  /** It has spoken since, or its kernel has acknowledged all. */
  GIVEN,
  /** The kernel here had begun to repeat what the peer did not acknowledge. */
  OWED,
  /** It has not spoken since, and the kernel was not asked in time. */
  UNKNOWN
}
