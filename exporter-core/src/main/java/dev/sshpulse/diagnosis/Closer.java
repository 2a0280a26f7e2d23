package dev.sshpulse.diagnosis;

/** Who closed a connection's descriptor. */
public enum Closer {
  /** The application. */
  APPLICATION,
  /** The application, on the thread whose read had just run into its own time limit. */
  APPLICATION_TIRED_OF_WAITING,
  /** The garbage collector. */
  COLLECTOR,
  /** Not seen: its number was taken by another socket. */
  UNSEEN
}
