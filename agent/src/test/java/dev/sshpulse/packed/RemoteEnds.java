package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.SocketApi;
import dev.sshpulse.probe.SocketEnds;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link SocketEnds} in another JVM: says what its ends shall do, and hears what came of it. */
final class RemoteEnds implements AutoCloseable {
  private static final String MAIN_THREAD = "main";

  private final Map<String, CompletableFuture<Answer>> expected = new ConcurrentHashMap<>();
  private final HostJvm jvm;

  /**
   * What came of an order.
   *
   * @param began in nanoseconds; only differences mean anything, but between all processes
   * @param result {@code done}, the result of a read, or an exception's class and message
   */
  record Answer(long began, long ended, String result) {
    boolean failed() {
      return result.contains("Exception");
    }

    /** Fails the test if this is a failure. */
    Answer done() {
      assertThat(result).doesNotContain("Exception");
      return this;
    }
  }

  RemoteEnds(HostJvm.Builder jvm) {
    this.jvm = jvm.onLine(this::hear).start(SocketEnds.class);
  }

  HostJvm jvm() {
    return jvm;
  }

  /** Connects two ends of this name: one of these, which listens, and one of others. */
  void accept(
      String name, SocketApi api, String address, int port, RemoteEnds others, SocketApi theirs) {
    String at = " " + address + " " + port;
    order(name, "listen " + api + at).done();
    CompletableFuture<Answer> accepted = begin(name, MAIN_THREAD, "accept");
    others.order(name, "connect " + theirs + at).done();
    answer(accepted).done();
  }

  /**
   * Both ends of this name identify themselves, and say so many bytes more.
   *
   * @return when this one had heard all
   */
  long introduce(String name, RemoteEnds others, int bytes) {
    String order = "introduce " + bytes;
    CompletableFuture<Answer> theirs = others.begin(name, MAIN_THREAD, order);
    long heard = order(name, order).done().ended();
    answer(theirs).done();
    return heard;
  }

  /** Does it on the thread of the end, and waits for the answer. */
  Answer order(String end, String order) {
    return answer(begin(end, MAIN_THREAD, order));
  }

  /** Does it on some thread; at most one order for each thread at a time. */
  CompletableFuture<Answer> begin(String end, String thread, String order) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    expected.put(end + " " + thread, answer);
    synchronized (jvm) {
      jvm.type(end + " " + thread + " " + order);
    }
    return answer;
  }

  static Answer answer(CompletableFuture<Answer> answer) {
    try {
      return answer.get(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  private void hear(String line) {
    String[] words = line.split(" ", 5);
    CompletableFuture<Answer> answer = expected.remove(words[0] + " " + words[1]);
    answer.complete(new Answer(Long.parseLong(words[2]), Long.parseLong(words[3]), words[4]));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
