package dev.sshpulse.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches over sockets of its own, which no agent takes for requests of the application. Each
 * is over within the timeout of {@code OTEL_EXPORTER_OTLP_TIMEOUT}, whatever the endpoint does: the
 * caller, which is OpenTelemetry's batching thread, waits for it.
 */
final class SocketSender implements HttpSender {

  private final HttpSenderConfig config;
  private @Nullable Thread sending;

  SocketSender(HttpSenderConfig config) {
    this.config = config;
  }

  @Override
  public synchronized void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    if (sending != null && sending.isAlive()) {
      // Asking for an address cannot be broken off.
      onError.accept(new IOException("the attempt before has not come back yet"));
      return;
    }
    Delivery delivery = new Delivery(config, body(message));
    awaitEnd(delivery);
    delivery.tell(onResponse, onError);
  }

  private void awaitEnd(Delivery delivery) {
    Thread thread =
        new Thread(Thread.currentThread().getThreadGroup(), delivery, "sshpulse-otlp", 0, false);
    thread.setDaemon(true);
    sending = thread;
    thread.start();
    try {
      thread.join(Math.max(1, config.getTimeout().toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delivery.giveUp(thread);
  }

  private byte[] body(MessageWriter message) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = compressed(body)) {
      message.writeMessage(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
    return body.toByteArray();
  }

  private OutputStream compressed(OutputStream body) throws IOException {
    Compressor compressor = config.getCompressor();
    return compressor == null ? body : compressor.compress(body);
  }

  /** Nothing is kept between two batches. */
  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
