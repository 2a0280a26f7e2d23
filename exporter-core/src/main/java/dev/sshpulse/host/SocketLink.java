package dev.sshpulse.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which socket a link in {@code /proc/<pid>/fd} stands for. */
final class SocketLink {
  private static final String SOCKET = "socket:[";
  private static final int MOST_DIGITS = 18;

  private SocketLink() {}

  /** Of the socket that a descriptor is; null where it is none, or has been closed. */
  static @Nullable Long inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(SOCKET) ? number(target) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Long number(String target) {
    int end = target.length() - 1;
    long number = 0;
    for (int i = SOCKET.length(); i < end; i++) {
      int digit = target.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i - SOCKET.length() >= MOST_DIGITS) {
        return null;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
