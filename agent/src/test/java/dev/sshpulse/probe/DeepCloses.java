package dev.sshpulse.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Closes SSH connections where the stack comes to its end, at every depth from there upwards, and
 * then closes what is left. What the JDK itself was cut short in is left to the garbage collector,
 * which runs for every character that comes in. Prints how many there were; ends with its input.
 */
public final class DeepCloses {
  private static final byte[] SSH = "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int ROUNDS = 20;
  private static final int EACH = 30;
  private static final int STACK_BYTES = 300_000;

  private static final Deque<Socket> OPEN = new ArrayDeque<>();

  private DeepCloses() {}

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      closeAll(connect(listening)); // loads what a close takes
      closeAll(OPEN);
      OPEN.clear();
      for (int round = 0; round < ROUNDS; round++) {
        List<Socket> peers = connect(listening);
        Thread thread = new Thread(null, DeepCloses::down, "deep", STACK_BYTES + 16L * round);
        thread.start();
        thread.join();
        closeAll(OPEN);
        OPEN.clear();
        closeAll(peers);
      }
    }
    System.out.println("closed " + (ROUNDS + 1) * EACH);
    while (System.in.read() >= 0) {
      System.gc();
    }
  }

  private static List<Socket> connect(ServerSocket listening) throws IOException {
    List<Socket> peers = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
      Socket peer = listening.accept();
      socket.getOutputStream().write(SSH);
      peer.getInputStream().readNBytes(SSH.length);
      peer.getOutputStream().write(SSH);
      socket.getInputStream().readNBytes(SSH.length);
      OPEN.add(socket);
      peers.add(peer);
    }
    return peers;
  }

  private static void closeAll(Iterable<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static void down() {
    try {
      down();
    } catch (StackOverflowError e) {
      // from here on upwards
    }
    Socket next = OPEN.peek();
    if (next != null) {
      close(next);
    }
  }

  /** A close without room for itself may leave the socket half closed; it is closed again later. */
  private static void close(Socket socket) {
    try {
      socket.close();
      OPEN.poll();
    } catch (StackOverflowError | IOException e) {
      // tried again a frame further up
    }
  }
}
