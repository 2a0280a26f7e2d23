package dev.sshpulse.telemetry;

import dev.sshpulse.model.Faults;
import java.util.concurrent.atomic.LongAdder;

/** How spans fared on their way out. Any thread may call. */
final class SpanTotals {

  private final LongAdder exported = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Faults faults;

  SpanTotals(Faults faults) {
    this.faults = faults;
  }

  void exported(int spans) {
    exported.add(spans);
  }

  void failed(int spans) {
    failed.add(spans);
  }

  void dropped() {
    faults.dropped(Faults.What.SPAN);
  }

  long exported() {
    return exported.sum();
  }

  long failed() {
    return failed.sum();
  }
}
