package dev.sshpulse.probe;

import java.util.Set;
import java.util.TreeSet;

/** Prints what an attached agent would leave in this JVM. */
public final class AgentTraces {

  private AgentTraces() {}

  public static void main(String[] arguments) {
    Set<String> threads = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("sshpulse")) {
        threads.add(thread.getName());
      }
    }
    System.out.println("bridge " + isDefined("java.lang.SshpulseBridge") + ", threads " + threads);
  }

  private static boolean isDefined(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
