package dev.sshpulse.http;

import dev.sshpulse.config.ListenAddress;
import java.util.ArrayList;
import java.util.List;

/** Where to listen: at the first of these that is free; 0 is any free one. */
final class Ports {
  private static final int IN_A_ROW = 10;
  private static final int HIGHEST = 65_535;

  private Ports() {}

  static List<Integer> of(Listening where) {
    return where.exactly() ? List.of(where.port()) : from(where.port());
  }

  /**
   * This one and the nine that follow, without the sidecar's, which is left to it: it listens there
   * and nowhere else.
   */
  static List<Integer> from(int port) {
    List<Integer> ports = new ArrayList<>(List.of(port));
    for (int next = port + 1; port != 0 && next < port + IN_A_ROW && next <= HIGHEST; next++) {
      if (next != ListenAddress.PORT_OF_THE_SIDECAR) {
        ports.add(next);
      }
    }
    return ports;
  }
}
