package dev.sshpulse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A program that stays until its standard input ends. With the argument {@code sockets} it first
 * takes one connection over loopback, as any server does soon.
 */
public final class Server {

  private Server() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0 && arguments[0].equals("sockets")) {
      takeOneConnection();
    }
    System.out.println("running");
    while (System.in.read() >= 0) {
      // until the end
    }
  }

  private static void takeOneConnection() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket accepted = listening.accept()) {
      client.getOutputStream().write('x');
      accepted.getInputStream().read();
    }
  }
}
