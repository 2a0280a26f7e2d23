package dev.sshpulse.sidecar;

import dev.sshpulse.host.TcpInfo;

/** What a connection has carried, by the kernel's own count, and how much of it is news. */
final class Carried {
  private long received;
  private long sent;
  private long retransmits;
  private long receivedTold;
  private long sentTold;
  private long retransmitsTold;

  /**
   * As much as this.
   *
   * @param fin whether the peer's FIN is among what was received: it is no byte that anybody wrote
   */
  void now(TcpInfo info, boolean fin) {
    received = Math.max(received, info.bytesReceived() - (fin ? 1 : 0));
    sent = Math.max(sent, info.bytesSent() - info.bytesRetransmitted());
    retransmits = Math.max(retransmits, info.retransmits());
  }

  /** What moved before anybody looked is no news. */
  void forget() {
    receivedTold = received;
    sentTold = sent;
    retransmitsTold = retransmits;
  }

  long received() {
    return received;
  }

  long sent() {
    return sent;
  }

  long newlyReceived() {
    long fresh = received - receivedTold;
    receivedTold = received;
    return fresh;
  }

  long newlySent() {
    long fresh = sent - sentTold;
    sentTold = sent;
    return fresh;
  }

  long newlyRetransmitted() {
    long fresh = retransmits - retransmitsTold;
    retransmitsTold = retransmits;
    return fresh;
  }
}
