package dev.sshpulse.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what became of every span that was handed to the exporter. */
final class CountedExporter implements SpanExporter {

  private final SpanExporter exporter;
  private final AtomicInteger waiting;
  private final SpanTotals totals;

  /**
   * @param waiting see {@link SpanQueue}
   */
  CountedExporter(SpanExporter exporter, AtomicInteger waiting, SpanTotals totals) {
    this.exporter = exporter;
    this.waiting = waiting;
    this.totals = totals;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int size = spans.size();
    waiting.addAndGet(-size);
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> count(result.isSuccess(), size));
  }

  private void count(boolean success, int spans) {
    if (success) {
      totals.exported(spans);
    } else {
      totals.failed(spans);
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
