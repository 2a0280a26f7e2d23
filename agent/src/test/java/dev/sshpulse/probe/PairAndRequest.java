package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Opens and closes a connection that identifies itself as SSH. Once it is told to, by a line, it
 * asks for the URL of its argument by the JDK's HTTP client, and by a second line it ends.
 */
public final class PairAndRequest {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);

  public static void main(String[] arguments) throws Exception {
    pair();
    System.out.println("closed");
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    told.readLine();
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    System.out.println("asked");
    told.readLine();
  }

  private static void pair() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket server = listening.accept()) {
      client.getOutputStream().write(IDENTIFICATION);
      server.getInputStream().readNBytes(IDENTIFICATION.length);
      server.getOutputStream().write(IDENTIFICATION);
      client.getInputStream().readNBytes(IDENTIFICATION.length);
    }
  }
}
