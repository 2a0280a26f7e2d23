package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.sshpulse.model.Faults;
import dev.sshpulse.web.Users;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.ObjLongConsumer;

/**
 * Finds out whether passwords are right, on a thread that exists only meanwhile: a comparison takes
 * a tenth of a second and more. Who was right is remembered, so that a flood of wrong passwords
 * does not keep those out who were in. All but the comparison is for the exporter's one thread.
 */
final class Passwords implements AutoCloseable {
  static final int MOST_WAITING = 32;

  /** One who floods must leave room for others. */
  static final int MOST_WAITING_OF_ONE_ADDRESS = 8;

  private static final int MOST_REMEMBERED = 64;
  private static final int SALT_BYTES = 16;
  private static final long IDLE_SECONDS = 5;

  private final Faults faults;
  private final ThreadPoolExecutor comparing;
  private final byte[] salt = new byte[SALT_BYTES];
  private final Map<Object, Integer> waitingOf = new HashMap<>();
  private int waiting;

  private final Map<ByteBuffer, Boolean> right =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Passwords(ThreadFactory threads, Faults faults) {
    this.faults = faults;
    this.comparing =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, SECONDS, new LinkedBlockingQueue<>(), work -> named(threads, work));
    comparing.allowCoreThreadTimeOut(true);
    new SecureRandom().nextBytes(salt);
  }

  private static Thread named(ThreadFactory threads, Runnable work) {
    Thread thread = threads.newThread(work);
    thread.setName("sshpulse-passwords");
    return thread;
  }

  /** Whether these were right before, and have not been changed since. */
  boolean remembers(Users users, Credentials credentials) {
    return right.containsKey(digest(users, credentials));
  }

  /**
   * Compares, and says what came of it.
   *
   * @param loop the exporter's thread, which is told
   * @param verdict whether they are right, and for how many nanoseconds they were compared
   * @return false if too many wait already; then nobody is told
   */
  boolean ask(
      Users users,
      Credentials credentials,
      SocketAddress from,
      Executor loop,
      ObjLongConsumer<Boolean> verdict) {
    Object asker =
        from instanceof InetSocketAddress inet ? Neighbourhood.of(inet.getAddress()) : from;
    if (waiting >= MOST_WAITING
        || waitingOf.getOrDefault(asker, 0) >= MOST_WAITING_OF_ONE_ADDRESS) {
      return false;
    }
    waiting++;
    waitingOf.merge(asker, 1, Integer::sum);
    comparing.execute(
        () -> {
          long began = System.nanoTime();
          boolean good = compare(users, credentials);
          long took = System.nanoTime() - began;
          tell(
              loop,
              () -> {
                told(users, credentials, asker, good);
                verdict.accept(good, took);
              });
        });
    return true;
  }

  private boolean compare(Users users, Credentials credentials) {
    try {
      return users.admit(credentials.user, credentials.password);
    } catch (RuntimeException | LinkageError e) {
      faults.swallowed(Faults.Where.HTTP);
      return false;
    }
  }

  private static void tell(Executor loop, Runnable what) {
    try {
      loop.execute(what);
    } catch (RejectedExecutionException e) {
      // The exporter is closed, and with it the connection that waits.
    }
  }

  private void told(Users users, Credentials credentials, Object asker, boolean good) {
    waiting--;
    waitingOf.computeIfPresent(asker, (key, count) -> count == 1 ? null : count - 1);
    if (good) {
      right.put(digest(users, credentials), true);
    }
  }

  /** Names what was compared with, too: a password that is changed is compared anew. */
  private ByteBuffer digest(Users users, Credentials credentials) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(salt);
      for (String part :
          new String[] {credentials.user, users.secretOf(credentials.user), credentials.password}) {
        byte[] bytes = part.getBytes(UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sha.update(bytes);
      }
      return ByteBuffer.wrap(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  @Override
  public void close() {
    comparing.shutdownNow();
  }
}
