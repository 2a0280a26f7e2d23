package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.AuthOutcome;
import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.ConnectFailure;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshChannel;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.TraceParent;
import dev.sshpulse.model.Verdict;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

class SshSpanTreeTest {
  private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 40000);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.2", 22);
  private static final TraceParent APPLICATION =
      new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

  private static final SpanContext APPLICATIONS =
      SpanContext.create(
          APPLICATION.traceId(),
          APPLICATION.spanId(),
          TraceFlags.getSampled(),
          TraceState.getDefault());

  private final Faults faults = new Faults();
  private final List<SpanData> made = new ArrayList<>();
  private SshSpans spans = spans(Sampler.parentBased(Sampler.alwaysOn()), 100);

  private SshSpans spans(Sampler sampler, int mostOpen) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new Kept(made)).build();
    return new SshSpans(provider.get("test"), mostOpen, new SpanTotals(faults));
  }

  @Test
  void putsTheConnectIntoTheTraceOfTheApplication() {
    begin(client(), APPLICATION);

    SpanData connect = only("ssh connect");

    assertThat(connect.getTraceId()).isEqualTo(APPLICATION.traceId());
    assertThat(connect.getParentSpanId()).isEqualTo(APPLICATION.spanId());
    assertThat(connect.getParentSpanContext().isRemote()).isTrue();
  }

  @Test
  void saysNothingOfAConnectionWhoseParentIsNotRecorded() {
    begin(client(), new TraceParent(APPLICATION.traceId(), APPLICATION.spanId(), false));
    spans.authenticationAttempted(attempt(client(), AuthOutcome.SUCCESS, null));
    spans.channelClosed(channel(client(), 0, null, false));

    assertThat(made).isEmpty();
    assertThat(faults.drops(Faults.What.SPAN)).isZero();
  }

  @Test
  void hangsLoginsAndChannelsBelowTheConnect() {
    begin(client(), null);
    spans.authenticationAttempted(attempt(client(), AuthOutcome.PARTIAL, "alice"));
    spans.channelClosed(channel(client(), 3, "make", false));

    SpanData connect = only("ssh connect");
    SpanData auth = only("ssh auth");
    SpanData session = only("ssh session");

    assertThat(List.of(auth, session))
        .extracting(SpanData::getParentSpanContext)
        .containsOnly(connect.getSpanContext());
    assertThat(auth.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(attributes(auth))
        .isEqualTo(
            Map.of(
                "ssh.auth.method", "publickey",
                "ssh.auth.outcome", "partial",
                "ssh.connection.id", 7L,
                "user.name", "alice"));
    assertThat(auth.getStartEpochNanos()).isEqualTo(nanos(OPENED.plusSeconds(1)));
    assertThat(auth.getEndEpochNanos()).isEqualTo(nanos(OPENED.plusSeconds(2)));
    assertThat(session.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(attributes(session))
        .isEqualTo(
            Map.of(
                "ssh.channel.kind", "exec",
                "ssh.connection.id", 7L,
                "ssh.session.command", "make",
                "ssh.session.duration_ms", 6_000L,
                "ssh.session.exit_status", 3L));
    assertThat(made)
        .extracting(span -> span.getStatus().getStatusCode())
        .containsOnly(StatusCode.UNSET);
  }

  @Test
  void callsARefusedLoginAnErrorOnTheClientAlone() {
    begin(client(), null);
    spans.authenticationAttempted(attempt(client(), AuthOutcome.FAILURE, null));
    begin(server(), null);
    spans.authenticationAttempted(attempt(server(), AuthOutcome.FAILURE, null));

    List<SpanData> logins = named("ssh auth");

    assertThat(logins.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(logins.get(0)))
        .containsEntry("error.type", "auth_failed")
        .doesNotContainKey("user.name");
    assertThat(logins.get(1).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(logins.get(1)))
        .containsEntry("ssh.auth.outcome", "failure")
        .doesNotContainKey("error.type");
  }

  @Test
  void recordsARefusalOnEitherSideAndNamesNobody() {
    begin(client(), null);
    begin(server(), null);

    spans.authenticationAttempted(attempt(client(), AuthOutcome.FAILURE, "alice"));
    spans.authenticationAttempted(attempt(server(), AuthOutcome.FAILURE, "alice"));

    assertThat(named("ssh auth"))
        .hasSize(2)
        .flatExtracting(SpanData::getEvents)
        .hasSize(2)
        .allSatisfy(SshSpanTreeTest::assertIsTheRefusal);
  }

  private static void assertIsTheRefusal(EventData event) {
    assertThat(event.getName()).isEqualTo("exception");
    assertThat(event.getEpochNanos()).isEqualTo(nanos(OPENED.plusSeconds(2)));
    assertThat(attributes(event.getAttributes()))
        .isEqualTo(
            Map.of(
                "exception.type", "SSH_MSG_USERAUTH_FAILURE",
                "exception.message", "the server refused the method publickey"));
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = {"SUCCESS", "PARTIAL"})
  void recordsNoExceptionWhereNobodyWasRefused(AuthOutcome outcome) {
    begin(client(), null);

    spans.authenticationAttempted(attempt(client(), outcome, null));

    assertThat(only("ssh auth").getEvents()).isEmpty();
  }

  @Test
  void saysNoOutcomeOfALoginThatNobodyAnswered() {
    begin(client(), null);

    spans.authenticationAttempted(attempt(client(), null, null));

    assertThat(attributes(only("ssh auth"))).doesNotContainKeys("ssh.auth.outcome", "error.type");
  }

  @Test
  void tellsWhatKilledASession() {
    begin(server(), null);
    spans.channelClosed(channel(server(), null, null, true));
    assertThat(named("ssh session")).isEmpty();

    spans.connectionEnded(ending(server(), Cause.CONNECTION_RESET, null));

    SpanData session = only("ssh session");
    assertThat(session.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(session.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(session.getParentSpanId()).isEqualTo(only("ssh connect").getSpanId());
    assertThat(attributes(session))
        .containsEntry("error.type", "connection_reset")
        .doesNotContainKeys("ssh.session.exit_status", "ssh.session.command");
  }

  @Test
  void findsNoFaultWithASessionThatHadReturned() {
    begin(client(), null);

    spans.channelClosed(channel(client(), 1, null, true));

    assertThat(only("ssh session").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void tellsOfAConnectThatNeverReachedKeysAtItsEnd() {
    spans.connectionRecognised(client());

    spans.connectionEnded(ending(client(), Cause.KEY_EXCHANGE_FAILED, 3));

    SpanData connect = only("ssh connect");
    SpanData close = only("ssh close");
    assertThat(connect.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(connect.getStartEpochNanos()).isEqualTo(nanos(OPENED));
    assertThat(connect.getEndEpochNanos()).isEqualTo(nanos(OPENED.plusSeconds(60)));
    assertThat(attributes(connect))
        .containsEntry("error.type", "key_exchange_failed")
        .containsEntry("network.peer.address", "192.0.2.2");
    assertThat(close.getLinks())
        .singleElement()
        .satisfies(link -> assertThat(link.getSpanContext()).isEqualTo(connect.getSpanContext()));
    assertThat(attributes(close)).containsEntry("ssh.disconnect.reason_code", 3L);
  }

  @Test
  void tellsOfAConnectThatFoundNobody() {
    spans.connectFailed(
        new ConnectFailure(
            Library.SSHJ,
            "0.40.0",
            "git.example.org",
            2222,
            SocketError.CONNECTION_REFUSED,
            OPENED,
            OPENED.plusMillis(5),
            APPLICATION));

    SpanData connect = only("ssh connect");

    assertThat(connect.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(connect.getParentSpanId()).isEqualTo(APPLICATION.spanId());
    assertThat(connect.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(connect))
        .isEqualTo(
            Map.of(
                "error.type", "connection_refused",
                "network.protocol.name", "ssh",
                "network.transport", "tcp",
                "server.address", "git.example.org",
                "server.port", 2222L,
                "ssh.host", "git.example.org",
                "ssh.library", "sshj",
                "ssh.library.version", "0.40.0"));
  }

  @Test
  void dropsAndCountsTheChildrenOfAConnectThatItDoesNotRemember() {
    spans = spans(Sampler.alwaysOn(), 0);

    begin(client(), null);
    spans.authenticationAttempted(attempt(client(), AuthOutcome.SUCCESS, null));
    spans.channelClosed(channel(client(), null, null, true));
    spans.connectionEnded(ending(client(), Cause.CONNECTION_RESET, null));

    assertThat(made).extracting(SpanData::getName).containsExactly("ssh connect", "ssh close");
    assertThat(only("ssh close").getLinks()).isEmpty();
    assertThat(faults.drops(Faults.What.SPAN)).isEqualTo(3);
  }

  @Test
  void takesNoSpanOfTheApplicationsForItsParent() {
    Scope current = Context.root().with(Span.wrap(APPLICATIONS)).makeCurrent();
    begin(client(), null);
    spans.connectionEnded(ending(client(), Cause.CLOSED, null));
    current.close();

    assertThat(made).hasSize(2).allMatch(span -> !span.getParentSpanContext().isValid());
  }

  @Test
  void readsTheProtocolOutOfEitherIdentification() {
    assertThat(protocol(null, "SSH-1.99-OpenSSH_3.6")).isEqualTo("2.0");
    assertThat(protocol("SSH-2.0-x", "SSH-1.99-y")).isEqualTo("2.0");
    assertThat(protocol("SSH-2.0", null)).isNull();
    assertThat(protocol("nonsense", null)).isNull();
  }

  private Object protocol(String client, String server) {
    made.clear();
    spans.connectionEstablished(
        new Establishment(client(), OPENED, true, Library.JSCH, "", client, server, null, null));
    return attributes(only("ssh connect")).get("network.protocol.version");
  }

  private void begin(SshConnection connection, TraceParent parent) {
    spans.connectionRecognised(connection);
    spans.connectionEstablished(
        new Establishment(
            connection,
            OPENED.plusMillis(300),
            true,
            Library.MINA_SSHD,
            "2.20.0",
            "SSH-2.0-a",
            "SSH-2.0-b",
            null,
            parent));
  }

  private SpanData only(String name) {
    assertThat(named(name)).hasSize(1);
    return named(name).get(0);
  }

  private List<SpanData> named(String name) {
    return made.stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static Map<String, Object> attributes(SpanData span) {
    return attributes(span.getAttributes());
  }

  private static Map<String, Object> attributes(Attributes of) {
    Map<String, Object> attributes = new TreeMap<>();
    of.forEach((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }

  private static SshConnection client() {
    return new SshConnection(7, Side.CLIENT, OPENED, OPENED.plusMillis(40), LOCAL, PEER);
  }

  private static SshConnection server() {
    return new SshConnection(8, Side.SERVER, OPENED, OPENED.plusMillis(40), PEER, LOCAL);
  }

  private static Authentication attempt(SshConnection of, AuthOutcome outcome, String user) {
    return new Authentication(
        of,
        AuthMethod.PUBLICKEY,
        outcome,
        OPENED.plusSeconds(1),
        OPENED.plusSeconds(2),
        Duration.ofSeconds(1),
        user);
  }

  private static SshChannel channel(
      SshConnection of, Integer exitStatus, String command, boolean interrupted) {
    return new SshChannel(
        of,
        ChannelKind.EXEC,
        OPENED.plusSeconds(3),
        OPENED.plusSeconds(9),
        exitStatus,
        command,
        interrupted);
  }

  private static Ending ending(SshConnection of, Cause cause, Integer code) {
    return new Ending(
        of,
        OPENED.plusSeconds(60),
        Duration.ofSeconds(60),
        new Verdict(cause, Initiator.PEER),
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        code);
  }

  private static long nanos(Instant at) {
    return Duration.between(Instant.EPOCH, at).toNanos();
  }
}
