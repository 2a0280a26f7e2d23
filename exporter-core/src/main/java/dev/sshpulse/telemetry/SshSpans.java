package dev.sshpulse.telemetry;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells of every connection in two short spans: {@code ssh connect} when it is recognised, and
 * {@code ssh close} when it is over, which may be days later and is therefore a trace of its own
 * with a link back.
 *
 * <p>Attributes beginning with {@code ssh.} are ours; all others are stable semantic conventions.
 */
final class SshSpans implements SshListener {

  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("ssh.close.cause");
  private static final AttributeKey<String> INITIATOR =
      AttributeKey.stringKey("ssh.close.initiator");
  private static final AttributeKey<Long> IDLE = AttributeKey.longKey("ssh.close.idle_ms");
  private static final AttributeKey<Long> DETECTION =
      AttributeKey.longKey("ssh.close.detection_ms");
  private static final AttributeKey<String> RETRY = AttributeKey.stringKey("ssh.close.retry");
  private static final AttributeKey<Long> CONNECTION = AttributeKey.longKey("ssh.connection.id");
  private static final AttributeKey<Long> DURATION =
      AttributeKey.longKey("ssh.connection.duration_ms");
  private static final AttributeKey<Long> RECEIVED =
      AttributeKey.longKey("ssh.connection.received_bytes");
  private static final AttributeKey<Long> SENT = AttributeKey.longKey("ssh.connection.sent_bytes");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> PROTOCOL =
      AttributeKey.stringKey("network.protocol.name");
  private static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("network.transport");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("network.type");

  /** The semantic conventions' value for an error that has no name. */
  private static final String UNNAMED_ERROR = "_OTHER";

  private final Tracer tracer;
  private final int mostOpen;
  private final SpanTotals totals;
  private final Map<Long, SpanContext> connects = new HashMap<>();

  /**
   * @param mostOpen connections whose {@code ssh connect} is remembered at a time, at about 300
   *     bytes each; the {@code ssh close} of any beyond has no link, counted as a dropped span
   */
  SshSpans(Tracer tracer, int mostOpen, SpanTotals totals) {
    this.tracer = tracer;
    this.mostOpen = mostOpen;
    this.totals = totals;
  }

  @Override
  public void connectionRecognised(SshConnection connection) {
    SpanBuilder connect =
        tracer.spanBuilder("ssh connect").setNoParent().setSpanKind(kind(connection));
    describe(connect, connection);
    Span span = connect.setStartTimestamp(connection.openedAt()).startSpan();
    span.end(connection.recognisedAt());
    remember(connection, span.getSpanContext());
  }

  @Override
  public void connectionEnded(Ending ending) {
    SpanBuilder close = tracer.spanBuilder("ssh close").setNoParent();
    describe(close, ending.connection());
    SpanContext connect = connects.remove(ending.connection().id());
    if (connect != null) {
      close.addLink(connect);
    }
    Span span = close.setStartTimestamp(ending.at()).startSpan();
    describe(span, ending);
    span.end(ending.at());
  }

  private void remember(SshConnection connection, SpanContext connect) {
    if (!connect.isSampled()) {
      return;
    }
    if (connects.size() < mostOpen) {
      connects.put(connection.id(), connect);
    } else {
      totals.dropped();
    }
  }

  private static SpanKind kind(SshConnection connection) {
    return connection.side() == Side.CLIENT ? SpanKind.CLIENT : SpanKind.SERVER;
  }

  private static void describe(SpanBuilder span, SshConnection connection) {
    span.setAttribute(CONNECTION, connection.id());
    span.setAttribute(PROTOCOL, "ssh");
    InetSocketAddress peer = connection.peer();
    if (peer != null) {
      // Without an address it may be a Unix domain socket as well.
      span.setAttribute(TRANSPORT, "tcp");
      span.setAttribute(TYPE, peer.getAddress() instanceof Inet6Address ? "ipv6" : "ipv4");
      address(span, "network.peer", peer);
      address(span, connection.side() == Side.CLIENT ? "server" : "client", peer);
    }
    if (connection.local() != null) {
      address(span, "network.local", connection.local());
    }
  }

  private static void address(SpanBuilder span, String prefix, InetSocketAddress address) {
    span.setAttribute(prefix + ".address", text(address));
    span.setAttribute(prefix + ".port", address.getPort());
  }

  /** Never asks a name server. */
  private static String text(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    return resolved == null ? address.getHostString() : resolved.getHostAddress();
  }

  private static void describe(Span span, Ending ending) {
    span.setAttribute(CAUSE, ending.cause().label());
    span.setAttribute(INITIATOR, ending.initiator().label());
    span.setAttribute(IDLE, ending.idle().toMillis());
    span.setAttribute(DETECTION, ending.detection().toMillis());
    span.setAttribute(RETRY, ending.cause().newConnection().label());
    span.setAttribute(DURATION, ending.duration().toMillis());
    span.setAttribute(RECEIVED, ending.receivedBytes());
    span.setAttribute(SENT, ending.sentBytes());
    if (ending.cause().failed()) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(ERROR_TYPE, errorType(ending.cause()));
    }
  }

  private static String errorType(Cause cause) {
    return cause == Cause.OTHER ? UNNAMED_ERROR : cause.label();
  }
}
