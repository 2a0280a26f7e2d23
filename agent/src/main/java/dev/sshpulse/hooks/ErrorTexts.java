package dev.sshpulse.hooks;

import dev.sshpulse.model.SocketError;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which errno an exception stands for. The JDK keeps only {@code strerror}'s text, and that speaks
 * the user's language.
 */
public final class ErrorTexts {

  /** glibc's and musl's English; the first of each pair is what a catalogue is searched for. */
  private static final Object[][] ENGLISH = {
    {"Broken pipe", SocketError.BROKEN_PIPE},
    {"Connection reset by peer", SocketError.CONNECTION_RESET},
    {"Software caused connection abort", SocketError.CONNECTION_ABORTED},
    {"Connection aborted", SocketError.CONNECTION_ABORTED},
    {"Connection refused", SocketError.CONNECTION_REFUSED},
    {"Connection timed out", SocketError.TIMED_OUT},
    {"Operation timed out", SocketError.TIMED_OUT},
    {"No route to host", SocketError.HOST_UNREACHABLE},
    {"Host is unreachable", SocketError.HOST_UNREACHABLE},
    {"Network is unreachable", SocketError.NETWORK_UNREACHABLE},
    {"Network unreachable", SocketError.NETWORK_UNREACHABLE},
    {"Permission denied", SocketError.PERMISSION_DENIED},
    {"Operation not permitted", SocketError.PERMISSION_DENIED},
    {"Too many open files", SocketError.TOO_MANY_OPEN_FILES},
    {"No file descriptors available", SocketError.TOO_MANY_OPEN_FILES},
    {"Too many open files in system", SocketError.TOO_MANY_OPEN_FILES},
  };

  private final Map<String, SocketError> errors = new HashMap<>();

  /** The texts of this process: English, and what the catalogues of its locale say. */
  ErrorTexts(Iterable<Map<String, String>> catalogues) {
    for (Object[] row : ENGLISH) {
      SocketError error = (SocketError) row[1];
      errors.put((String) row[0], error);
      for (Map<String, String> catalogue : catalogues) {
        String translated = catalogue.get(row[0]);
        if (translated != null) {
          errors.put(translated, error);
        }
      }
    }
    errors.put("Connection reset", SocketError.CONNECTION_RESET); // the JDK's own, on reads
  }

  /** What this process's C library will say. */
  static ErrorTexts ofThisProcess() {
    return new ErrorTexts(
        LibcCatalogue.read(
            new File("/usr/share/locale"),
            System.getenv(),
            System.getProperty("sun.jnu.encoding")));
  }

  /** The messages to look up in a catalogue. */
  static Iterable<String> messages() {
    Map<String, String> messages = new HashMap<>();
    for (Object[] row : ENGLISH) {
      messages.put((String) row[0], "");
    }
    return messages.keySet();
  }

  /**
   * What the kernel said; null if it said nothing, but somebody here closed, interrupted or gave
   * up.
   */
  @Nullable SocketError errorOf(Throwable thrown) {
    if (thrown instanceof SocketTimeoutException) {
      return SocketError.TIMED_OUT; // reaches us from connects only
    }
    if (!(thrown instanceof IOException)
        || thrown instanceof InterruptedIOException
        || thrown instanceof ClosedChannelException) {
      return null;
    }
    String text = thrown.getMessage();
    if (text == null) {
      return SocketError.OTHER;
    }
    SocketError error = errors.get(text);
    if (error != null) {
      return error;
    }
    return isLocal(text) ? null : SocketError.OTHER;
  }

  private static boolean isLocal(String text) {
    return text.equals("Socket closed")
        || text.equals("Socket is closed")
        || text.equals("Closed by interrupt")
        || text.equals("Connection in progress")
        || text.equals("Already connected");
  }
}
