package dev.sshpulse.agent;

import java.io.Closeable;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Where the JVM enters: as an agent at start, as an agent in a running JVM, or as a program.
 *
 * <p>Compiled for Java 8, so that an older JVM gets a line instead of a crash. As an agent it never
 * throws, and what it does when something fails needs no permission; only {@code fail-on-error}
 * stops a JVM's start.
 */
public final class AgentMain {
  private static final int OLDEST_JAVA = 17;
  private static final String REFUSAL = "dev.sshpulse.refusal";

  /** Leaves this JVM, and answers what is left; all that is held here of an agent. */
  private static Callable<String> running;

  private static String refusal;

  private AgentMain() {}

  /** {@code -javaagent:sshpulse.jar=arguments}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    RuntimeException stop = attach(arguments, instrumentation, true, null);
    if (stop != null) {
      // The JVM prints the reason and ends: somebody asked for this with fail-on-error.
      throw stop;
    }
  }

  /**
   * Attached to a running JVM, which is never stopped. The commands {@code attach} and {@code
   * detach} say more than settings: {@code @attach <number> <jar> <settings>} and {@code @detach
   * <number>}. The jar is told, for this class is of the first one that ever came into this JVM.
   */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    try {
      if (arguments == null || !arguments.startsWith("@")) {
        attach(arguments, instrumentation, false, null);
      } else {
        command(arguments.split(" ", 4), instrumentation);
      }
    } catch (Throwable t) {
      refused(String.valueOf(t)); // the JVM would print a stack trace of it
    }
  }

  private static void command(String[] words, Instrumentation instrumentation) {
    if (words.length < 2) {
      refused(words[0] + " has no number; commands are given by java -jar sshpulse.jar");
      return;
    }
    refusal = null;
    if (words[0].equals("@attach") && words.length == 4) {
      attach(words[3], instrumentation, false, words[2]);
    } else if (words[0].equals("@detach")) {
      detach();
    } else {
      refusal = "this release does not know the command " + words[0];
    }
    answer(words[1]);
  }

  /** {@code java -jar sshpulse.jar}. */
  public static void main(String[] arguments) throws Throwable {
    String java = System.getProperty("java.specification.version");
    if (isTooOld(java)) {
      System.err.println("sshpulse: " + tooOld(java));
      System.exit(1);
    }
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws Throwable {
    IsolatedLoader loader = open(location());
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

  private static synchronized RuntimeException attach(
      String arguments, Instrumentation instrumentation, boolean atStart, String jar) {
    try {
      String java = System.getProperty("java.specification.version");
      if (isTooOld(java)) {
        refused(tooOld(java));
      } else if (isTool(
          System.getProperty("jdk.module.main"), System.getProperty("sun.java.command"))) {
        refusal = "a tool of the JDK runs in this JVM"; // nobody asked for a line
      } else {
        return start(arguments, instrumentation, atStart, jar);
      }
    } catch (SecurityException e) {
      refused(
          "a security manager is in the way; grant codeBase \"file:<path of sshpulse.jar>\""
              + " { permission java.security.AllPermission; };");
    } catch (Throwable t) {
      refused(String.valueOf(t));
    }
    return null;
  }

  /**
   * Starts the agent out of a jar.
   *
   * @param jar its URL; null is the jar of this class
   * @return by what the JVM's start is to be stopped; null almost always
   */
  @SuppressWarnings("unchecked") // it is what Agent.start promises
  private static RuntimeException start(
      String arguments, Instrumentation instrumentation, boolean atStart, String jar)
      throws Throwable {
    IsolatedLoader loader = open(jar == null ? location() : new URL(jar));
    Object outcome = null;
    try {
      outcome =
          Class.forName("dev.sshpulse.runtime.Agent", true, loader)
              .getMethod("start", String.class, Instrumentation.class, boolean.class)
              .invoke(null, arguments, instrumentation, atStart);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      if (outcome instanceof Callable) {
        running = (Callable<String>) outcome;
      } else {
        loader.close();
      }
    }
    if (outcome instanceof String) {
      refused((String) outcome);
    } else if (outcome == null) {
      refusal = "it is switched off: enabled=false"; // of which nobody wants a line
    }
    return outcome instanceof RuntimeException ? (RuntimeException) outcome : null;
  }

  private static synchronized void detach() {
    try {
      if (running == null) {
        refusal = "it is not attached";
        return;
      }
      refusal = leave(running);
      Closeable loader = (Closeable) running.getClass().getClassLoader();
      running = null;
      loader.close();
    } catch (ExecutionException e) {
      refusal = e.getCause().getMessage();
    } catch (Throwable t) {
      refusal = String.valueOf(t);
    }
  }

  /**
   * On a thread that ends: what libraries keep with their thread would keep us on the JVM's, which
   * does not.
   */
  private static String leave(Callable<String> agent) throws Exception {
    FutureTask<String> leaving = new FutureTask<String>(agent);
    Thread thread = new Thread(leaving, "sshpulse-detach");
    thread.setDaemon(true);
    thread.start();
    return leaving.get();
  }

  /** For the command, which reads it; where nothing was wrong nothing is left. */
  private static void answer(String number) {
    try {
      if (refusal == null) {
        System.clearProperty(REFUSAL);
      } else {
        System.setProperty(REFUSAL, number + " " + refusal);
      }
    } catch (SecurityException e) {
      complain(refusal);
    }
  }

  private static void refused(String reason) {
    refusal = reason;
    complain(reason);
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

  static String tooOld(String version) {
    return "Java " + version + " is too old, it needs " + OLDEST_JAVA + " or newer";
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

  private static IsolatedLoader open(URL jar) throws Exception {
    return new IsolatedLoader(new File(jar.toURI()), jar);
  }

  private static URL location() {
    return AgentMain.class.getProtectionDomain().getCodeSource().getLocation();
  }
}
