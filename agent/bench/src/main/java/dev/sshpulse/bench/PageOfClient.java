package dev.sshpulse.bench;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;

/**
 * A page of metrics as Prometheus' own library serves it with its own server.
 *
 * <p>The argument says how many series, ten to a metric; half of them are counters. Prints its port,
 * and ends with its standard input.
 */
public final class PageOfClient {
  private static final int SERIES_OF_A_METRIC = 10;

  private PageOfClient() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    for (int metric = 0; metric * SERIES_OF_A_METRIC < Integer.parseInt(arguments[0]); metric++) {
      add(registry, metric);
    }
    HTTPServer server =
        HTTPServer.builder()
            .inetAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .registry(registry)
            .buildAndStart();
    System.out.println(server.getPort());
    System.in.read();
    server.stop();
  }

  private static void add(PrometheusRegistry registry, int metric) {
    String help = "A figure with a sentence that says what it means, as long as they usually are";
    if (metric % 2 == 0) {
      Counter counter =
          Counter.builder().name("bench_counted_" + metric).help(help).labelNames("side", "cause").register(registry);
      for (int series = 0; series < SERIES_OF_A_METRIC; series++) {
        counter.labelValues("client", "cause_number_" + series).inc(metric * series);
      }
    } else {
      Gauge gauge =
          Gauge.builder().name("bench_measured_" + metric).help(help).labelNames("side", "cause").register(registry);
      for (int series = 0; series < SERIES_OF_A_METRIC; series++) {
        gauge.labelValues("server", "cause_number_" + series).set(metric * series);
      }
    }
  }
}
