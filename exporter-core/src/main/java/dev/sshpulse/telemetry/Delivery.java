package dev.sshpulse.telemetry;

import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One batch on its way: attempts, with pauses between them, as often as the policy allows. */
final class Delivery implements Runnable {

  private static final double JITTER = 0.2;

  private final HttpSenderConfig config;
  private final byte[] body;
  private @Nullable Post current;
  private @Nullable HttpResponse response;
  private @Nullable Throwable failure;
  private boolean givenUp;

  Delivery(HttpSenderConfig config, byte[] body) {
    this.config = config;
    this.body = body;
  }

  @Override
  public void run() {
    try {
      deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // given up
    } catch (Throwable t) {
      failed(t);
    }
  }

  private void deliver() throws IOException, InterruptedException {
    RetryPolicy policy = config.getRetryPolicy();
    int attempts = policy == null ? 1 : policy.getMaxAttempts();
    double pause = policy == null ? 0 : policy.getInitialBackoff().toNanos();
    for (int attempt = 1; attempt(attempt == attempts); attempt++) {
      TimeUnit.NANOSECONDS.sleep((long) jittered(pause));
      pause = next(pause, policy);
    }
  }

  /** Whether there is to be another. */
  private boolean attempt(boolean last) throws IOException {
    try {
      Post post = begin();
      if (post == null) {
        return false;
      }
      HttpResponse answer = post.send(body);
      answered(answer);
      return !last && isPassing(answer.getStatusCode());
    } catch (IOException e) {
      failed(e);
      return !last && isPassing(e);
    }
  }

  private synchronized @Nullable Post begin() {
    current = givenUp ? null : new Post(config);
    return current;
  }

  /** By OTLP's specification: too many requests, and gateways in trouble. */
  private static boolean isPassing(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private static boolean isPassing(IOException failure) {
    return !(failure instanceof SSLException);
  }

  private static double jittered(double nanos) {
    return nanos * ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
  }

  private static double next(double pause, @Nullable RetryPolicy policy) {
    return policy == null
        ? pause
        : Math.min(
            pause * policy.getBackoffMultiplier(), (double) policy.getMaxBackoff().toNanos());
  }

  private synchronized void answered(HttpResponse answer) {
    response = answer;
  }

  private synchronized void failed(Throwable thrown) {
    if (!givenUp) {
      failure = thrown;
    }
  }

  /** No more attempts; the one that is under way is broken off. */
  synchronized void giveUp(Thread thread) {
    if (thread.isAlive()) {
      givenUp = true;
      thread.interrupt();
      if (current != null) {
        current.close();
      }
    }
  }

  /** What came of it: the last answer, else what was in its way. */
  synchronized void tell(Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    if (response != null) {
      onResponse.accept(response);
    } else {
      onError.accept(failure == null ? timeout() : failure);
    }
  }

  private IOException timeout() {
    Duration limit = config.getTimeout();
    return new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
  }
}
