package dev.sshpulse.host;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel's table says about one TCP socket at the moment of reading.
 *
 * @param sendQueueBytes written by the application and not acknowledged by the peer, sent or not; a
 *     SYN or FIN counts as one
 * @param receiveQueueBytes received and not read by the application, a FIN counts as one; for
 *     LISTEN, connections not accepted
 * @param retransmits timeouts of the retransmission timer since the peer last acknowledged
 * @param unansweredProbes keepalive or zero-window probes since the peer last answered one
 * @param inode number of the socket, as in {@code /proc/<pid>/fd}; 0 where no process has it: it
 *     was closed, or is not yet accepted
 */
public record TcpSocket(
    State state,
    long sendQueueBytes,
    long receiveQueueBytes,
    Timer timer,
    int retransmits,
    int unansweredProbes,
    long inode) {

  /** The states of RFC 9293, with the codes of the kernel's {@code net/tcp_states.h}. */
  public enum State {
    ESTABLISHED(1),
    SYN_SENT(2),
    SYN_RECEIVED(3),
    FIN_WAIT_1(4),
    FIN_WAIT_2(5),
    TIME_WAIT(6),
    CLOSED(7),
    /** The peer has closed, this side has not. */
    CLOSE_WAIT(8),
    LAST_ACK(9),
    LISTEN(10),
    CLOSING(11),
    /** As {@link #SYN_RECEIVED}, before the kernel has made a socket of it. */
    NEW_SYN_RECEIVED(12);

    private static final State[] ALL = values();

    private final int code;

    State(int code) {
      this.code = code;
    }

    static @Nullable State of(long code) {
      for (State state : ALL) {
        if (state.code == code) {
          return state;
        }
      }
      return null;
    }
  }

  /** What the socket waits for: the column {@code tr} of the table. */
  public enum Timer {
    NONE(0),
    /** An acknowledgement of what was sent: data is under way, or lost. */
    RETRANSMIT(1),
    /** The next keepalive probe, or the end of a handshake or of a lingering close. */
    KEEPALIVE(2),
    TIME_WAIT(3),
    /** The peer to take more: its window is full. */
    ZERO_WINDOW_PROBE(4);

    private static final Timer[] ALL = values();

    private final int code;

    Timer(int code) {
      this.code = code;
    }

    static @Nullable Timer of(long code) {
      for (Timer timer : ALL) {
        if (timer.code == code) {
          return timer;
        }
      }
      return null;
    }
  }
}
