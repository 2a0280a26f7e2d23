package dev.sshpulse.probe.libraries;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * An application that has SSH libraries and OpenTelemetry's API on its class path, and connects
 * with each library while a span of its own is current.
 *
 * <p>Arguments: {@code sdk} for an SDK of its own, or {@code agent} where the global one is
 * somebody else's; then lines of {@link LibraryHost}, whose folder is not used. Prints {@code
 * <trace> <span> <outcome>} for each, and ends with its input.
 */
public final class InSpan {

  private InSpan() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("sdk")) {
      OpenTelemetrySdk.builder()
          .setTracerProvider(SdkTracerProvider.builder().build())
          .buildAndRegisterGlobal();
    }
    for (String line : List.of(arguments).subList(1, arguments.length)) {
      connect(List.of(line.split("\t", -1)));
    }
    System.in.read();
    System.exit(0); // whatever threads a library has left
  }

  private static void connect(List<String> words) throws Exception {
    Span span = GlobalOpenTelemetry.getTracer("application").spanBuilder("application").startSpan();
    try {
      var library = LibraryHost.library(words, InSpan.class.getClassLoader());
      Callable<String> work = () -> library.apply(words.subList(2, words.size()), out -> {});
      String outcome = Context.current().with(span).wrap(work).call();
      var context = span.getSpanContext();
      System.out.println(context.getTraceId() + " " + context.getSpanId() + " " + outcome);
    } finally {
      span.end();
    }
  }
}
