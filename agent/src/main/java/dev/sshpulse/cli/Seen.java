package dev.sshpulse.cli;

/** What the demo's own programs notice of what is done to them: the truth the agent is held to. */
enum Seen {
  /** A client has read the server's identification. */
  CLIENT_OPENED,
  /** The server has read a client's identification. */
  SERVER_OPENED,
  /** A client's connection is over, whatever the reason. */
  CLIENT_ENDED,
  /** A connection of the server is over. */
  SERVER_ENDED,
  /** The server has heard that a client is done with a command: neither has more to say. */
  SERVER_COMMAND_ENDED,
  /** A client's read threw "Connection reset". */
  CONNECTION_RESET,
  /** A client's write threw "Broken pipe". */
  BROKEN_PIPE,
  /** A client's connection died of writes after its peer had hung up. */
  HUNG_UP,
  /** A client's connect threw "Connection refused". */
  REFUSED
}
