package dev.sshpulse.telemetry;

import dev.sshpulse.model.AuthOutcome;
import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectFailure;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshChannel;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.model.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of every connection in spans that are over when they are made: {@code ssh connect} once it
 * can be used or has failed to become so, below it {@code ssh auth} and {@code ssh session}, and
 * {@code ssh close} when it is over, which may be days later and is therefore a trace of its own
 * with a link back. Of one that was open before anybody looked there is {@code ssh close} alone:
 * when it was connected, nobody knows.
 */
final class SshSpans implements SshListener, SpanOf {

  private final Tracer tracer;
  private final int mostOpen;
  private final SpanTotals totals;
  private final Map<Long, Begun> open = new HashMap<>();
  private long lastEnded;
  private SpanContext lastClose = SpanContext.getInvalid();

  /**
   * @param mostOpen connections whose {@code ssh connect} is remembered at a time, at about 300
   *     bytes each; of any beyond, {@code ssh close} has no link and the others are not made, all
   *     of which is counted as dropped spans
   */
  SshSpans(Tracer tracer, int mostOpen, SpanTotals totals) {
    this.tracer = tracer;
    this.mostOpen = mostOpen;
    this.totals = totals;
  }

  /** What is remembered of a connection until its end. */
  private static final class Begun {
    /** Null until it can be used; invalid where it is not recorded. */
    @Nullable SpanContext connect;

    /** Channels that wait to hear what ended them; null while there are none. */
    @Nullable List<SshChannel> interrupted;
  }

  @Override
  public void connectionRecognised(SshConnection connection) {
    if (open.size() < mostOpen) {
      open.put(connection.id(), begun(connection));
    } else {
      totals.dropped();
    }
  }

  private static Begun begun(SshConnection connection) {
    Begun begun = new Begun();
    begun.connect = connection.fromTheMiddle() ? SpanContext.getInvalid() : null;
    return begun;
  }

  @Override
  public void connectionEstablished(Establishment established) {
    SshConnection connection = established.connection();
    if (connection.fromTheMiddle()) {
      return;
    }
    SpanBuilder connect = connect(kind(connection), established.parent());
    SpanAttributes.describe(connect, established);
    Span span = connect.setStartTimestamp(connection.openedAt()).startSpan();
    span.end(notBefore(connection.openedAt(), established.at()));
    remember(open.get(connection.id()), span.getSpanContext());
  }

  private static void remember(@Nullable Begun begun, SpanContext connect) {
    if (begun != null) {
      begun.connect = connect.isSampled() ? connect : SpanContext.getInvalid();
    }
  }

  @Override
  public void connectFailed(ConnectFailure failure) {
    SpanBuilder connect = connect(SpanKind.CLIENT, failure.parent());
    SpanAttributes.describe(connect, failure);
    Span span = connect.setStartTimestamp(failure.from()).startSpan();
    fail(span, SpanAttributes.errorType(failure.error().label()));
    span.end(notBefore(failure.from(), failure.to()));
  }

  private SpanBuilder connect(SpanKind kind, @Nullable TraceParent parent) {
    return tracer.spanBuilder("ssh connect").setSpanKind(kind).setParent(context(parent));
  }

  /** The application's span is another tracer's, as remote to this one as another host's. */
  private static Context context(@Nullable TraceParent parent) {
    if (parent == null) {
      return Context.root();
    }
    return below(
        SpanContext.createFromRemoteParent(
            parent.traceId(),
            parent.spanId(),
            parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
            TraceState.getDefault()));
  }

  private static Context below(SpanContext parent) {
    return Context.root().with(Span.wrap(parent));
  }

  @Override
  public void authenticationAttempted(Authentication attempt) {
    SpanBuilder auth = child("ssh auth", open.get(attempt.connection().id()));
    if (auth == null) {
      return;
    }
    SpanAttributes.describe(auth, attempt);
    Span span = auth.setStartTimestamp(attempt.from()).startSpan();
    Instant over = notBefore(attempt.from(), attempt.to());
    if (attempt.outcome() == AuthOutcome.FAILURE) {
      refuse(span, attempt, over);
    }
    span.end(over);
  }

  /** A wrong password is a server's daily bread, and no error of its. */
  private static void refuse(Span span, Authentication attempt, Instant at) {
    span.addEvent(SpanAttributes.EXCEPTION, SpanAttributes.refusal(attempt), at);
    if (attempt.connection().side() == Side.CLIENT) {
      fail(span, SpanAttributes.errorType(Cause.AUTH_FAILED));
    }
  }

  /** A channel that was interrupted is told at the end of its connection, which has the cause. */
  @Override
  public void channelClosed(SshChannel channel) {
    Begun begun = open.get(channel.connection().id());
    if (begun == null || !channel.interrupted() || channel.exitStatus() != null) {
      session(channel, begun, null);
      return;
    }
    if (begun.interrupted == null) {
      begun.interrupted = new ArrayList<>(1);
    }
    begun.interrupted.add(channel);
  }

  private void session(SshChannel channel, @Nullable Begun begun, @Nullable Cause cause) {
    SpanBuilder session = child("ssh session", begun);
    if (session == null) {
      return;
    }
    session.setSpanKind(kind(channel.connection()));
    SpanAttributes.describe(session, channel);
    Span span = session.setStartTimestamp(channel.openedAt()).startSpan();
    if (cause != null && cause.failed()) {
      fail(span, SpanAttributes.errorType(cause));
    }
    span.end(notBefore(channel.openedAt(), channel.closedAt()));
  }

  /** Null where its parent is not recorded, or is no longer known: never a root of its own. */
  private @Nullable SpanBuilder child(String name, @Nullable Begun begun) {
    SpanContext connect = begun == null ? null : begun.connect;
    if (connect == null) {
      totals.dropped();
      return null;
    }
    return connect.isSampled() ? tracer.spanBuilder(name).setParent(below(connect)) : null;
  }

  @Override
  public void connectionEnded(Ending ending) {
    Begun begun = open.remove(ending.connection().id());
    if (begun != null) {
      finish(begun, ending);
    }
    close(ending, begun == null ? null : begun.connect);
  }

  private void finish(Begun begun, Ending ending) {
    if (begun.connect == null) {
      remember(begun, neverEstablished(ending));
    }
    if (begun.interrupted != null) {
      for (SshChannel channel : begun.interrupted) {
        session(channel, begun, ending.cause());
      }
    }
  }

  private SpanContext neverEstablished(Ending ending) {
    SshConnection connection = ending.connection();
    SpanBuilder connect = connect(kind(connection), null);
    SpanAttributes.describe(connect, connection);
    Span span = connect.setStartTimestamp(connection.openedAt()).startSpan();
    fail(span, SpanAttributes.errorType(ending.cause()));
    span.end(notBefore(connection.openedAt(), ending.at()));
    return span.getSpanContext();
  }

  private void close(Ending ending, @Nullable SpanContext connect) {
    SpanBuilder close = tracer.spanBuilder("ssh close").setNoParent();
    SpanAttributes.describe(close, ending);
    if (connect != null && connect.isSampled()) {
      close.addLink(connect);
    }
    Span span = close.setStartTimestamp(ending.at()).startSpan();
    if (ending.cause().failed()) {
      fail(span, SpanAttributes.errorType(ending.cause()));
    }
    span.end(ending.at());
    lastEnded = ending.connection().id();
    lastClose = span.getSpanContext();
  }

  @Override
  public @Nullable Labels of(SshConnection connection) {
    Begun begun = open.get(connection.id());
    SpanContext span = begun == null ? null : begun.connect;
    if (begun == null && connection.id() == lastEnded) {
      span = lastClose;
    }
    return span == null || !span.isSampled() ? null : labels(span);
  }

  private static Labels labels(SpanContext span) {
    return Labels.of(Exemplar.TRACE_ID, span.getTraceId(), Exemplar.SPAN_ID, span.getSpanId());
  }

  private static SpanKind kind(SshConnection connection) {
    return connection.side() == Side.CLIENT ? SpanKind.CLIENT : SpanKind.SERVER;
  }

  private static void fail(Span span, String errorType) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(SpanAttributes.ERROR_TYPE, errorType);
  }

  /** The clock of the day may be set back while something goes on. */
  private static Instant notBefore(Instant from, Instant to) {
    return to.isBefore(from) ? from : to;
  }
}
