package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Plays the beginnings of connections, each by the name that comes in on a line, and says when it
 * is over.
 *
 * <p>The accepting end only relays bytes to nobody; what is under test is the connecting end, whose
 * side is client.
 */
public final class Dialogues {
  private static final String SSH = "SSH-2.0-probe\r\n";

  private final Socket client;
  private final Socket server;

  private Dialogues() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      client = new Socket(listening.getInetAddress(), listening.getLocalPort());
      client.setTcpNoDelay(true);
      server = listening.accept();
      server.setTcpNoDelay(true);
    }
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready");
    for (String name = in.readLine(); name != null; name = in.readLine()) {
      if (name.equals("gathering write")) {
        gatheringWrite();
      } else if (name.equals("abandoned")) {
        new Dialogues().bothIdentify(); // both ends are left to the garbage collector
      } else if (name.equals("collect garbage")) {
        System.gc();
      } else {
        new Dialogues().play(name);
      }
      System.out.println("over: " + name);
    }
  }

  private void play(String name) throws Exception {
    switch (name) {
      case "both identify" -> bothIdentify();
      case "byte by byte" -> {
        write(client, SSH, 1);
        write(server, SSH, 1);
      }
      case "version 1.99" -> {
        write(server, "SSH-1.99-old\r\n", 100);
        write(client, "x", 1);
      }
      case "text before the identification" -> {
        write(server, "Welcome.\r\nMind the step.\r\n", 100);
        write(server, SSH, 100);
        write(client, "x", 1);
      }
      case "through a proxy" -> {
        write(client, "CONNECT host:22 HTTP/1.1\r\n\r\n", 100);
        write(server, "HTTP/1.1 200 OK\r\n\r\n", 100);
        write(client, SSH, 100);
      }
      case "port check" -> write(server, SSH, 100);
      case "version 1.5" -> {
        write(server, "SSH-1.5-ancient\r\n", 100);
        write(client, SSH.replace("2.0", "1.5"), 100);
      }
      case "in the middle of a call" -> {
        write(server, "not SSH-2.0-probe\r\n", 100);
        write(client, "GET SSH-2.0-file\r\n", 100);
      }
      case "late in its life" -> {
        write(client, "x".repeat(5000), 5000);
        write(server, "x".repeat(5000), 5000);
        write(server, SSH, 100);
        write(client, SSH, 100);
      }
      default -> throw new IllegalArgumentException(name);
    }
    client.close();
    server.close();
  }

  private void bothIdentify() throws Exception {
    write(server, SSH, 100);
    write(client, SSH, 100);
  }

  /**
   * Writes in calls of at most {@code size} bytes, and reads each at the other end before the next.
   */
  private void write(Socket from, String text, int size) throws Exception {
    OutputStream out = from.getOutputStream();
    InputStream in = (from == client ? server : client).getInputStream();
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i += size) {
      int length = Math.min(size, bytes.length - i);
      out.write(bytes, i, length);
      in.readNBytes(length);
    }
  }

  private static void gatheringWrite() throws Exception {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel client = SocketChannel.open(listening.getLocalAddress());
          SocketChannel server = listening.accept()) {
        ByteBuffer[] parts = {bytes("SSH-2.0-"), bytes("probe\r\n")};
        client.write(parts);
        server.read(new ByteBuffer[] {ByteBuffer.allocate(20), ByteBuffer.allocate(20)});
        server.write(bytes("x"));
        client.read(ByteBuffer.allocate(1));
      }
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
