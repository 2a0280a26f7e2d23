package dev.sshpulse.http;

import java.util.ArrayList;
import java.util.List;

/** Where to listen: at the first of these that is free; 0 is any free one. */
final class Ports {
  private static final int IN_A_ROW = 10;
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /** This one and no other. */
  static List<Integer> only(int port) {
    return List.of(port);
  }

  /**
   * This one and the nine that follow, without the sidecar's, which is left to it: it listens there
   * and nowhere else.
   */
  static List<Integer> from(int port) {
    List<Integer> ports = new ArrayList<>(only(port));
    for (int next = port + 1; port != 0 && next < port + IN_A_ROW && next <= HIGHEST; next++) {
      if (next != Exporter.PORT_OF_THE_SIDECAR) {
        ports.add(next);
      }
    }
    return ports;
  }
}
