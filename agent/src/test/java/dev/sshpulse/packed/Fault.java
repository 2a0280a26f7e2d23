package dev.sshpulse.packed;

import static dev.sshpulse.probe.SocketApi.SOCKET;
import static dev.sshpulse.probe.SocketApi.SOCKET_CHANNEL;

import dev.sshpulse.probe.SocketApi;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rows of the fault matrix: what is done to a connection whose ends have just spoken, and the
 * cause and the initiator that the agent must name. The host closes its end at last, if it still
 * can.
 */
enum Fault {
  A("the peer closes; we write, and write again", "broken_pipe", "peer") {
    @Override
    void happen(Cell cell) {
      cell.peer("close");
      cell.silence();
      cell.write();
      cell.pause();
      cell.fails("write");
    }
  },
  B("the peer resets; we write", "connection_reset", "peer") {
    @Override
    void happen(Cell cell) {
      cell.pause();
      cell.peer("reset");
      cell.silence();
      cell.fails("write");
    }
  },
  B_READ("B2", "the peer resets while we read", "connection_reset", "peer") {
    @Override
    void happen(Cell cell) {
      cell.beginsToRead();
      cell.silence();
      cell.peer("reset");
      cell.readFails();
    }
  },
  B_MIDDLEBOX("B3", "a middlebox answers by RST; we write again", "connection_reset", "peer") {
    @Override
    void happen(Cell cell) {
      cell.router("refused");
      cell.silence();
      cell.write();
      cell.pause();
      cell.fails("write");
    }
  },
  B_UNREAD("B4", "the peer closes with unread data; we write", "connection_reset", "peer") {
    @Override
    void happen(Cell cell) {
      cell.pause();
      cell.lastWord();
      cell.peer("close");
      cell.silence();
      cell.fails("write");
    }
  },
  C("likewise, but its output was shut down before", "broken_pipe", "peer") {
    @Override
    void happen(Cell cell) {
      cell.pause();
      cell.lastWord();
      cell.peer("shut-down");
      cell.peer("close");
      cell.silence();
      cell.fails("write");
    }
  },
  D("silent drop, TCP keepalive of the host; idle", "tcp_keepalive_timeout", "network") {
    @Override
    void prepare(Cell cell) {
      cell.host("keep-alive");
    }

    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.probesFail();
    }
  },
  D_OPTIONS("D2", "silent drop, TCP keepalive of the socket", "tcp_keepalive_timeout", "network") {
    @Override
    void prepare(Cell cell) {
      cell.host("keep-alive-after 2 1 3");
    }

    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.probesFail();
    }
  },
  E("silent drop; we write on", "retransmission_timeout", "network") {
    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.silence();
      cell.write();
      cell.fails("write-until-it-fails");
    }
  },
  E_READ("E2", "silent drop; we write, and read", "retransmission_timeout", "network") {
    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.silence();
      cell.write();
      cell.fails("read");
    }
  },
  E_KEEPALIVE("E3", "likewise, TCP keepalive on", "retransmission_timeout", "network") {
    @Override
    void prepare(Cell cell) {
      cell.host("keep-alive-after 30 1 3");
    }

    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.silence();
      cell.write();
      cell.fails("read");
    }
  },
  E_BOTH("E4", "silent drop while both ends write and read", "retransmission_timeout", "network") {
    @Override
    void happen(Cell cell) {
      cell.bothTalk();
      cell.pause();
      cell.routerAtOnce("dropped");
      cell.talkFails();
    }
  },
  F("ICMP says host unreachable; we write on", "host_unreachable", "network") {
    @Override
    void happen(Cell cell) {
      cell.router("host_unreachable");
      cell.silence();
      cell.write();
      cell.fails("write-until-it-fails");
    }
  },
  F_IDLE("F'", "the same ICMP, TCP keepalive; idle", "tcp_keepalive_timeout", "network") {
    @Override
    void prepare(Cell cell) {
      cell.host("keep-alive");
    }

    @Override
    void happen(Cell cell) {
      cell.router("host_unreachable");
      cell.probesFail();
    }
  },
  F_NETWORK("F2", "ICMP says network unreachable; we write", "network_unreachable", "network") {
    @Override
    void happen(Cell cell) {
      cell.router("network_unreachable");
      cell.silence();
      cell.write();
      cell.fails("read");
    }
  },
  /** Never ends: nothing fails, and nobody notices but the agent. */
  G("silent drop; a read times out, a write succeeds", "", "") {
    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.readTimesOut();
      cell.write();
      cell.isNoticed();
    }
  },
  H("the host kills the socket while we read", "connection_aborted", "local") {
    @Override
    void happen(Cell cell) {
      cell.beginsToRead();
      cell.silence();
      cell.kill();
      cell.readFails();
    }
  },
  H_WRITE("H2", "the host kills the socket; we write", "connection_aborted", "local") {
    @Override
    void happen(Cell cell) {
      cell.pause();
      cell.kill();
      cell.silence();
      cell.fails("write");
    }
  },
  PEER_CLOSES("", "the peer closes; we read its end", "closed", "peer") {
    @Override
    void happen(Cell cell) {
      cell.silence();
      cell.peer("close");
      cell.host("read");
    }
  },
  WE_CLOSE("", "we close", "closed", "local") {
    @Override
    void happen(Cell cell) {
      cell.silence();
    }
  },
  WE_CLOSE_UNDER_READ("", "we close what another thread reads", "closed", "local") {
    @Override
    void happen(Cell cell) {
      cell.beginsToRead();
      cell.silence();
    }
  },
  WE_LOSE("", "we lose it to the garbage collector", "leaked", "local") {
    @Override
    Set<SocketApi> apis() {
      return EnumSet.of(SOCKET); // nobody closes a channel that is lost
    }

    @Override
    void happen(Cell cell) {
      cell.silence();
      cell.lose();
    }
  },
  WE_GIVE_UP("", "our time limit for a read is over; we close", "idle_timeout", "local") {
    @Override
    Set<SocketApi> apis() {
      return EnumSet.of(SOCKET, SOCKET_CHANNEL); // the limits of others are not the socket's
    }

    @Override
    void happen(Cell cell) {
      cell.readTimesOut();
    }
  },
  /** The peer acknowledges all that it has room for: nothing is wrong with the path. */
  WE_GIVE_UP_ON_SLOW("", "likewise, and the peer is slow to read", "idle_timeout", "local") {
    @Override
    Set<SocketApi> apis() {
      return WE_GIVE_UP.apis();
    }

    @Override
    void happen(Cell cell) {
      cell.hostWritesMuch();
      cell.readTimesOut();
    }
  },
  PEER_LEAVES_EARLY("", "the peer closes in mid key exchange", "unexpected_eof", "peer") {
    @Override
    int introduction() {
      return 100;
    }

    @Override
    void happen(Cell cell) {
      cell.silence();
      cell.peer("close");
      cell.host("read");
    }
  },
  WE_CLOSE_HALF_OPEN("", "silent drop; we write, and close", "timed_out", "network") {
    @Override
    void happen(Cell cell) {
      cell.router("dropped");
      cell.silence();
      cell.write();
      cell.isNoticed();
    }
  };

  /** More than there is in a key exchange that was cut short. */
  private static final int ENOUGH_BYTES = 700;

  private final String id;
  private final String story;
  private final String cause;
  private final String initiator;

  Fault(String story, String cause, String initiator) {
    this.id = name();
    this.story = story;
    this.cause = cause;
    this.initiator = initiator;
  }

  Fault(String id, String story, String cause, String initiator) {
    this.id = id;
    this.story = story;
    this.cause = cause;
    this.initiator = initiator;
  }

  /** Which row it is; none for the ends in order. */
  String id() {
    return id;
  }

  /** What is done. */
  String story() {
    return story;
  }

  /** What the agent must say. */
  String cause() {
    return cause;
  }

  /** Who the agent must say it was. */
  String initiator() {
    return initiator;
  }

  /** Whether the connection dies of it, or is closed after it. */
  boolean ends() {
    return this != G;
  }

  /** Where it can happen. */
  Set<SocketApi> apis() {
    return EnumSet.allOf(SocketApi.class);
  }

  /** How many bytes each end says before it happens. */
  int introduction() {
    return ENOUGH_BYTES;
  }

  /** Does what must be done before the ends speak. */
  void prepare(Cell cell) {}

  /** Does it. */
  abstract void happen(Cell cell);
}
