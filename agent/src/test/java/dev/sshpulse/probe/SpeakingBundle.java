package dev.sshpulse.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle whose two sockets speak SSH with each other while it is active. */
public final class SpeakingBundle implements BundleActivator {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-bundle\r\n".getBytes(StandardCharsets.US_ASCII);

  private Socket client;
  private Socket server;

  @Override
  public void start(BundleContext context) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      client = new Socket(listening.getInetAddress(), listening.getLocalPort());
      server = listening.accept();
    }
    client.getOutputStream().write(IDENTIFICATION);
    server.getOutputStream().write(IDENTIFICATION);
    read(client.getInputStream());
    read(server.getInputStream());
    System.out.println("spoken by " + getClass().getClassLoader());
  }

  private static void read(InputStream in) throws IOException {
    if (in.readNBytes(IDENTIFICATION.length).length < IDENTIFICATION.length) {
      throw new IOException("it did not identify itself");
    }
  }

  @Override
  public void stop(BundleContext context) throws IOException {
    client.close();
    server.close();
  }
}
