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
    // Asks JMX for the JVM's arguments on Java 25, and JMX may belong to an application server.
    {"io.netty.ignoreMaxDirectMemorySize", "true"},
  };

  /** From here on the JVM prints a warning about sun.misc.Unsafe (JEP 498). */
  private static final int JAVA_THAT_WARNS_OF_UNSAFE = 24;

  private final List<String> set = new ArrayList<>();

  /** Call before anything of Netty is touched. */
  void apply() {
    for (String[] setting : SETTINGS) {
      apply(setting[0], setting[1]);
    }
    if (Runtime.version().feature() >= JAVA_THAT_WARNS_OF_UNSAFE) {
      apply("io.netty.noUnsafe", "true");
    }
  }

  private void apply(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
      set.add(name);
    }
  }

  void withdraw() {
    for (String name : set) {
      System.clearProperty(name);
    }
  }
}
