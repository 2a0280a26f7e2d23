package dev.sshpulse.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;

/**
 * Where the JVM enters: as an agent at start, as an agent in a running JVM, or as a program.
 *
 * <p>Compiled for Java 8, so that an older JVM gets a line instead of a crash. As an agent it never
 * throws, and what it does when something fails needs no permission; only {@code fail-on-error}
 * stops a JVM's start.
 */
public final class AgentMain {
  private static final int OLDEST_JAVA = 17;

  private AgentMain() {}

  /** {@code -javaagent:sshpulse.jar=arguments}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    String refusal = attach(arguments, instrumentation, true);
    if (refusal != null) {
      // The JVM prints the reason and ends: somebody asked for this with fail-on-error.
      throw new IllegalStateException(refusal);
    }
  }

  /** Attached to a running JVM, which is never stopped. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation, false);
  }

  /** {@code java -jar sshpulse.jar}. */
  public static void main(String[] arguments) throws Throwable {
    if (isTooOld(System.getProperty("java.specification.version"))) {
      System.err.println(tooOld(System.getProperty("java.specification.version")));
      System.exit(1);
    }
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws Throwable {
    IsolatedLoader loader = open();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Class<?> program = Class.forName("dev.sshpulse.cli.Main", true, loader);
      return (Integer)
          program
              .getMethod("run", String[].class, File.class)
              .invoke(null, arguments, new File(location().toURI()));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static String attach(String arguments, Instrumentation instrumentation, boolean atStart) {
    try {
      String java = System.getProperty("java.specification.version");
      if (isTooOld(java)) {
        System.err.println(tooOld(java));
        return null;
      }
      if (isTool(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command"))) {
        return null;
      }
      return start(arguments, instrumentation, atStart);
    } catch (SecurityException e) {
      complain(
          "a security manager is in the way; grant codeBase \"file:<path of sshpulse.jar>\""
              + " { permission java.security.AllPermission; };");
    } catch (Throwable t) {
      complain(String.valueOf(t));
    }
    return null;
  }

  private static String start(String arguments, Instrumentation instrumentation, boolean atStart)
      throws Throwable {
    try {
      Class<?> agent = Class.forName("dev.sshpulse.runtime.Agent", true, open());
      return (String)
          agent
              .getMethod("start", String.class, Instrumentation.class, boolean.class)
              .invoke(null, arguments, instrumentation, atStart);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void complain(String reason) {
    try {
      System.err.println("sshpulse: not attached: " + reason);
    } catch (Throwable t) {
      // Nobody is left to tell, and the application must start.
    }
  }

  /**
   * Whether a {@code java.specification.version}, such as 1.8 or 17, is one that this cannot run
   * on.
   */
  static boolean isTooOld(String version) {
    try {
      return version.startsWith("1.") || Integer.parseInt(version) < OLDEST_JAVA;
    } catch (RuntimeException e) {
      return false; // a version written in a way of the future
    }
  }

  private static String tooOld(String version) {
    return "sshpulse: not attached: Java " + version + " is too old, it needs 17 or newer";
  }

  /**
   * Whether this JVM is keytool, jps, javac or the like, reached through {@code JAVA_TOOL_OPTIONS};
   * a program that the java launcher compiles from source is none.
   */
  static boolean isTool(String mainModule, String command) {
    return mainModule != null
        && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."))
        && (command == null || !command.contains("com.sun.tools.javac.launcher."));
  }

  private static IsolatedLoader open() throws Exception {
    URL location = location();
    return new IsolatedLoader(new File(location.toURI()), location);
  }

  private static URL location() {
    return AgentMain.class.getProtectionDomain().getCodeSource().getLocation();
  }
}
