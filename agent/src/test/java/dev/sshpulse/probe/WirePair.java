package dev.sshpulse.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Both ends of a connection, each of which has identified itself as SSH and heard the other. */
record WirePair(Socket client, Socket server) {
  static final byte[] IDENTIFICATION = "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);

  static WirePair open(ServerSocket listening) throws IOException {
    Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
    Socket server = listening.accept();
    client.getOutputStream().write(IDENTIFICATION);
    readAll(server.getInputStream());
    server.getOutputStream().write(IDENTIFICATION);
    readAll(client.getInputStream());
    return new WirePair(client, server);
  }

  private static void readAll(InputStream in) throws IOException {
    if (in.readNBytes(IDENTIFICATION.length).length < IDENTIFICATION.length) {
      throw new EOFException("the other end closed before it said all");
    }
  }
}
