package dev.sshpulse.probe;

import java.io.IOException;
import java.net.Socket;

/** Prints what the C library calls a broken pipe, and a full stop. Ends with its input. */
public final class BrokenPipeMessage {

  private BrokenPipeMessage() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(message() + ".");
    System.in.read();
  }

  private static String message() throws IOException {
    try (Socket abandoned = BrokenPipes.abandoned()) {
      while (true) {
        try {
          abandoned.getOutputStream().write(1);
        } catch (IOException e) {
          return e.getMessage();
        }
      }
    }
  }
}
