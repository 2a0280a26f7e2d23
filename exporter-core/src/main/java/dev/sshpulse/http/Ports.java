package dev.sshpulse.http;

/**
 * Where to listen: at the first of these that is free.
 *
 * @param first 0 is any free one
 * @param last inclusive
 */
record Ports(int first, int last) {
  private static final int TRIED = 10;
  private static final int HIGHEST = 65_535;

  /** This one and no other. */
  static Ports only(int port) {
    return new Ports(port, port);
  }

  /** This one, or where it is taken one of the nine that follow. */
  static Ports from(int port) {
    return port == 0 ? only(port) : new Ports(port, Math.min(port + TRIED - 1, HIGHEST));
  }

  /** Whether another follows. */
  boolean hasNext(int candidate) {
    return next(candidate) <= last;
  }

  /** The one that follows; the sidecar's is left to it, for it listens there and nowhere else. */
  int next(int candidate) {
    return candidate + 1 == Exporter.PORT_OF_THE_SIDECAR ? candidate + 2 : candidate + 1;
  }
}
