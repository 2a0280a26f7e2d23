package dev.sshpulse.hooks;

import dev.sshpulse.model.TraceParent;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The span of the application's that is current on this thread: of OpenTelemetry's API, which the
 * application's class path has, or of OpenTelemetry's agent, which keeps it under another name in
 * the boot loader. None of it is known when sshpulse is compiled.
 */
final class CurrentSpan {
  private static final String API = "io.opentelemetry.api.trace.Span";
  private static final String IN_AGENT =
      "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.Span";
  private static final Getter CONTEXT = Getter.method("getSpanContext");
  private static final Getter TRACE = Getter.method("getTraceId");
  private static final Getter SPAN = Getter.method("getSpanId");
  private static final Getter VALID = Getter.method("isValid");
  private static final Getter SAMPLED = Getter.method("isSampled");

  /** Loaders that were asked in vain, so that they are not asked at every connect. */
  private final Map<ClassLoader, Boolean> without =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** To ask the boot loader in vain costs tens of microseconds; the agent may come later. */
  private static final long ASK_AGAIN_NANOS = 60_000_000_000L;

  private volatile boolean agentAbsent;
  private volatile long agentMissedNanos;

  /**
   * The current span.
   *
   * @param library a class of the library that connects: where the application's API is found from,
   *     beside the thread's own class loader
   */
  @Nullable TraceParent get(Class<?> library) {
    TraceParent inAgent = ofAgent();
    if (inAgent != null) {
      return inAgent;
    }
    TraceParent ofThread = of(Thread.currentThread().getContextClassLoader());
    return ofThread == null ? of(library.getClassLoader()) : ofThread;
  }

  private @Nullable TraceParent ofAgent() {
    if (agentAbsent || missedLately()) {
      return null;
    }
    try {
      return current(Class.forName(IN_AGENT, true, null));
    } catch (ClassNotFoundException e) {
      agentMissedNanos = System.nanoTime() | 1; // 0 is never
      return null;
    } catch (ReflectiveOperationException | LinkageError e) {
      agentAbsent = true; // of a shape that is not known
      return null;
    }
  }

  private boolean missedLately() {
    long missed = agentMissedNanos;
    return missed != 0 && System.nanoTime() - missed < ASK_AGAIN_NANOS;
  }

  private @Nullable TraceParent of(@Nullable ClassLoader loader) {
    if (loader == null || without.containsKey(loader)) {
      return null;
    }
    try {
      return current(Class.forName(API, true, loader));
    } catch (ReflectiveOperationException | LinkageError e) {
      without.put(loader, true);
      return null;
    }
  }

  private static @Nullable TraceParent current(Class<?> span) throws ReflectiveOperationException {
    Object context = CONTEXT.of(span.getMethod("current").invoke(null));
    String trace = TRACE.text(context);
    String id = SPAN.text(context);
    return trace != null && id != null && Boolean.TRUE.equals(VALID.of(context))
        ? new TraceParent(trace, id, Boolean.TRUE.equals(SAMPLED.of(context)))
        : null;
  }
}
