package dev.sshpulse.bench;

import java.io.IOException;
import org.apache.sshd.client.session.ClientSession;

/**
 * Whole connections of Apache MINA SSHD: key exchange, login with a password, and an orderly close;
 * one after the other.
 */
final class MinaLives implements Lives.Kind {
  private final MinaEnds ends = new MinaEnds(server -> {});

  MinaLives() throws IOException {}

  @Override
  public void live(int lives) throws IOException {
    for (int i = 0; i < lives; i++) {
      try (ClientSession session = ends.connect()) {
        if (!session.isAuthenticated()) {
          throw new IOException("not logged in");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    ends.close();
  }
}
