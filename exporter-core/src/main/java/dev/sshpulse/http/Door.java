package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import dev.sshpulse.web.Tls;
import dev.sshpulse.web.WebConfigWatch;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What {@code http.web-config} puts before the answers. There is none without one. */
class Door implements AutoCloseable {
  private final WebConfigWatch watch;
  private final Passwords passwords;
  private final TokenBucket ofUsers = new TokenBucket(System::nanoTime);
  private final TokenBucket ofOthers = new TokenBucket(System::nanoTime);
  private final Limits limits;

  /**
   * @throws IOException with what is wrong with the file, and where
   */
  Door(Listening listening, ThreadFactory threads, Limits limits, Faults faults)
      throws IOException {
    this.watch = new WebConfigWatch(listening.webConfig(), threads, faults, listening.say());
    this.passwords = new Passwords(threads, faults);
    this.limits = limits;
  }

  /** {@code http} or {@code https}; it stays so. */
  String scheme() {
    return isTls() ? "https" : "http";
  }

  boolean lastReloadSuccessful() {
    return watch.lastReloadSuccessful();
  }

  boolean isTls() {
    return tls() != null;
  }

  /** That which a connection begins with; null: none. */
  @Nullable Tls tls() {
    return watch.get().tls();
  }

  /** TLS, where there is any. */
  void addBelowHttp(ChannelPipeline pipeline, @Nullable Tls tls) {
    if (tls != null) {
      pipeline.addLast(new TlsOrPlain(tls, limits.firstRequestMillis()));
    }
  }

  /**
   * Who asks, and waits with his requests until that is known.
   *
   * @param tls by which he came in, whatever holds by now
   */
  void addAboveHttp(ChannelPipeline pipeline, @Nullable Tls tls, InTurn requests) {
    pipeline.addLast(new Gate(watch, tls, passwords, ofUsers, ofOthers, requests));
  }

  @Override
  public void close() {
    watch.close();
    passwords.close();
  }
}
