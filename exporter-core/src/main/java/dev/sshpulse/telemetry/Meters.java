package dev.sshpulse.telemetry;

import static dev.sshpulse.telemetry.Meters.Type.COUNTER;
import static dev.sshpulse.telemetry.Meters.Type.GAUGE;
import static dev.sshpulse.telemetry.Meters.Type.HISTOGRAM;
import static dev.sshpulse.telemetry.Meters.Type.INFO;

import java.util.List;

/** The one catalogue of metrics. Documentation, dashboards and alerts are checked against it. */
public enum Meters {
  /** {@link dev.sshpulse.model.ConnectionCounts#active}. */
  ACTIVE_CONNECTIONS(
      "ssh_active_connections", GAUGE, "SSH connections open now, of any library.", "side"),
  /** {@link dev.sshpulse.model.ConnectionCounts#recognised}. */
  CONNECTIONS(
      "ssh_connections_total",
      COUNTER,
      "Connections recognised as SSH, those that were found open included.",
      "side"),
  /** {@link dev.sshpulse.model.ConnectionCounts#ended}. */
  CONNECTION_ENDINGS(
      "ssh_connection_endings_total", COUNTER, "SSH connections that ended, one each.", "side"),
  /** {@link dev.sshpulse.model.ConnectionCounts#failed}. */
  CONNECTION_FAILURES(
      "ssh_connection_failures_total",
      COUNTER,
      "SSH connections that ended in failure, one cause each: the first failure names it.",
      "side",
      "cause",
      "initiator"),
  /** {@link dev.sshpulse.model.Ending#duration}, seconds. */
  CONNECTION_DURATION(
      "ssh_connection_duration_seconds",
      HISTOGRAM,
      "From the recognition of an SSH connection to its end, where its beginning was seen.",
      "side"),
  /** {@link dev.sshpulse.model.Ending#idle} of failed ones, seconds. */
  IDLE_BEFORE_FAILURE(
      "ssh_connection_idle_before_failure_seconds",
      HISTOGRAM,
      "Silence just before the first byte or probe that nobody answered, or before the failure.",
      "side"),
  /** {@link dev.sshpulse.model.Ending#detection} of failed ones, seconds. */
  FAILURE_DETECTION(
      "ssh_failure_detection_seconds",
      HISTOGRAM,
      "From the first byte or probe that nobody answered to the error that told somebody.",
      "side"),
  /** {@link dev.sshpulse.model.LibraryCounts#connectAttempts}. */
  CONNECT_ATTEMPTS(
      "ssh_connect_attempts_total", COUNTER, "Connections that an SSH library tried to open."),
  /** {@link dev.sshpulse.model.LibraryCounts#connectFailures}. */
  CONNECT_FAILURES(
      "ssh_connect_failures_total",
      COUNTER,
      "Of the connections that an SSH library tried to open, those that failed, by errno.",
      "error"),
  /** {@link dev.sshpulse.model.Establishment#handshake} where keys are in use, seconds. */
  HANDSHAKE_DURATION(
      "ssh_handshake_duration_seconds",
      HISTOGRAM,
      "From the recognition of an SSH connection to its keys in use, where a library tells.",
      "side"),
  /** {@link dev.sshpulse.model.Authentication#sinceFirst} of successes, seconds. */
  AUTH_DURATION(
      "ssh_auth_duration_seconds",
      HISTOGRAM,
      "From the first attempt to authenticate to success.",
      "side"),
  /** {@link dev.sshpulse.model.LoginCounts#authAttempts}. */
  AUTH_ATTEMPTS(
      "ssh_auth_attempts_total",
      COUNTER,
      "Attempts to authenticate; the initial none and a key query are none.",
      "side",
      "method"),
  /** {@link dev.sshpulse.model.LoginCounts#authFailures}. */
  AUTH_FAILURES(
      "ssh_auth_failures_total",
      COUNTER,
      "Attempts to authenticate that were refused; partial success is not.",
      "side",
      "method"),
  /** {@link dev.sshpulse.model.LibraryCounts#activeChannels}. */
  ACTIVE_CHANNELS(
      "ssh_active_channels", GAUGE, "Channels open now whose kind is known.", "side", "kind"),
  /** {@link dev.sshpulse.model.LibraryCounts#channels}. */
  CHANNELS("ssh_channels_total", COUNTER, "Channels opened, by what they are for.", "side", "kind"),
  /** {@link dev.sshpulse.model.LibraryCounts#keepAlivesSent}. */
  KEEPALIVES_SENT(
      "ssh_keepalives_sent_total",
      COUNTER,
      "SSH-level keepalives that the library of this side sent.",
      "side"),
  /** {@link dev.sshpulse.model.LibraryCounts#keepAlivesUnanswered}. */
  KEEPALIVES_UNANSWERED(
      "ssh_keepalives_unanswered_total",
      COUNTER,
      "SSH-level keepalives that wanted an answer and had none in time.",
      "side"),
  /** {@link dev.sshpulse.model.SshListener#keepAliveAnswered}, seconds. */
  KEEPALIVE_RTT(
      "ssh_keepalive_rtt_seconds", HISTOGRAM, "From an SSH-level keepalive to its answer.", "side"),
  /** {@link dev.sshpulse.model.LiveCounts#unprotected}. */
  UNPROTECTED(
      "ssh_unprotected_connections",
      GAUGE,
      "Live SSH connections that would not notice a silent death of their path in time.",
      "side",
      "reason"),
  /** {@link dev.sshpulse.model.LiveCounts#halfOpen}; absent where the kernel cannot be asked. */
  HALF_OPEN(
      "ssh_half_open_connections",
      GAUGE,
      "Live SSH connections on which something sent has had no answer for half-open.after.",
      "side"),
  /** {@link dev.sshpulse.model.LiveCounts#blockedWriters}; absent likewise. */
  BLOCKED_WRITERS(
      "ssh_blocked_writers", GAUGE, "Writes that wait on half-open SSH connections.", "side"),
  /** {@link dev.sshpulse.model.LiveCounts#closeWait}; absent likewise. */
  CLOSE_WAIT(
      "ssh_close_wait_connections",
      GAUGE,
      "SSH connections that the peer closed half-open.after ago, and this side has not.",
      "side"),
  /** {@link dev.sshpulse.diagnosis.PathTimeouts#shortest}, seconds; absent until one is known. */
  PATH_IDLE_TIMEOUT(
      "ssh_path_idle_timeout_seconds",
      GAUGE,
      "After which silence the strictest path forgets flows: longest survived, shortest that kills.",
      "bound"),
  /** {@link dev.sshpulse.model.SocketCounts#sigpipes}. */
  SIGPIPE(
      "ssh_sigpipe_total",
      COUNTER,
      "Writes on SSH connections that failed with EPIPE: each is one SIGPIPE the runtime swallowed.",
      "side"),
  /** {@link dev.sshpulse.model.ConnectionCounts#receivedBytes}. */
  RECEIVED_BYTES(
      "ssh_received_bytes_total",
      COUNTER,
      "Bytes received on SSH connections, as they were on the wire.",
      "side"),
  /** {@link dev.sshpulse.model.ConnectionCounts#sentBytes}. */
  SENT_BYTES(
      "ssh_sent_bytes_total",
      COUNTER,
      "Bytes sent on SSH connections, as they were on the wire.",
      "side"),
  /** {@link dev.sshpulse.model.SocketCounts#failures}. */
  SOCKET_IO_ERRORS(
      "socket_io_errors_total",
      COUNTER,
      "Socket calls of this JVM that the kernel failed, by its errno.",
      "protocol",
      "operation",
      "error"),
  /** {@link dev.sshpulse.model.TcpCounts#connections}; of the sidecar, as all of these. */
  TCP_CONNECTIONS(
      "ssh_tcp_connections", GAUGE, "TCP sockets on SSH ports, by the kernel's state.", "state"),
  /** Of each connection once a minute and at its end, seconds. */
  TCP_RTT(
      "ssh_tcp_rtt_seconds",
      HISTOGRAM,
      "TCP's smoothed round trip time on SSH ports: each connection once a minute and at its end."),
  /** {@link dev.sshpulse.model.TcpCounts#retransmits}. */
  TCP_RETRANSMITS("ssh_tcp_retransmits_total", COUNTER, "TCP segments sent again on SSH ports."),
  /** {@link dev.sshpulse.model.TcpCounts#sendQueueBytes}. */
  TCP_SEND_QUEUE(
      "ssh_tcp_send_queue_bytes", GAUGE, "Bytes written on SSH ports and not acknowledged yet."),
  /** {@link dev.sshpulse.model.TcpCounts#keepAlive}. */
  TCP_KEEPALIVE(
      "ssh_tcp_keepalive_connections",
      GAUGE,
      "Open connections on SSH ports, by whether TCP keepalive is switched on.",
      "keepalive"),
  /** {@link dev.sshpulse.model.TcpCounts#keepAliveUnanswered}. */
  TCP_KEEPALIVE_UNANSWERED(
      "ssh_tcp_keepalive_unanswered_connections",
      GAUGE,
      "Open connections on SSH ports whose keepalive probes have had no answer."),
  /** {@link dev.sshpulse.model.SourceStatus#up}. */
  SOURCE_UP(
      "sshpulse_source_up",
      GAUGE,
      "1 while the sidecar can read this source; what a source at 0 would tell is absent.",
      "source"),
  /** {@link dev.sshpulse.model.SourceStatus#took}. */
  SOURCE_DURATION(
      "sshpulse_source_read_duration_seconds",
      GAUGE,
      "What the last reading of this source took.",
      "source"),
  /** One series, whose labels are {@link Build}. */
  BUILD_INFO(
      "sshpulse_build_info",
      INFO,
      "The sshpulse that answers, and the Java it runs on.",
      "version",
      "revision",
      "java"),
  /** {@link Observations#observing}. */
  UP(
      "sshpulse_up",
      GAUGE,
      "1 while sockets are observed; 0 when the figures here are those of sshpulse alone."),
  /** One series for each {@link dev.sshpulse.model.HookStatus}. */
  HOOK_INFO(
      "sshpulse_hook_info",
      INFO,
      "What can be observed here and what cannot, with the reason.",
      "library",
      "version",
      "status",
      "reason"),
  /** {@link dev.sshpulse.model.Faults#errors}. */
  ERRORS(
      "sshpulse_errors_total",
      COUNTER,
      "Failures inside sshpulse, swallowed so that the application does not notice.",
      "where"),
  /** {@link dev.sshpulse.model.Faults#drops}. */
  DROPPED(
      "sshpulse_dropped_total", COUNTER, "What sshpulse gave up to stay bounded, by kind.", "what"),
  /** Absent until {@link Telemetry#started}. */
  START_DURATION(
      "sshpulse_start_duration_seconds",
      GAUGE,
      "From the start of sshpulse until its exporter was ready."),
  /** Absent without {@code http.web-config}. */
  CONFIG_LAST_RELOAD_SUCCESSFUL(
      "sshpulse_config_last_reload_successful",
      GAUGE,
      "1 while what stands in the file of http.web-config is what holds; 0 when it cannot be used."),
  /** Absent in the first scrape. */
  SCRAPE_DURATION("sshpulse_scrape_duration_seconds", GAUGE, "What the scrape before took."),
  /** Absent while no OTLP endpoint is configured. */
  SPANS_EXPORTED(
      "sshpulse_spans_exported_total", COUNTER, "Spans that the OTLP endpoint accepted."),
  /** Absent while no OTLP endpoint is configured. */
  SPANS_FAILED(
      "sshpulse_spans_failed_total",
      COUNTER,
      "Spans lost because the OTLP endpoint refused them or did not answer."),
  /** {@link dev.sshpulse.model.HostFact#CLIENT_ALIVE_DETECTION}; the sidecar's, as all below. */
  CLIENT_ALIVE_DETECTION(
      "ssh_server_client_alive_detection_seconds",
      GAUGE,
      "After which silence the sshd here gives a client up: what its ClientAlive settings come to."),
  /** {@link dev.sshpulse.model.HostFact#TCP_ABORTS_ON_TIMEOUT}. */
  HOST_TCP_ABORTS_ON_TIMEOUT(
      "host_tcp_aborts_on_timeout_total",
      COUNTER,
      "TCP connections that the kernel gave up for lack of an answer: TCPAbortOnTimeout."),
  /** {@link dev.sshpulse.model.HostFact#TCP_KEEPALIVE_PROBES}. */
  HOST_TCP_KEEPALIVE_PROBES(
      "host_tcp_keepalive_probes_total",
      COUNTER,
      "Probes of TCP's keepalive that the kernel sent: TCPKeepAlive."),
  /** {@link dev.sshpulse.model.HostFact#TCP_TIMEOUTS}. */
  HOST_TCP_TIMEOUTS(
      "host_tcp_timeouts_total", COUNTER, "TCP retransmission timers that ran out: TCPTimeouts."),
  /** {@link dev.sshpulse.model.HostFact#TCP_LISTEN_OVERFLOWS}. */
  HOST_TCP_LISTEN_OVERFLOWS(
      "host_tcp_listen_overflows_total",
      COUNTER,
      "TCP connections refused because those before them were not accepted: ListenOverflows."),
  /** {@link dev.sshpulse.model.HostFact#TCP_RESETS}. */
  HOST_TCP_RESETS(
      "host_tcp_resets_total",
      COUNTER,
      "Open TCP connections that ended without an orderly close: EstabResets."),
  /** {@link dev.sshpulse.model.HostFact#TCP_RETRANSMITS}. */
  HOST_TCP_RETRANSMITS(
      "host_tcp_retransmits_total", COUNTER, "TCP segments that were sent again: RetransSegs."),
  /** {@link dev.sshpulse.model.HostFact#TCP_KEEPALIVE_TIME}. */
  HOST_TCP_KEEPALIVE_TIME(
      "host_tcp_keepalive_time_seconds",
      GAUGE,
      "Silence before TCP's first keepalive probe, unless a socket asks for less: tcp_keepalive_time."),
  /** {@link dev.sshpulse.model.HostFact#TCP_KEEPALIVE_INTERVAL}. */
  HOST_TCP_KEEPALIVE_INTERVAL(
      "host_tcp_keepalive_interval_seconds",
      GAUGE,
      "Between TCP's unanswered keepalive probes: tcp_keepalive_intvl."),
  /** {@link dev.sshpulse.model.HostFact#TCP_KEEPALIVE_LIMIT}; else it had the counter's name. */
  HOST_TCP_KEEPALIVE_LIMIT(
      "host_tcp_keepalive_probes_limit",
      GAUGE,
      "Unanswered keepalive probes after which TCP gives up: tcp_keepalive_probes."),
  /** {@link dev.sshpulse.model.HostFact#TCP_RETRANSMITS_LIMIT}. */
  HOST_TCP_RETRANSMITS_LIMIT(
      "host_tcp_retransmits_limit",
      GAUGE,
      "How often TCP sends the same data again until it gives up, about: tcp_retries2.");

  /** What Prometheus and OpenMetrics call it. */
  public enum Type {
    /** Never decreases but at a restart. */
    COUNTER,
    /** Any value. */
    GAUGE,
    /** Counts in buckets; the Prometheus client's own, not Micrometer's. */
    HISTOGRAM,
    /** Always 1: the labels are what it says. A gauge to Prometheus. */
    INFO
  }

  private final String exposedName;
  private final Type type;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be written to
  private final List<String> labels;

  Meters(String exposedName, Type type, String help, String... labels) {
    this.exposedName = exposedName;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name in Prometheus' text format, {@code _total} included. */
  public String exposedName() {
    return exposedName;
  }

  /** Its type. */
  public Type type() {
    return type;
  }

  /** The HELP text: one sentence. */
  public String help() {
    return help;
  }

  /** The names of its labels, in the order in which values are given. */
  public List<String> labels() {
    return labels;
  }

  /** The name without {@code _total}: OpenMetrics' name of the family. */
  String familyName() {
    int suffix = type == COUNTER ? "_total".length() : 0;
    return exposedName.substring(0, exposedName.length() - suffix);
  }

  /**
   * The name from which Micrometer makes {@link #exposedName}: it appends {@code _total} by itself,
   * and knows an info metric by the ending {@code .info} alone.
   */
  String micrometerName() {
    return familyName().replace('_', '.');
  }
}
