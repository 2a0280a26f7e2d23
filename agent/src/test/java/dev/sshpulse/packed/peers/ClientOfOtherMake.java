package dev.sshpulse.packed.peers;

import static dev.sshpulse.packed.peers.Scenario.CLIENT_REKEYS;
import static dev.sshpulse.packed.peers.Scenario.LOCAL_FORWARD;
import static dev.sshpulse.packed.peers.Scenario.REMOTE_FORWARD;
import static dev.sshpulse.packed.peers.Scenario.SCP;
import static dev.sshpulse.packed.peers.Scenario.SFTP;

import java.util.Map;

/** The SSH clients that our server is tried with, and what each of them cannot do. */
enum ClientOfOtherMake {
  OPENSSH(
      new OpenSsh(),
      Habits.offended("SSH-2.0-OpenSSH_…", true),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME)),
  PUTTY(
      new Putty(),
      Habits.silent("SSH-2.0-PuTTY_Release_…", true),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME)),
  DROPBEAR(
      new Dropbear(),
      Habits.silent("SSH-2.0-dropbear_…", true),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SFTP, Reasons.NO_FILES, SCP, Reasons.NO_FILES)),
  PARAMIKO(
      OwnProgram.python("paramiko_client.py"),
      Habits.silent("SSH-2.0-paramiko_…", false),
      Map.of(SCP, Reasons.NO_SCP)),
  ASYNCSSH(
      OwnProgram.python("asyncssh_client.py"),
      Habits.offended("SSH-2.0-AsyncSSH_…", true),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SCP, Reasons.NO_SCP)),
  LIBSSH(
      OwnProgram.built("libssh_client"),
      new Habits("SSH-2.0-libssh_…", false, null, 11),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SCP, Reasons.NO_SCP)),
  GO(
      OwnProgram.built("go_client"),
      Habits.silent("SSH-2.0-Go", true),
      Map.of(CLIENT_REKEYS, Reasons.BY_VOLUME, SFTP, Reasons.NO_FILES, SCP, Reasons.NO_FILES));

  private static final int BY_APPLICATION = 11; // RFC 4253, section 11.1

  final Client program;

  final Habits habits;

  /** Why, by what it cannot do. */
  final Map<Scenario, String> cannot;

  ClientOfOtherMake(Client program, Habits habits, Map<Scenario, String> cannot) {
    this.program = program;
    this.habits = habits;
    this.cannot = cannot;
  }

  /** The code that it leaves with when all is done; null if it just leaves. */
  Integer goodbye(Scenario scenario) {
    if (this == OPENSSH && scenario == LOCAL_FORWARD) {
      return null; // with -W it ends when its input does
    }
    if (this == LIBSSH && scenario == REMOTE_FORWARD) {
      return BY_APPLICATION;
    }
    return habits.goodbye();
  }

  /** Whether it tries the same wrong secret again and again. */
  boolean triesUntilItIsCutOff(Scenario scenario) {
    return this == DROPBEAR && scenario.method != Method.PUBLIC_KEY;
  }

  /** Whether it begins keyboard-interactive once more, and leaves when it is asked again. */
  boolean asksAgain() {
    return this == PUTTY || this == ASYNCSSH;
  }

  private static final class Reasons {
    static final String BY_VOLUME = "asks for new keys by volume or time only";
    static final String NO_FILES = "has no file transfer of its own";
    static final String NO_SCP = "speaks scp through somebody else's code, if at all";
  }
}
