package dev.sshpulse.model;

/**
 * Why a connection ended. A closed set: a new constant is a new series on every dashboard.
 *
 * <p>The first failure names it; what comes after is a symptom.
 */
public enum Cause {
  /**
   * FIN or SSH_MSG_DISCONNECT by application (RFC 4253 section 11.1, code 11); nothing was lost.
   */
  CLOSED("closed", Turn.NOBODY, Retry.NOW, "Nothing failed."),

  /** EPIPE: the peer had closed, and this side wrote on. */
  BROKEN_PIPE(
      "broken_pipe",
      Turn.PEER,
      Retry.AFTER_A_CHANGE,
      "Why the peer closed: its log at that moment, its timeouts, its limits."),
  /**
   * ECONNRESET: a process that died, a host that restarted, or a middlebox that refused the flow.
   */
  CONNECTION_RESET(
      "connection_reset",
      Turn.PEER,
      Retry.NOW,
      "Whether the peer's process or host restarted, or a firewall on the way resets flows."),
  /** ECONNABORTED: something on this host ended it, such as {@code ss -K}. */
  CONNECTION_ABORTED(
      "connection_aborted",
      Turn.THIS_HOST,
      Retry.NOW,
      "What on this host destroys sockets: ss -K, an agent of the network, an address that went."),
  /** ETIMEDOUT with bytes unacknowledged: given up after tcp_retries2, 15 minutes by default. */
  RETRANSMISSION_TIMEOUT(
      "retransmission_timeout",
      Turn.NETWORK,
      Retry.LATER,
      "What on the path swallows packets; whether a NAT forgot the flow after the idle time."),
  /** ETIMEDOUT with nothing unacknowledged: probes of SO_KEEPALIVE went unanswered. */
  TCP_KEEPALIVE_TIMEOUT(
      "tcp_keepalive_timeout",
      Turn.NETWORK,
      Retry.LATER,
      "Whether the peer's host vanished, or a NAT forgot the flow before the first probe."),
  /**
   * Nobody answered, and what noticed it first is not known; also when this side gave up waiting.
   */
  TIMED_OUT(
      "timed_out",
      Turn.NETWORK,
      Retry.LATER,
      "What on the path swallows packets, or whether the peer's host vanished."),
  /** EHOSTUNREACH: ARP or ICMP said that the peer's host is not there. */
  HOST_UNREACHABLE(
      "host_unreachable",
      Turn.NETWORK,
      Retry.LATER,
      "Whether the peer's host is up, and which router answered for it."),
  /** ENETUNREACH: no route any more. */
  NETWORK_UNREACHABLE(
      "network_unreachable",
      Turn.NETWORK,
      Retry.LATER,
      "The route to the peer, here and on the way."),
  /** The peer's end of stream came in the middle of the conversation. */
  UNEXPECTED_EOF(
      "unexpected_eof",
      Turn.PEER,
      Retry.LATER,
      "Whether the peer's process was killed or refused us; a scanner leaves like this, too."),
  /** Nobody closed it: the garbage collector found it abandoned. */
  LEAKED(
      "leaked",
      Turn.APPLICATION,
      Retry.NOW,
      "The code that opened the connection: a close is missing."),
  /** A limit of this side's on how long to wait was over. */
  IDLE_TIMEOUT(
      "idle_timeout",
      Turn.APPLICATION,
      Retry.NOW,
      "The idle or read timeout of the library here: is it shorter than people's pauses?"),
  /** SSH-level keepalives, such as ServerAliveInterval's, went unanswered. */
  SSH_KEEPALIVE_TIMEOUT(
      "ssh_keepalive_timeout",
      Turn.NETWORK,
      Retry.LATER,
      "What on the path swallows packets, or whether the peer's process hangs."),
  /** No method of authentication was left (RFC 4252). */
  AUTH_FAILED(
      "auth_failed",
      Turn.APPLICATION,
      Retry.AFTER_A_CHANGE,
      "User name, key or password, and what the server's log says of them."),
  /** Authentication took longer than the server allows. */
  AUTH_TIMEOUT(
      "auth_timeout",
      Turn.PEER,
      Retry.LATER,
      "LoginGraceTime or its like, and what was slow: a person, DNS, PAM, an agent."),
  /** No algorithms in common, or the exchange was broken off (RFC 4253 section 7). */
  KEY_EXCHANGE_FAILED(
      "key_exchange_failed",
      Turn.APPLICATION,
      Retry.AFTER_A_CHANGE,
      "The algorithms that either end offers: one of them is older than the other allows."),
  /** The server's key is not the one that this client knows. */
  HOST_KEY_REJECTED(
      "host_key_rejected",
      Turn.APPLICATION,
      Retry.AFTER_A_CHANGE,
      "Whether the server got a new key on purpose, before known_hosts is changed."),
  /** SSH_MSG_DISCONNECT with any other code than 11. */
  SSH_DISCONNECT(
      "ssh_disconnect", Turn.PEER, Retry.LATER, "The reason code and the words of the message."),
  /** A packet that nobody could have sent in order, such as a corrupt MAC. */
  PROTOCOL_ERROR(
      "protocol_error",
      Turn.PEER,
      Retry.LATER,
      "Both ends' versions; whether something on the way changes bytes."),
  /** An error that is none of these. */
  OTHER(
      "other",
      Turn.THIS_HOST,
      Retry.LATER,
      "The exception that the application logged, and a firewall on this host.");

  private final String label;
  private final Turn turn;
  private final Retry newConnection;
  private final String lookFirst;

  Cause(String label, Turn turn, Retry newConnection, String lookFirst) {
    this.label = label;
    this.turn = turn;
    this.newConnection = newConnection;
    this.lookFirst = lookFirst;
  }

  /** The value of the label {@code cause}, and of the attribute {@code ssh.close.cause}. */
  public String label() {
    return label;
  }

  /** Whether the connection failed, as opposed to having been closed in order. */
  public boolean failed() {
    return this != CLOSED;
  }

  /** Whose turn it is to act. */
  public Turn turn() {
    return turn;
  }

  /** Whether a new connection is worth a try. On this one nothing is: it is over. */
  public Retry newConnection() {
    return newConnection;
  }

  /** What to look at first; one sentence. */
  public String lookFirst() {
    return lookFirst;
  }
}
