package dev.sshpulse.host;

import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A process that loads native code for itself: prints of how many ends of short connections it
 * heard, or why it cannot.
 */
final class SockDiagProgram {
  private static final int CONNECTIONS = 20;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private SockDiagProgram() {}

  public static void main(String[] arguments) throws IOException {
    File libraries = arguments.length == 0 ? null : new File(arguments[0]);
    try (SockDiag sockDiag = SockDiag.open(libraries);
        Sockets sockets = Sockets.dualStack()) {
      int live = listening(sockDiag, sockets.port());
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.connectAndLeave(1);
      }
      System.out.println("saw " + live + ", heard " + heard(sockDiag, sockets.port()));
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Others may have had the port before, and their connections wait for their time to be over. */
  private static int listening(SockDiag sockDiag, int port) throws IOException {
    return (int)
        sockDiag.read(Set.of(port)).stream()
            .filter(socket -> socket.addresses().peerPort() == 0)
            .count();
  }

  private static int heard(SockDiag sockDiag, int port) throws IOException {
    Set<Long> cookies = new HashSet<>();
    long from = System.nanoTime();
    while (cookies.size() < 2 * CONNECTIONS && System.nanoTime() - from < PATIENCE_NANOS) {
      for (KernelSocket socket : sockDiag.gone(Set.of(port))) {
        if (socket.addresses().peerPort() != 0) {
          cookies.add(socket.cookie());
        }
      }
    }
    return cookies.size();
  }
}
