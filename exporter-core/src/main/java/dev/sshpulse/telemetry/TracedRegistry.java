package dev.sshpulse.telemetry;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds to figures, whoever counts them, the latest span that tells of what was counted: one for
 * each series of a counter and each bucket of a histogram.
 *
 * <p>Of the text formats, OpenMetrics alone shows them.
 */
final class TracedRegistry extends PrometheusRegistry {

  /** No more than there are series and buckets. */
  private final Map<Place, Exemplar> latest = new ConcurrentHashMap<>();

  /**
   * Where an exemplar stands.
   *
   * @param metric the name without {@code _total}
   * @param upTo the upper bound of the bucket; infinite for a counter
   */
  private record Place(String metric, Labels series, double upTo) {}

  /** One more was counted, of which this span tells. */
  void point(Meters counter, Labels series, Labels span, Instant at) {
    put(new Place(counter.familyName(), series, Double.POSITIVE_INFINITY), 1, span, at);
  }

  /** A value was observed, of which this span tells. */
  void point(
      Meters histogram, double[] bounds, Labels series, double value, Labels span, Instant at) {
    put(new Place(histogram.familyName(), series, bucket(bounds, value)), value, span, at);
  }

  private void put(Place place, double value, Labels span, Instant at) {
    latest.put(place, new Exemplar(value, span, at.toEpochMilli()));
  }

  private static double bucket(double[] bounds, double value) {
    for (double bound : bounds) {
      if (value <= bound) {
        return bound;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public MetricSnapshots scrape() {
    MetricSnapshots plain = super.scrape();
    if (latest.isEmpty()) {
      return plain;
    }
    List<MetricSnapshot> all = new ArrayList<>(plain.size());
    for (MetricSnapshot metric : plain) {
      all.add(traced(metric));
    }
    return new MetricSnapshots(all);
  }

  private MetricSnapshot traced(MetricSnapshot metric) {
    if (metric instanceof CounterSnapshot counter) {
      return traced(counter);
    }
    return metric instanceof HistogramSnapshot histogram ? traced(histogram) : metric;
  }

  private CounterSnapshot traced(CounterSnapshot counter) {
    String name = counter.getMetadata().getPrometheusName();
    List<CounterDataPointSnapshot> points = new ArrayList<>();
    for (CounterDataPointSnapshot point : counter.getDataPoints()) {
      Exemplar span = latest.get(new Place(name, point.getLabels(), Double.POSITIVE_INFINITY));
      points.add(
          span == null
              ? point
              : new CounterDataPointSnapshot(
                  point.getValue(), point.getLabels(), span, point.getCreatedTimestampMillis()));
    }
    return new CounterSnapshot(counter.getMetadata(), points);
  }

  private HistogramSnapshot traced(HistogramSnapshot histogram) {
    String name = histogram.getMetadata().getPrometheusName();
    List<HistogramDataPointSnapshot> points = new ArrayList<>();
    for (HistogramDataPointSnapshot point : histogram.getDataPoints()) {
      points.add(
          new HistogramDataPointSnapshot(
              point.getClassicBuckets(),
              point.getSum(),
              point.getLabels(),
              spans(name, point),
              point.getCreatedTimestampMillis()));
    }
    return new HistogramSnapshot(histogram.getMetadata(), points);
  }

  private Exemplars spans(String name, HistogramDataPointSnapshot point) {
    List<Exemplar> spans = new ArrayList<>();
    for (ClassicHistogramBucket bucket : point.getClassicBuckets()) {
      Exemplar span = latest.get(new Place(name, point.getLabels(), bucket.getUpperBound()));
      if (span != null) {
        spans.add(span);
      }
    }
    return Exemplars.of(spans);
  }
}
