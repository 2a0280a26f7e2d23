package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Side;
import dev.sshpulse.packed.RemoteEnds.Answer;
import dev.sshpulse.probe.SocketApi;
import dev.sshpulse.stack.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * One connection of the host under test, what is done to it, and when.
 *
 * <p>Its port is that of the server's end, and tells it apart from all others.
 */
final class Cell {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration AT_ONCE = Duration.ofMillis(50);
  private static final int MOST_ATTEMPTS = 200;
  private static final Duration LONGEST_DELAY_OF_AN_ACK = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** As the hosts of the matrix have it; beyond two seconds the kernel's timers are too coarse. */
  static final Duration KEEPALIVE_TIME = Duration.ofSeconds(2);

  private static final String MAIN_THREAD = "main";
  private static final String OTHER_THREAD = "other";
  private static final String ASKING_THREAD = "asking";
  private static final Semaphore OPENING = new Semaphore(3);

  private final HostAndPeer both;
  private final Fault fault;
  private final SocketApi api;
  private final Side side;
  private final int port;
  private final List<String> symptoms = new ArrayList<>();
  private CompletableFuture<Answer> reading;
  private CompletableFuture<Answer> writing;
  private long quietSince;
  private long unansweredSince;
  private long doubt;
  private long toldAt;

  Cell(HostAndPeer both, Fault fault, SocketApi api, Side side, int port) {
    this.both = both;
    this.fault = fault;
    this.api = api;
    this.side = side;
    this.port = port;
  }

  Fault fault() {
    return fault;
  }

  SocketApi api() {
    return api;
  }

  Side side() {
    return side;
  }

  int port() {
    return port;
  }

  /** Opens the connection and does to it what the row says. */
  void happen() {
    open();
    fault.happen(this);
  }

  /** Likewise, and closes it, as an application does in the end. */
  void happenAndClose() {
    happen();
    close();
  }

  /** A few at a time, for what is measured here is not how a busy machine divides its cores. */
  private void open() {
    OPENING.acquireUninterruptibly();
    try {
      both.connect(toString(), api, side, port);
      fault.prepare(this);
      introduce();
      settle();
    } finally {
      OPENING.release();
    }
  }

  private void introduce() {
    both.host().introduce(toString(), both.peer(), fault.introduction());
  }

  /** The peer says something until the host hears it at once, so that both know when it was. */
  private void settle() {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      long said = peer("write").began();
      quietSince = host("read").ended();
      if (quietSince - said < AT_ONCE.toNanos()) {
        return;
      }
    }
    throw new AssertionError("nothing is heard within " + AT_ONCE + ": the machine is too busy");
  }

  /** Closes it if the row says so. */
  void closeIfItEnds() {
    if (fault.ends()) {
      close();
    }
  }

  /** Closes it, on the thread that has used it unless that is busy. */
  void close() {
    String thread = reading != null && !reading.isDone() ? OTHER_THREAD : MAIN_THREAD;
    Answer closed = RemoteEnds.answer(both.host().begin(toString(), thread, "close")).done();
    toldAt = toldAt == 0 ? closed.began() : toldAt;
  }

  /** The host's end does it, and must not fail. */
  Answer host(String order) {
    return both.host().order(toString(), order).done();
  }

  /** The peer's end does it, and must not fail. */
  Answer peer(String order) {
    return both.peer().order(toString(), order).done();
  }

  /** The router does something to every packet from now on; see {@link Machines}. */
  void router(String what) {
    awaitAcknowledged();
    routerAtOnce(what);
  }

  /** Likewise, whatever is under way. */
  void routerAtOnce(String what) {
    both.machines().router(what, port);
  }

  /** What was heard is acknowledged within a fifth of a second, and shall still pass. */
  private static void awaitAcknowledged() {
    await().pollDelay(LONGEST_DELAY_OF_AN_ACK).until(() -> true);
  }

  /** The router lets all packets pass again. */
  void routerForgets(String what) {
    both.machines().routerForgets(what, port);
  }

  /** The host's kernel ends the connection. */
  void kill() {
    both.machines().kill(side == Side.SERVER ? "sport" : "dport", port);
  }

  /** The host says something that the peer answers, but leaves unread. */
  void lastWord() {
    host("write");
    settle();
  }

  /** Lets some seconds pass since the last word. */
  void silence() {
    await().pollDelay(SILENCE).until(() -> true);
  }

  /** Lets a second pass. */
  void pause() {
    await().pollDelay(PAUSE).until(() -> true);
  }

  /** TCP keepalive probes after {@link #KEEPALIVE_TIME}, until a read fails. */
  void probesFail() {
    unansweredSince = quietSince + KEEPALIVE_TIME.toNanos();
    fails("read");
  }

  /** More than a peer takes that is slow to read; the silence begins when all of it is written. */
  void hostWritesMuch() {
    quietSince = host("write-much").ended();
  }

  /** A write that succeeds, but is never answered. */
  void write() {
    unansweredSince = host("write").began();
  }

  /** A thread waits in a read from now on. */
  void beginsToRead() {
    reading = both.host().begin(toString(), MAIN_THREAD, "read");
  }

  /** That read fails. */
  void readFails() {
    failed(RemoteEnds.answer(reading));
  }

  /** At each end one thread writes and another reads, from now on until it fails. */
  void bothTalk() {
    both.peer().begin(toString(), MAIN_THREAD, "read-until-it-fails");
    both.peer().begin(toString(), OTHER_THREAD, "write-until-it-fails");
    reading = both.host().begin(toString(), MAIN_THREAD, "read-until-it-fails");
    writing = both.host().begin(toString(), OTHER_THREAD, "write-until-it-fails");
  }

  /**
   * The host's threads fail. The kernel tells one of them why: the other meets the end of the
   * stream if it reads, and a broken pipe if it writes.
   *
   * <p>It said something all the time, and the first that was not answered came with the last word
   * that it heard, or with the first that the peer did not hear: on a busy machine these are not
   * the same, for an end that does not come to speak acknowledges still.
   */
  void talkFails() {
    Answer write = RemoteEnds.answer(writing);
    Answer read = RemoteEnds.answer(reading);
    long lastHeard = Long.parseLong(ask(both.host(), "last-heard"));
    long firstUnheard =
        Long.parseLong(ask(both.host(), "wrote-at " + ask(both.peer(), "bytes-heard")));
    quietSince = Math.min(lastHeard, firstUnheard);
    unansweredSince = quietSince;
    doubt = Math.abs(lastHeard - firstUnheard);
    failed(read.failed() ? read : write);
    if (read.failed()) {
      symptoms.add(write.result());
    }
  }

  /** On a thread that is not busy. */
  private String ask(RemoteEnds ends, String question) {
    return RemoteEnds.answer(ends.begin(toString(), ASKING_THREAD, question)).done().result();
  }

  /** This fails. */
  void fails(String order) {
    failed(both.host().order(toString(), order));
  }

  /** The symptom; what the next write says may be another, and means nothing. */
  private void failed(Answer answer) {
    assertThat(answer.result()).as(toString()).contains("Exception");
    toldAt = answer.ended();
    symptoms.add(answer.result());
    Answer further = both.host().order(toString(), "write");
    symptoms.add(further.result());
  }

  /** A read whose limit is the silence. */
  void readTimesOut() {
    Answer answer = both.host().order(toString(), "read-within " + SILENCE.toMillis());
    assertThat(answer.result()).as(toString()).startsWith("SocketTimeoutException");
  }

  /** The agent says that the connection has had no answer for a while. */
  void isNoticed() {
    await().atMost(HostJvm.PATIENCE).until(() -> unansweredSeconds() >= 1);
  }

  private double unansweredSeconds() {
    for (Node live :
        Node.of("connections", both.get("/api/v1/connections")).at("connections").list()) {
      String server = live.at(side == Side.SERVER ? "local" : "peer").text();
      if (server.endsWith(":" + port) && live.has("unanswered_seconds")) {
        return Double.parseDouble(live.at("unanswered_seconds").text());
      }
    }
    return 0;
  }

  /** Lets the garbage collector find the socket: the peer sees how it is closed. */
  void lose() {
    CompletableFuture<Answer> closed = both.peer().begin(toString(), MAIN_THREAD, "read");
    await().until(() -> !host("lose").failed() && closed.isDone());
    toldAt = RemoteEnds.answer(closed).ended();
  }

  /** What the calls of the host said that failed. */
  List<String> symptoms() {
    return symptoms;
  }

  boolean isAt(Fault row, SocketApi column, Side ofSide) {
    return fault == row && api == column && side == ofSide;
  }

  /** From the last word to the first byte or probe that was not answered, or else to the end. */
  Duration idle() {
    return Duration.ofNanos((unansweredSince == 0 ? toldAt : unansweredSince) - quietSince);
  }

  /** From the first byte or probe that was not answered to the error, or else nothing. */
  Duration detection() {
    return unansweredSince == 0 ? Duration.ZERO : Duration.ofNanos(toldAt - unansweredSince);
  }

  /** How much of the detection may have been idle. */
  Duration doubt() {
    return Duration.ofNanos(doubt);
  }

  @Override
  public String toString() {
    return fault + "-" + api + "-" + side;
  }
}
