package dev.sshpulse.packed.peers;

import java.util.List;
import java.util.Map;

/** A program that is an SSH client of another make. */
interface Client {
  /** How it is started for this order; skips the test where it is missing. */
  List<String> command(Order order);

  Map<String, String> environment(Order order);

  /**
   * What it reads on its standard input, which then ends where it is read to its end. Else it stays
   * open: MINA sends EOF before the exit status, and PuTTY and Dropbear hang up when EOF went both
   * ways.
   */
  default String input(Order order) {
    return switch (order.action()) {
      case SHELL -> order.argument().replace(';', '\n') + "\n";
      case DIRECT -> "hello\n";
      default -> "";
    };
  }

  /** Its exit status when the server does not let it in. */
  int refused(Method method);

  /** Its exit status when the connection ends under it. */
  int lost();
}
