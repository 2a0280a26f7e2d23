package dev.sshpulse.telemetry;

import dev.sshpulse.model.SshConnection;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Which span tells of a connection, as an exemplar names it: {@code trace_id} and {@code span_id}.
 */
interface SpanOf {

  /** Where no spans are made. */
  SpanOf NONE = connection -> null;

  /**
   * {@code ssh connect} of one that lives, {@code ssh close} of the one that ended last; null where
   * it is not recorded or not known. For listeners that hear of it after the spans do.
   */
  @Nullable Labels of(SshConnection connection);
}
