package dev.sshpulse.packed.peers;

/** What a client is asked to do once it is logged in. */
enum Action {
  /** Argument: a command. */
  EXEC,
  /** Argument: lines for the shell, parted by {@code ;}. */
  SHELL,
  /** Argument: a file; goes there as {@code <file>.put}, and comes back as {@code <file>.got}. */
  SFTP,
  /** The old protocol of scp. Argument: a file; goes there as {@code <file>.put}. */
  SCP,
  /** Argument: a port of the server's side, to which {@code hello} is sent. */
  DIRECT,
  /** Argument: a port of this side, which the server's command {@code through} shall reach. */
  REMOTE,
  /** New keys that the client asks for, then as {@link #EXEC}. */
  REKEY
}
