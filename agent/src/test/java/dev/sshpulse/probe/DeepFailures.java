package dev.sshpulse.probe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;

/**
 * Fails its first writes where the stack comes to its end, at every depth from there upwards.
 *
 * <p>Prints what of it reached the application, then fails as many writes as its argument says, and
 * ends with its input.
 */
public final class DeepFailures {
  private static final int TRIES = 400;
  private static final int STACK_BYTES = 512 * 1024;

  private static Socket abandoned;
  private static int tries;
  private static int failed;
  private static Throwable unexpected;

  private DeepFailures() {}

  public static void main(String[] arguments) throws Exception {
    abandoned = BrokenPipes.abandoned();
    abandoned.getOutputStream().write(1); // succeeds, and what follows is a broken pipe
    warm();

    Thread thread = new Thread(null, DeepFailures::down, "deep", STACK_BYTES);
    thread.start();
    thread.join();

    System.out.println("failed " + (failed > 0) + ", unexpected " + unexpected);
    System.in.read();
    System.out.println("later " + BrokenPipes.fail(Integer.parseInt(arguments[0])));
    System.in.read();
  }

  /** What the JDK needs for an exception, and would load near the end of the stack. */
  private static void warm() {
    try {
      Integer.parseInt("");
    } catch (NumberFormatException e) {
      unexpected = new SocketException(new InterruptedIOException("").getMessage());
      unexpected.addSuppressed(new IOException(e.getStackTrace()[0].toString()));
    }
    unexpected = null;
  }

  private static void down() {
    try {
      down();
    } catch (StackOverflowError e) {
      // from here on upwards
    }
    if (tries < TRIES) {
      tries++;
      write();
    }
  }

  private static void write() {
    try {
      abandoned.getOutputStream().write(1);
    } catch (StackOverflowError e) {
      // no frame left for a write: the same without an agent
    } catch (SocketException e) {
      failed++;
    } catch (Throwable t) {
      unexpected = t;
    }
  }
}
