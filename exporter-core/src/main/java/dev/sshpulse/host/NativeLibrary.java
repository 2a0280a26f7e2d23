package dev.sshpulse.host;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native half of JNA. What JNA would do by itself is unpack it below the home directory,
 * which a container may not have.
 *
 * <p>Nothing of JNA may be touched before this.
 */
final class NativeLibrary {
  static final String FILE = "libjnidispatch.so";

  private static final String BESIDE = "jna.boot.library.path";
  private static final String UNPACK_TO = "jna.tmpdir";

  private NativeLibrary() {}

  /**
   * Loads it: a file {@value #FILE} that lies ready, or else the one in the jar, which is unpacked
   * to {@code java.io.tmpdir} for that.
   *
   * @param directory where it may lie ready
   * @throws IOException if neither can be used
   */
  static void load(@Nullable File directory) throws IOException {
    setUnlessSet(UNPACK_TO, System.getProperty("java.io.tmpdir"));
    if (directory != null && new File(directory, FILE).isFile()) {
      setUnlessSet(BESIDE, directory.getPath());
    }
    try {
      check(Native.VERSION_NATIVE);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Error e) { // JNA throws UnsatisfiedLinkError, Error, and the JVM what follows of them
      throw new IOException(refusal(directory, e), e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** By then it has been loaded. */
  private static void check(String version) throws IOException {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new IOException("sock_diag needs a 64-bit JVM; JNA " + version + " is of another");
    }
  }

  private static String refusal(@Nullable File directory, Error reason) {
    return "no native library: put "
        + FILE
        + " into "
        + (directory == null ? "the directory of sshpulse.jar" : directory)
        + ", or let -Djna.tmpdir name a directory that can be written and executed from ("
        + firstLine(reason)
        + ")";
  }

  private static String firstLine(Error reason) {
    String text = reason.getMessage() == null ? reason.toString() : reason.getMessage().strip();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
