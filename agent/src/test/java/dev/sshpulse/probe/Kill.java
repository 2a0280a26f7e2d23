package dev.sshpulse.probe;

import static dev.sshpulse.probe.End.Api.CHANNEL;
import static dev.sshpulse.probe.End.Api.SOCKET;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * A way to end a connection, with all that either end may take for its cause: {@code closed}, or
 * cause and initiator of a failure.
 */
public enum Kill {
  /** A FIN that is read. */
  CLOSES(Set.of("closed"), Set.of("closed")) {
    @Override
    void happen(Duel duel, int calls) throws IOException {
      duel.killer.close();
      Duel.readToTheEnd(duel.victim);
      duel.victim.close();
    }
  },

  /** Its reader may see an end of stream or an error: that is its own close. */
  CLOSES_WHILE_IT_READS(Set.of("closed"), Set.of("closed")) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      Semaphore read = duel.reading(duel.killer);
      duel.write(duel.victim);
      Duel.await(read, 1);
      duel.killer.close();
      Duel.readToTheEnd(duel.victim);
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /** Its writer may see EPIPE: that is its own close. */
  CLOSES_WHILE_IT_WRITES(Set.of("closed"), Set.of("closed")) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      duel.writing(duel.killer);
      Duel.await(duel.reading(duel.victim), calls);
      duel.killer.close();
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /**
   * As before, but nobody reads what is written: the write that is cut short may be a blocked one.
   */
  CLOSES_WHILE_ITS_WRITES_PILE_UP(Set.of("closed"), Set.of("closed")) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      Duel.await(duel.writing(duel.killer), 10 * calls);
      duel.killer.close();
      duel.reading(duel.victim);
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /**
   * What the victim writes meets a closed socket and is answered by an RST, before the FIN or after
   * it: ECONNRESET before, EPIPE after.
   */
  CLOSES_WHILE_BOTH_TALK(
      Set.of("closed"), Set.of("broken_pipe by peer", "connection_reset by peer")) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      duel.allTalk(calls);
      duel.killer.close();
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /**
   * Some APIs shut down before they close: a FIN and then an RST, hence EPIPE; others only close.
   */
  CLOSES_WITH_UNREAD_DATA(
      Set.of("closed"), Set.of("broken_pipe by peer", "connection_reset by peer")) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      duel.reading(duel.victim);
      Duel.await(duel.writing(duel.victim), calls);
      duel.killer.close();
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /** An RST that a read waits for; asynchronous channels have no SO_LINGER to send one. */
  RESETS(Set.of("closed"), Set.of("connection_reset by peer"), EnumSet.of(SOCKET, CHANNEL)) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      Semaphore read = duel.reading(duel.victim);
      duel.write(duel.killer);
      Duel.await(read, 1);
      duel.killer.closeWillReset();
      duel.killer.close();
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /** Of two threads one sees ECONNRESET, and the other at the same moment EPIPE or an end. */
  RESETS_WHILE_BOTH_TALK(
      Set.of("closed"), Set.of("connection_reset by peer"), EnumSet.of(SOCKET, CHANNEL)) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      duel.allTalk(calls);
      duel.killer.closeWillReset();
      duel.killer.close();
      duel.awaitSilence();
      duel.victim.close();
    }
  },

  /** Half a close is lawful: the victim reads the end, says its last words, and closes. */
  SHUTS_DOWN_ITS_OUTPUT(Set.of("closed"), Set.of("closed")) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      duel.reading(duel.killer);
      duel.writing(duel.killer);
      Duel.readSome(duel.victim, calls);
      duel.killer.shutdownOutput();
      Duel.readToTheEnd(duel.victim);
      duel.write(duel.victim);
      duel.victim.close();
      duel.awaitSilence();
      duel.killer.close();
    }
  },

  /** Its own SO_TIMEOUT passes, right after a question that the victim has not answered. */
  TIRES_OF_WAITING(Set.of("idle_timeout by local"), Set.of("closed"), EnumSet.of(SOCKET, CHANNEL)) {
    @Override
    void happen(Duel duel, int calls) throws Exception {
      duel.pass(duel.victim, duel.killer);
      duel.write(duel.killer);
      try {
        duel.killer.readWithin(calls, new byte[1]);
        throw new IllegalStateException("there was something to read");
      } catch (SocketTimeoutException e) {
        duel.killer.close();
      }
      Duel.readToTheEnd(duel.victim);
      duel.victim.close();
    }
  },

  /** Only a {@code Socket} is closed by the garbage collector; the victim is told by a FIN. */
  IS_FORGOTTEN(Set.of("leaked by local"), Set.of("closed"), EnumSet.of(SOCKET)) {
    @Override
    void happen(Duel duel, int calls) {
      duel.closeVictimAtItsEnd();
    }
  };

  /** What the killer's end may come to. */
  public final Set<String> killersCauses;

  /** What the victim's may. */
  public final Set<String> victimsCauses;

  final Set<End.Api> killers;

  Kill(Set<String> killersCauses, Set<String> victimsCauses) {
    this(killersCauses, victimsCauses, EnumSet.allOf(End.Api.class));
  }

  Kill(Set<String> killersCauses, Set<String> victimsCauses, Set<End.Api> killers) {
    this.killersCauses = killersCauses;
    this.victimsCauses = victimsCauses;
    this.killers = killers;
  }

  /**
   * Does it, and closes what is left of both ends.
   *
   * @param calls how much has to happen before
   */
  abstract void happen(Duel duel, int calls) throws Exception;
}
