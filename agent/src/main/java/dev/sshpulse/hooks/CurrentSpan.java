package dev.sshpulse.hooks;

import dev.sshpulse.model.TraceParent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The span of the application's that is current on this thread: of OpenTelemetry's API, which the
 * application's class path has, or of OpenTelemetry's agent, which keeps it under another name in
 * the boot loader. None of it is known when sshpulse is compiled.
 *
 * <p>It is asked only of an API that the application has used already. Its first use decides for
 * good where its context is kept, and that must not be ours.
 */
final class CurrentSpan {
  private static final String SPAN = "io.opentelemetry.api.trace.Span";
  private static final String CONTEXT = "io.opentelemetry.context.Context";

  /** What is loaded when the first context is asked for. */
  private static final String IN_USE = "io.opentelemetry.context.LazyStorage";

  private static final String SPAN_IN_AGENT =
      "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.Span";
  private static final Getter SPAN_CONTEXT = Getter.method("getSpanContext");
  private static final Getter TRACE_ID = Getter.method("getTraceId");
  private static final Getter SPAN_ID = Getter.method("getSpanId");
  private static final Getter VALID = Getter.method("isValid");
  private static final Getter SAMPLED = Getter.method("isSampled");

  /** To ask the boot loader in vain costs tens of microseconds; the agent may come later. */
  private static final long ASK_AGAIN_NANOS = 60_000_000_000L;

  private final @Nullable MethodHandle findLoaded = findLoaded();
  private volatile boolean agentAbsent;
  private volatile long agentMissedNanos;

  /** {@code java.lang} is open to us, for the bridge. */
  private static @Nullable MethodHandle findLoaded() {
    try {
      return MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup())
          .findVirtual(
              ClassLoader.class,
              "findLoadedClass",
              MethodType.methodType(Class.class, String.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // then no trace is joined but that of OpenTelemetry's agent
    }
  }

  /**
   * The current span.
   *
   * @param library a class of the library that connects: where the application's API is found from,
   *     beside the thread's own class loader
   */
  @Nullable TraceParent get(Class<?> library) {
    try {
      TraceParent inAgent = ofAgent();
      if (inAgent != null) {
        return inAgent;
      }
      TraceParent ofThread = of(Thread.currentThread().getContextClassLoader());
      return ofThread == null ? of(library.getClassLoader()) : ofThread;
    } catch (RuntimeException | LinkageError e) {
      return null; // a class loader or an API that refuses: there is nothing to join
    }
  }

  private @Nullable TraceParent ofAgent() {
    if (agentAbsent || missedLately()) {
      return null;
    }
    try {
      return current(Class.forName(SPAN_IN_AGENT, true, null));
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
    Class<?> span = loaded(SPAN, loader);
    Class<?> context = span == null ? null : loaded(CONTEXT, span.getClassLoader());
    if (span == null || context == null || loaded(IN_USE, context.getClassLoader()) == null) {
      return null;
    }
    try {
      return current(span);
    } catch (ReflectiveOperationException e) {
      return null; // of a shape that is not known
    }
  }

  /** A class that is loaded already, as this loader or one that it delegates to knows it. */
  private @Nullable Class<?> loaded(String name, @Nullable ClassLoader from) {
    MethodHandle find = findLoaded;
    if (find == null) {
      return null;
    }
    for (ClassLoader loader = from; loader != null; loader = loader.getParent()) {
      Class<?> known = loaded(find, name, loader);
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  private static @Nullable Class<?> loaded(MethodHandle find, String name, ClassLoader loader) {
    try {
      return (Class<?>) find.invokeExact(loader, name);
    } catch (Throwable t) {
      return null;
    }
  }

  private static @Nullable TraceParent current(Class<?> span) throws ReflectiveOperationException {
    Object context = SPAN_CONTEXT.of(span.getMethod("current").invoke(null));
    String trace = TRACE_ID.text(context);
    String id = SPAN_ID.text(context);
    return trace != null && id != null && Boolean.TRUE.equals(VALID.of(context))
        ? new TraceParent(trace, id, Boolean.TRUE.equals(SAMPLED.of(context)))
        : null;
  }
}
