package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP;q=0.5, br", "br, gzip", "*", "identity;q=0, *;q=0.1"})
  void compressesForWhomeverAllowsIt(String acceptEncoding) {
    assertThat(Accept.allowsGzip(acceptEncoding)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "br", "identity", "gzip;q=0, *", "gzip;q=nonsense", "x-gzipped", ","})
  void compressesForNobodyElse(String acceptEncoding) {
    assertThat(Accept.allowsGzip(acceptEncoding)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "application/openmetrics-text; version=1.0.0",
        "Application/OpenMetrics-Text;version=1.0.0;charset=utf-8",
        // Prometheus 2.42
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        // Prometheus 3
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
      })
  void answersInOpenMetricsWhomeverAsksForIt(String accept) {
    assertThat(Accept.prefersOpenMetrics(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/plain",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        "application/openmetrics-text;version=0.0.1",
        "application/openmetrics-text;version=1.0.0;q=0",
        "application/openmetrics-text;q=rubbish",
        "application/openmetrics-text;q=0.3,text/plain;q=0.5",
        "application/openmetrics-textual",
        ";;,,=;q",
      })
  void answersAnyoneElseInPlainText(String accept) {
    assertThat(Accept.prefersOpenMetrics(accept)).isFalse();
  }

  @Test
  void answersInPlainTextWithoutTheHeader() {
    assertThat(Accept.prefersOpenMetrics(null)).isFalse();
  }
}
