package dev.sshpulse.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the SDK's batch processor from dropping spans without a word: what would not fit is dropped
 * here and counted.
 */
final class SpanQueue implements SpanProcessor {

  private final SpanProcessor batches;
  private final int capacity;
  private final AtomicInteger waiting;
  private final SpanTotals totals;

  /**
   * @param capacity the most spans that {@code batches} holds
   * @param waiting spans handed to {@code batches} that have not reached the exporter
   */
  SpanQueue(SpanProcessor batches, int capacity, AtomicInteger waiting, SpanTotals totals) {
    this.batches = batches;
    this.capacity = capacity;
    this.waiting = waiting;
    this.totals = totals;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (waiting.incrementAndGet() > capacity) {
      waiting.decrementAndGet();
      totals.dropped();
      return;
    }
    batches.onEnd(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    batches.onStart(parent, span);
  }

  @Override
  public boolean isStartRequired() {
    return batches.isStartRequired();
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }
}
