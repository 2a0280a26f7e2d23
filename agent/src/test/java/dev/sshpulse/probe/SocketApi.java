package dev.sshpulse.probe;

/** The ways to a TCP connection that the JDK offers, as SSH libraries use them. */
public enum SocketApi {
  /** JSch, sshj, trilead. */
  SOCKET("Socket"),
  /** A channel in blocking mode. */
  SOCKET_CHANNEL("SocketChannel"),
  /** A channel with a selector: Netty, and MINA SSHD on request. */
  SELECTOR("Selector"),
  /** MINA SSHD by default. */
  ASYNCHRONOUS_CHANNEL("AsynchronousSocketChannel");

  private final String title;

  SocketApi(String title) {
    this.title = title;
  }

  /** Its name in a table. */
  public String title() {
    return title;
  }
}
