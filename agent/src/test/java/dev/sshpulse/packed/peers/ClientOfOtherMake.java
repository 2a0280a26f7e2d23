package dev.sshpulse.packed.peers;

import static dev.sshpulse.packed.peers.Scenario.CLIENT_REKEYS;
import static dev.sshpulse.packed.peers.Scenario.SCP;
import static dev.sshpulse.packed.peers.Scenario.SFTP;

import java.util.Map;

/** The SSH clients that our server is tried with, and what each of them cannot do. */
enum ClientOfOtherMake {
  OPENSSH(new OpenSsh(), Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME)),
  PUTTY(new Putty(), Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME)),
  DROPBEAR(
      new Dropbear(),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SFTP, Reasons.NO_FILES, SCP, Reasons.NO_FILES)),
  PARAMIKO(OwnProgram.python("paramiko_client.py"), Map.of(SCP, Reasons.NO_SCP)),
  ASYNCSSH(
      OwnProgram.python("asyncssh_client.py"),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SCP, Reasons.NO_SCP)),
  LIBSSH(
      OwnProgram.built("libssh_client"),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SCP, Reasons.NO_SCP)),
  GO(
      OwnProgram.built("go_client"),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SFTP, Reasons.NO_FILES, SCP, Reasons.NO_FILES));

  final Client program;

  /** Why, by what it cannot do. */
  final Map<Scenario, String> cannot;

  ClientOfOtherMake(Client program, Map<Scenario, String> cannot) {
    this.program = program;
    this.cannot = cannot;
  }

  private static final class Reasons {
    static final String BY_VOLUME = "asks for new keys by volume or time only";
    static final String NO_FILES = "has no file transfer of its own";
    static final String NO_SCP = "speaks scp through somebody else's code, if at all";
  }
}
