package dev.sshpulse.http;

import java.util.concurrent.atomic.AtomicReference;

/** Something to export, as a test sets it. */
final class Shown implements Exported {

  final AtomicReference<String> notReady = new AtomicReference<>();
  final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final String version;
  private final String metrics;

  Shown(String version, String metrics) {
    this.version = version;
    this.metrics = metrics;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String scrape(String contentType) {
    if (failure.get() != null) {
      throw failure.get();
    }
    return metrics + " as " + contentType;
  }

  @Override
  public String notReadyBecause() {
    return notReady.get();
  }
}
