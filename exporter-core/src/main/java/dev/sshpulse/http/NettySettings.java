package dev.sshpulse.http;

import java.util.ArrayList;
import java.util.List;

/**
 * System properties that Netty reads once, while its classes are initialised. They are withdrawn
 * when that is over: the properties of a JVM are the application's. What the user has set stays.
 */
final class NettySettings {

  private static final String[][] SETTINGS = {
    // The default allocators cost 6 MiB and initialise Flight Recorder in the host.
    {"io.netty.allocator.type", "unpooled"},
    {"io.netty.jfr.enabled", "false"},
    {"io.netty.leakDetection.level", "disabled"},
    // Names of channels need no MAC address and no process id; looking for them is slow.
    {"io.netty.machineId", "00:00:00:00:00:00:00:01"},
    {"io.netty.processId", "1"},
    // Writes into the JDK's selectors with sun.misc.Unsafe: not in somebody else's JVM.
    {"io.netty.noKeySetOptimization", "true"},
  };

  private final List<String> set = new ArrayList<>();

  /** Call before anything of Netty is touched. */
  void apply() {
    for (String[] setting : SETTINGS) {
      if (System.getProperty(setting[0]) == null) {
        System.setProperty(setting[0], setting[1]);
        set.add(setting[0]);
      }
    }
  }

  void withdraw() {
    for (String name : set) {
      System.clearProperty(name);
    }
  }
}
