package dev.sshpulse.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A connection that looks like SSH with its keys exchanged, and the two ends of it: one that will
 * kill it in a way of its own, and one that will have to live with that.
 */
final class Duel {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-storm\r\n".getBytes(StandardCharsets.US_ASCII);

  /** More than a key exchange takes in either direction. */
  private static final byte[] KEYS = new byte[700];

  private static final byte[] MESSAGE = new byte[1024];
  private static final long PATIENCE_SECONDS = 30;

  final End killer;
  final End victim;
  private final ExecutorService threads;
  private final List<Future<?>> busy = new ArrayList<>();

  Duel(End killer, End victim, ExecutorService threads) {
    this.killer = killer;
    this.victim = victim;
    this.threads = threads;
  }

  /** What every SSH connection begins with. */
  void begin() throws IOException {
    say(IDENTIFICATION);
    say(KEYS);
  }

  private void say(byte[] bytes) throws IOException {
    killer.write(bytes);
    victim.write(bytes);
    readAll(victim, bytes.length);
    readAll(killer, bytes.length);
  }

  private static void readAll(End end, int length) throws IOException {
    int missing = length;
    while (missing > 0) {
      int n = end.read(new byte[missing]);
      if (n < 0) {
        throw new EOFException("the other end closed before it said all");
      }
      missing -= n;
    }
  }

  /** A message from one end that the other has read. */
  void pass(End from, End to) throws IOException {
    from.write(MESSAGE);
    readAll(to, MESSAGE.length);
  }

  void write(End end) throws IOException {
    end.write(MESSAGE);
  }

  /** Reads on a thread of its own until it cannot; a permit for every call that returned. */
  Semaphore reading(End end) {
    Semaphore calls = new Semaphore(0);
    busy.add(
        threads.submit(
            () -> {
              byte[] bytes = new byte[4 * MESSAGE.length];
              while (end.read(bytes) >= 0) {
                calls.release();
              }
              return null;
            }));
    return calls;
  }

  /** Writes on a thread of its own until it cannot; a permit for every call that returned. */
  Semaphore writing(End end) {
    Semaphore calls = new Semaphore(0);
    busy.add(
        threads.submit(
            () -> {
              while (true) {
                end.write(MESSAGE);
                calls.release();
              }
            }));
    return calls;
  }

  /** Waits for so many calls. */
  static void await(Semaphore calls, int many) throws InterruptedException {
    if (!calls.tryAcquire(many, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          calls.availablePermits() + " calls of " + many + " in " + PATIENCE_SECONDS + " s");
    }
  }

  /** Each end is read and written until it cannot; both have gone on for so many calls. */
  void allTalk(int calls) throws InterruptedException {
    Semaphore readByKiller = reading(killer);
    Semaphore readByVictim = reading(victim);
    writing(killer);
    writing(victim);
    await(readByKiller, calls);
    await(readByVictim, calls);
  }

  /** Waits until nobody can read or write any more. */
  void awaitSilence() throws Exception {
    for (Future<?> thread : busy) {
      try {
        thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof IOException)) {
          throw e;
        }
      }
    }
    busy.clear();
  }

  /** Reads on a thread of its own until the other end's FIN, then closes; keeps no other end. */
  void closeVictimAtItsEnd() {
    End end = victim;
    threads.submit(
        () -> {
          readToTheEnd(end);
          end.close();
          return null;
        });
  }

  /** Reads so many times. */
  static void readSome(End end, int calls) throws IOException {
    byte[] bytes = new byte[MESSAGE.length];
    for (int i = 0; i < calls; i++) {
      end.read(bytes);
    }
  }

  /** Reads until the other end's FIN. */
  static void readToTheEnd(End end) throws IOException {
    byte[] bytes = new byte[4 * MESSAGE.length];
    while (end.read(bytes) >= 0) {
      // there is more
    }
  }
}
