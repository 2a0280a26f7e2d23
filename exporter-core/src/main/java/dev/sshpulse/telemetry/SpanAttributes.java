package dev.sshpulse.telemetry;

import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectFailure;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshChannel;
import dev.sshpulse.model.SshConnection;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What spans say.
 *
 * <p>Attributes beginning with {@code ssh.} are ours; all others are stable semantic conventions.
 */
final class SpanAttributes {

  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** The name of the event that tells of an exception. */
  static final String EXCEPTION = "exception";

  private static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> EXCEPTION_MESSAGE =
      AttributeKey.stringKey("exception.message");

  /** On the wire a refusal is a message, by the name of RFC 4252 section 5.1. */
  private static final String REFUSAL = "SSH_MSG_USERAUTH_FAILURE";

  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("ssh.close.cause");
  private static final AttributeKey<String> INITIATOR =
      AttributeKey.stringKey("ssh.close.initiator");
  private static final AttributeKey<Long> IDLE = AttributeKey.longKey("ssh.close.idle_ms");
  private static final AttributeKey<Long> DETECTION =
      AttributeKey.longKey("ssh.close.detection_ms");
  private static final AttributeKey<String> RETRY = AttributeKey.stringKey("ssh.close.retry");
  private static final AttributeKey<Long> REASON_CODE =
      AttributeKey.longKey("ssh.disconnect.reason_code");
  private static final AttributeKey<Long> CONNECTION = AttributeKey.longKey("ssh.connection.id");
  private static final AttributeKey<Long> DURATION =
      AttributeKey.longKey("ssh.connection.duration_ms");
  private static final AttributeKey<Long> RECEIVED =
      AttributeKey.longKey("ssh.connection.received_bytes");
  private static final AttributeKey<Long> SENT = AttributeKey.longKey("ssh.connection.sent_bytes");
  private static final AttributeKey<Boolean> FROM_THE_MIDDLE =
      AttributeKey.booleanKey("ssh.connection.seen_from_middle");
  private static final AttributeKey<String> LIBRARY = AttributeKey.stringKey("ssh.library");
  private static final AttributeKey<String> LIBRARY_VERSION =
      AttributeKey.stringKey("ssh.library.version");
  private static final AttributeKey<String> CLIENT_VERSION =
      AttributeKey.stringKey("ssh.client.version");
  private static final AttributeKey<String> SERVER_VERSION =
      AttributeKey.stringKey("ssh.server.version");
  private static final AttributeKey<String> HOST = AttributeKey.stringKey("ssh.host");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("ssh.auth.method");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("ssh.auth.outcome");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("ssh.channel.kind");
  private static final AttributeKey<Long> EXIT_STATUS =
      AttributeKey.longKey("ssh.session.exit_status");
  private static final AttributeKey<Long> SESSION_DURATION =
      AttributeKey.longKey("ssh.session.duration_ms");
  private static final AttributeKey<String> COMMAND = AttributeKey.stringKey("ssh.session.command");
  private static final AttributeKey<String> USER = AttributeKey.stringKey("user.name");
  private static final AttributeKey<String> PROTOCOL =
      AttributeKey.stringKey("network.protocol.name");
  private static final AttributeKey<String> PROTOCOL_VERSION =
      AttributeKey.stringKey("network.protocol.version");
  private static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("network.transport");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("network.type");
  private static final AttributeKey<String> SERVER_ADDRESS =
      AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

  /** The semantic conventions' value for an error that has no name. */
  private static final String UNNAMED_ERROR = "_OTHER";

  private SpanAttributes() {}

  /** What all spans of a connection have in common. */
  static void identify(SpanBuilder span, SshConnection connection) {
    span.setAttribute(CONNECTION, connection.id());
  }

  static void describe(SpanBuilder span, SshConnection connection) {
    identify(span, connection);
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

  static void describe(SpanBuilder span, Establishment established) {
    describe(span, established.connection());
    speaker(span, established.library(), established.libraryVersion());
    known(span, CLIENT_VERSION, established.clientVersion());
    known(span, SERVER_VERSION, established.serverVersion());
    known(span, PROTOCOL_VERSION, protocolVersion(established));
    host(span, established.host());
  }

  private static void speaker(SpanBuilder span, Library library, String version) {
    span.setAttribute(LIBRARY, library.label());
    known(span, LIBRARY_VERSION, version.isEmpty() ? null : version);
  }

  /** By the name that the application used: its address may be another's tomorrow. */
  private static void host(SpanBuilder span, @Nullable String host) {
    known(span, HOST, host);
    known(span, SERVER_ADDRESS, host);
  }

  private static void known(SpanBuilder span, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  private static @Nullable String protocolVersion(Establishment established) {
    String client = established.clientVersion();
    return protocolVersion(client == null ? established.serverVersion() : client);
  }

  /** Between the first two dashes; 1.99 stands for 2.0 (RFC 4253 sections 4.2 and 5.1). */
  private static @Nullable String protocolVersion(@Nullable String identification) {
    if (identification == null || !identification.startsWith("SSH-")) {
      return null;
    }
    int from = "SSH-".length();
    int to = identification.indexOf('-', from);
    String version = to < 0 ? null : identification.substring(from, to);
    return "1.99".equals(version) ? "2.0" : version;
  }

  static void describe(SpanBuilder span, ConnectFailure failure) {
    span.setAttribute(PROTOCOL, "ssh");
    span.setAttribute(TRANSPORT, "tcp");
    speaker(span, failure.library(), failure.libraryVersion());
    host(span, failure.host());
    if (failure.port() > 0) {
      span.setAttribute(SERVER_PORT, (long) failure.port());
    }
  }

  static void describe(SpanBuilder span, Authentication attempt) {
    identify(span, attempt.connection());
    span.setAttribute(METHOD, attempt.method().label());
    known(span, OUTCOME, attempt.outcome() == null ? null : attempt.outcome().label());
    known(span, USER, attempt.user());
  }

  /** The attributes of the event for an attempt that was refused; they never name the user. */
  static Attributes refusal(Authentication attempt) {
    String message = "the server refused the method " + attempt.method().label();
    return Attributes.of(EXCEPTION_TYPE, REFUSAL, EXCEPTION_MESSAGE, message);
  }

  static void describe(SpanBuilder span, SshChannel channel) {
    identify(span, channel.connection());
    span.setAttribute(KIND, channel.kind().label());
    span.setAttribute(
        SESSION_DURATION, Duration.between(channel.openedAt(), channel.closedAt()).toMillis());
    if (channel.exitStatus() != null) {
      span.setAttribute(EXIT_STATUS, channel.exitStatus().longValue());
    }
    known(span, COMMAND, channel.command());
  }

  static void describe(SpanBuilder span, Ending ending) {
    describe(span, ending.connection());
    span.setAttribute(CAUSE, ending.cause().label());
    span.setAttribute(INITIATOR, ending.initiator().label());
    span.setAttribute(IDLE, ending.idle().toMillis());
    span.setAttribute(DETECTION, ending.detection().toMillis());
    span.setAttribute(RETRY, ending.cause().newConnection().label());
    span.setAttribute(DURATION, ending.duration().toMillis());
    span.setAttribute(RECEIVED, ending.receivedBytes());
    span.setAttribute(SENT, ending.sentBytes());
    if (ending.connection().fromTheMiddle()) {
      span.setAttribute(FROM_THE_MIDDLE, true);
    }
    if (ending.disconnectCode() != null) {
      span.setAttribute(REASON_CODE, ending.disconnectCode().longValue());
    }
  }

  /** The value of {@code error.type}. */
  static String errorType(Cause cause) {
    return errorType(cause.label());
  }

  /** Likewise, of a label of any closed set. */
  static String errorType(String label) {
    return label.equals(Cause.OTHER.label()) ? UNNAMED_ERROR : label;
  }
}
