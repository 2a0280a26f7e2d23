package dev.sshpulse.model;

/** A figure of the whole host or network namespace, not of one connection. A closed set. */
public enum HostFact {
  /** TcpExt TCPAbortOnTimeout: connections that the kernel gave up for lack of an answer. */
  TCP_ABORTS_ON_TIMEOUT(true),
  /** TcpExt TCPKeepAlive: keepalive probes sent. */
  TCP_KEEPALIVE_PROBES(true),
  /** TcpExt TCPTimeouts: retransmission timers that ran out. */
  TCP_TIMEOUTS(true),
  /** TcpExt ListenOverflows: connections refused because nobody accepted those before them. */
  TCP_LISTEN_OVERFLOWS(true),
  /** Tcp EstabResets: connections that went from established, or left by the peer, to closed. */
  TCP_RESETS(true),
  /** Tcp RetransSegs: segments sent again. */
  TCP_RETRANSMITS(true),
  /** The sysctl tcp_keepalive_time, seconds: the silence before the first probe. */
  TCP_KEEPALIVE_TIME(false),
  /** The sysctl tcp_keepalive_intvl, seconds: between unanswered probes. */
  TCP_KEEPALIVE_INTERVAL(false),
  /** The sysctl tcp_keepalive_probes: how many go unanswered until the kernel gives up. */
  TCP_KEEPALIVE_LIMIT(false),
  /** The sysctl tcp_retries2: how often data is sent again until the kernel gives up. */
  TCP_RETRANSMITS_LIMIT(false),
  /** What ClientAliveInterval and ClientAliveCountMax of this host's sshd come to, seconds. */
  CLIENT_ALIVE_DETECTION(false);

  private final boolean counted;

  HostFact(boolean counted) {
    this.counted = counted;
  }

  /** Whether it only rises, but at a reset; else it is what it is now. */
  public boolean counted() {
    return counted;
  }
}
