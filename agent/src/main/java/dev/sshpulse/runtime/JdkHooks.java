package dev.sshpulse.runtime;

import dev.sshpulse.model.HookStatus;

/** What to say about the hooks in the JDK's sockets. */
final class JdkHooks {
  private static final String LIBRARY = "jdk";

  /** Ways into the kernel that pass none of the hooks. */
  private static final String[] UNSEEN = {
    "FileChannel.transferTo and sendUrgentData",
    "datagrams",
    "connections on Netty's native transports, but for calls that fail"
  };

  private JdkHooks() {}

  static HookStatus status(HookStatus.Status status, String reason) {
    return new HookStatus(LIBRARY, System.getProperty("java.version", ""), status, reason);
  }

  static void addUnseen(HookReport hooks) {
    for (String way : UNSEEN) {
      hooks.add(status(HookStatus.Status.UNSEEN, way));
    }
  }
}
