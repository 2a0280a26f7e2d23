// Is any SSH connection in trouble?
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard, finished, graph, heat, inRange, of, quantile, rate, stat, strictestPath, table } from './sshpulse.js';

/** Whether Prometheus reaches a target, of those that have ever said anything in this time. */
export const reached = `(${of('up')} and on (job, instance) last_over_time(${of('sshpulse_up')}[$__range]))`;

export function overview(): Dashboard {
  const board = dashboard(
    'sshpulse-overview',
    'sshpulse / Overview',
    'Is any SSH connection in trouble? From the top: what is wrong now, then what explains it.',
    ['Connections drop: why?', 'sshpulse-diagnosis'],
  );

  board.withRow(new RowBuilder('Is anything wrong?'));
  const SMALL = { w: 4, h: 4 };
  board
    .withPanel(
      stat({
        title: 'Not watched',
        unit: 'short',
        ...SMALL,
        lines: [
          { expr: `count(${reached}) - sum(${reached})`, legend: 'not reached' },
          { expr: `count(${of('sshpulse_up')}) - sum(${of('sshpulse_up')})`, legend: 'blind' },
        ],
        warnsAt: 1,
        none: 'nobody looks',
        says: {
          shows:
            'Instances that Prometheus does not reach, and those it reaches whose agent or sidecar observes nothing.',
          good: 'zero and zero.',
          bad: 'anything else: whatever the other panels show, they do not show it for these. No number at all means that nothing is watched.',
          does: 'for those not reached, see whether the process runs and its port answers; for blind ones, look at the hooks and sources at the bottom.',
          runbook: 'SshpulseDown',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'SSH connections open now',
        unit: 'short',
        ...SMALL,
        lines: [{ expr: `sum by (side) (${of('ssh_active_connections')})`, legend: '{{side}}' }],
        none: 'nobody looks',
        trend: true,
        decimals: 0,
        says: {
          shows: 'SSH connections open now, by the side that is watched. One between two watched processes is on both.',
          good: 'the number you expect at this time of day.',
          bad: 'a sudden fall, or a climb that never ends.',
          does: 'see which instance it is in the panel below.',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Connections that failed',
        unit: 'short',
        ...SMALL,
        lines: [
          { expr: `sum(${inRange('ssh_connection_failures_total')})`, legend: 'failed' },
          { expr: `sum(${inRange('ssh_connection_endings_total')})`, legend: 'of all that ended' },
        ],
        none: 'nobody looks',
        decimals: 0,
        says: {
          shows: 'Connections that ended in failure in the time shown, and all that ended. Prometheus estimates such sums, so they need not be whole.',
          good: 'few against all.',
          bad: 'most of those that end were killed.',
          does: 'see what killed them in "What killed SSH connections"; for the reason, follow the second dashboard.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Broken pipes',
        unit: 'short',
        ...SMALL,
        lines: [{ expr: `sum(${inRange('ssh_sigpipe_total')})`, legend: 'broken pipes' }],
        none: 'nobody looks',
        decimals: 0,
        warnsAt: 1,
        says: {
          shows: 'Writes on SSH connections that failed with EPIPE in the time shown. One dead connection may cause several.',
          good: 'zero.',
          bad: 'a number that grows: this side goes on writing to peers which are no longer there.',
          does: 'see below when it happened and on which instance; then follow the second dashboard.',
          runbook: 'SshBrokenPipes',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'In trouble now',
        unit: 'short',
        ...SMALL,
        lines: [
          { expr: `sum(${of('ssh_half_open_connections')})`, legend: 'half open' },
          { expr: `sum(${of('ssh_close_wait_connections')})`, legend: 'not closed' },
        ],
        none: 'not known',
        warnsAt: 1,
        says: {
          shows:
            'Live connections on which something sent has had no answer for 30 s (half open), and those that the peer closed 30 s ago and this side has not. The time is the setting half-open.after.',
          good: 'zero and zero.',
          bad: 'half open that lasts: people type into nothing. Not closed that grows: the application leaks connections. Not known means that the kernel cannot be asked.',
          does: 'half open: see "Silence before death" for the path. Not closed: look for a missing close in the application.',
          runbook: 'SshConnectionsHalfOpen',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'The path forgets after',
        unit: 's',
        ...SMALL,
        lines: [{ expr: strictestPath('upper'), legend: 'at most' }],
        none: 'none seen',
        says: {
          shows: 'The shortest silence that has killed connections on the strictest path: a NAT or firewall forgets flows after it.',
          good: 'none seen: no connection has died of silence.',
          bad: 'any figure: whatever is silent for longer dies, and nobody notices before somebody types.',
          does: 'set a keepalive of at most half of it: ServerAliveInterval, ClientAliveInterval, the heartbeat of the library, or tcp_keepalive_time with SO_KEEPALIVE.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Unprotected',
        unit: 'percentunit',
        ...SMALL,
        lines: [
          {
            expr: `sum(${of('ssh_unprotected_connections')}) / sum(${of('ssh_active_connections')})`,
            legend: 'of those open',
          },
        ],
        none: 'none open',
        decimals: 0,
        says: {
          shows: 'How many of the open connections would not notice a silent death of their path within 300 s. The time is the setting protection.within.',
          good: '0 %.',
          bad: 'a high share where firewalls forget idle flows, or where people leave sessions open over night.',
          does: 'see by reason in "Unprotected connections", and switch a keepalive on.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Slow to notice',
        unit: 's',
        ...SMALL,
        lines: [
          {
            expr: `histogram_quantile(0.95, sum by (le) (${inRange('ssh_failure_detection_seconds_bucket')}))`,
            legend: '95 %',
          },
        ],
        none: 'none failed',
        says: {
          shows: 'How long it took until a failure was noticed, for all but the slowest 5 % of the time shown: from the first byte that nobody answered to the error.',
          good: 'seconds.',
          bad: 'minutes: without a keepalive the kernel tries for 15 minutes before it gives up.',
          does: 'switch a keepalive on, or lower net.ipv4.tcp_retries2 or TCP_USER_TIMEOUT.',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Logins refused',
        unit: 'percentunit',
        ...SMALL,
        lines: [
          {
            expr: `sum(${inRange('ssh_auth_failures_total')}) / sum(${inRange('ssh_auth_attempts_total')})`,
            legend: 'refused',
          },
        ],
        none: 'no attempts',
        decimals: 0,
        says: {
          shows: 'The share of attempts to log in that were refused, in the time shown.',
          good: 'what is usual for you: clients with several keys are refused now and then.',
          bad: 'a jump: a key or password was changed, an account expired, or somebody guesses.',
          does: 'see by method in "Logins", then read the log of the server.',
          runbook: 'SshAuthFailing',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Connects that failed',
        unit: 'percentunit',
        ...SMALL,
        lines: [
          {
            expr: `sum(${inRange('ssh_connect_failures_total')}) / sum(${inRange('ssh_connect_attempts_total')})`,
            legend: 'failed',
          },
        ],
        none: 'no attempts',
        decimals: 0,
        says: {
          shows: 'The share of connections that SSH libraries tried to open and could not, in the time shown.',
          good: '0 %.',
          bad: 'anything that lasts: a server is down, or not reached.',
          does: 'see by error in "Connects": refused is a server that does not listen, timed out a path that swallows packets.',
          runbook: 'SshConnectsFailing',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Slow to set up',
        unit: 's',
        ...SMALL,
        lines: [
          {
            expr: `histogram_quantile(0.95, sum by (le) (${inRange('ssh_handshake_duration_seconds_bucket')}))`,
            legend: '95 %',
          },
        ],
        none: 'no handshakes',
        says: {
          shows: 'From the recognition of an SSH connection to its keys in use, for all but the slowest 5 % of the time shown.',
          good: 'below a second.',
          bad: 'several seconds: a busy CPU, a slow path, or a server that has no entropy.',
          does: 'compare both sides in "Handshake", and with the round trips of TCP.',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Faults of sshpulse itself',
        unit: 'short',
        ...SMALL,
        lines: [
          { expr: `sum(${inRange('sshpulse_errors_total')})`, legend: 'errors' },
          { expr: `sum(${inRange('sshpulse_dropped_total')})`, legend: 'dropped' },
        ],
        warnsAt: 1,
        none: 'nobody looks',
        decimals: 0,
        says: {
          shows: 'Failures inside sshpulse that it swallowed, and what it gave up to stay bounded, in the time shown.',
          good: 'zero and zero.',
          bad: 'errors: a figure elsewhere may be too low. Dropped: spans, events or lines are missing.',
          does: 'see which in "Errors and what was dropped" at the bottom, and report errors with the log of the application.',
          runbook: 'SshpulseErrors',
        },
      }),
    );

  board.withRow(new RowBuilder('Connections'));
  board
    .withPanel(
      graph({
        title: 'Active SSH connections',
        unit: 'short',
        decimals: 0,
        w: 12,
        h: 9,
        lines: [{ expr: `sum by (instance) (${of('ssh_active_connections')})`, legend: '{{instance}}' }],
        says: {
          shows: 'SSH connections open now, as client and as server, of any library.',
          good: 'the number you expect at this time of day.',
          bad: 'a fall to zero (everything was cut at once: look at the path, then at the right panel), a line that only climbs (sessions are left open: look for a leak), a gap (the process or its agent is gone).',
          does: 'on a fall, compare with the broken pipes on the right: they rise when the peers vanished; where they stay flat, somebody closed the connections. The dashboard "Connections drop: why?" walks you through.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Broken pipes on SSH connections',
        unit: 'ops',
        w: 12,
        h: 9,
        lines: [
          { expr: `sum by (instance) (${rate('ssh_sigpipe_total')})`, legend: '{{instance}}', exemplar: true },
        ],
        says: {
          shows: 'Writes per second that failed with EPIPE: each is one SIGPIPE that the runtime swallowed, and that would have killed a program in C. A diamond is a trace.',
          good: 'zero.',
          bad: 'anything that lasts: this side goes on writing to peers which are no longer there. Peers died, a middlebox cut idle connections, or the network flaps.',
          does: 'see whether the active connections on the left fell at the same moment (one event) or not (a steady trickle: look for an idle timeout on the path, and at keepalives shorter than it).',
          runbook: 'SshBrokenPipes',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Opened and ended',
        unit: 'ops',
        w: 8,
        h: 8,
        lines: [
          { expr: `sum(${rate('ssh_connections_total')})`, legend: 'opened' },
          { expr: `sum(${rate('ssh_connection_endings_total')})`, legend: 'ended' },
        ],
        says: {
          shows: 'SSH connections per second that were opened, and that ended for whatever reason.',
          good: 'both lines follow each other.',
          bad: 'many endings, then many openings: clients were cut off and come back all at once. Opened above ended for hours: a leak.',
          does: 'on a storm of openings, look at what killed those before; let clients wait for a random time before they come back.',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'How long connections live',
        unit: 's',
        w: 8,
        h: 8,
        histogram: 'ssh_connection_duration_seconds',
        says: {
          shows: 'Connections that ended, by how long they had lived.',
          good: 'the pattern of your work: short ones for commands, hours for people.',
          bad: 'a band that comes up at one age: something ends connections after a fixed time, whatever happens on them.',
          does: 'look for that time among the limits of the server, the proxy and the load balancer.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Traffic',
        unit: 'Bps',
        w: 8,
        h: 8,
        lines: [
          { expr: `sum(${rate('ssh_received_bytes_total')})`, legend: 'received' },
          { expr: `sum(${rate('ssh_sent_bytes_total')})`, legend: 'sent' },
        ],
        says: {
          shows: 'Bytes per second of all SSH connections, as they were on the wire.',
          good: 'follows the number of connections.',
          bad: 'falls to nothing while connections stay open: they may be half open.',
          does: 'look at "In danger" below.',
        },
      }),
    );

  board.withRow(new RowBuilder('What killed them, and who started it'));
  board
    .withPanel(
      graph({
        title: 'What killed SSH connections',
        none: 'Nothing, where anybody looked',
        unit: 'ops',
        stacked: true,
        w: 12,
        h: 10,
        lines: [
          {
            expr: `sum by (cause) (${rate('ssh_connection_failures_total')}) > 0`,
            legend: '{{cause}}',
            exemplar: true,
          },
        ],
        says: {
          shows: 'Connections per second that ended in failure, each under its one cause; what came after the first failure is not counted again. Only causes that occurred are drawn: the panel on the right has a line at zero where somebody looked and nothing failed.',
          good: 'nothing, or now and then a reset or an unexpected end of stream (a client that was killed, a scanner).',
          bad: 'retransmission_timeout, tcp_keepalive_timeout or timed_out that lasts: the network swallows packets, or forgets idle flows. leaked: the application loses connections without closing them.',
          does: 'for those of the network, set a keepalive shorter than what the path forgets after; for all others, CAUSES.md (above) says whose turn it is and what to look at first.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Who started it',
        unit: 'ops',
        w: 12,
        h: 10,
        lines: [
          { expr: `sum by (initiator) (${rate('ssh_connection_failures_total')})`, legend: '{{initiator}}' },
        ],
        says: {
          shows: 'The same failures by who started them: this side (local), the other end (peer), or what lies between (network).',
          good: 'all at zero.',
          bad: 'network: the path loses packets or flows. peer: servers or clients die. local: a limit on this side.',
          does: 'follow the second dashboard, which takes each of the three further.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      table({
        title: 'Failures in the time shown',
        unit: 'short',
        w: 12,
        h: 8,
        line: {
          expr: `sum by (side, cause, initiator) (${inRange('ssh_connection_failures_total')}) > 0`,
          legend: '',
        },
        columns: ['cause', 'initiator', 'side'],
        value: 'connections',
        none: 'None failed where anybody looked',
        says: {
          shows: 'How many connections each cause has killed in the time shown, the deadliest on top.',
          good: 'an empty table, while "Not watched" is at zero.',
          bad: 'one cause far above all others: it has one reason.',
          does: 'look it up in CAUSES.md (above): whose turn it is, what to look at first, and whether a new connection is worth a try.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Failed socket calls on SSH connections',
        unit: 'ops',
        w: 12,
        h: 8,
        lines: [
          {
            expr: `sum by (operation, error) (${rate('socket_io_errors_total', 'protocol="ssh"')}) > 0`,
            legend: '{{operation}}: {{error}}',
          },
          { expr: `sum(${rate('socket_io_errors_total', 'protocol="ssh"')})`, legend: 'all' },
        ],
        says: {
          shows: 'Reads and writes per second on SSH connections that the kernel failed, by its error. One dead connection may fail many calls. Of a JVM only: a sidecar cannot see calls.',
          good: 'a line "all" at zero.',
          bad: 'many broken pipes for one connection in the panel above: the application does not stop at the first.',
          does: 'let the application give a connection up at its first error.',
        },
      }),
    );

  board.withRow(new RowBuilder('Silence before death'));
  board
    .withPanel(
      heat({
        title: 'How long it had been silent',
        unit: 's',
        w: 10,
        h: 9,
        histogram: 'ssh_connection_idle_before_failure_seconds',
        says: {
          shows: 'Connections that failed, by the silence just before the first byte or probe that nobody answered. The buckets end just above the usual timeouts of middleboxes: 60, 300, 350, 900, 3600 s.',
          good: 'no pattern.',
          bad: 'a band at one height: that is the idle timeout of the path. A NAT or firewall forgets flows after this silence.',
          does: 'set a keepalive of at most half of the band. The panel on the right has the exact bounds, once they are known.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'The idle timeout of the path',
        none: 'None seen: nothing has died of silence',
        unit: 's',
        logarithmic: true,
        w: 7,
        h: 9,
        lines: [
          { expr: strictestPath('lower'), legend: 'longest silence survived' },
          { expr: strictestPath('upper'), legend: 'shortest that killed' },
        ],
        says: {
          shows: 'After which silence the strictest path forgets flows: between these two lines. Empty until a connection has died of silence.',
          good: 'empty.',
          bad: 'two lines that close in on each other: the timeout is real, and it is there.',
          does: 'set keepalives to at most half of the upper line, so that one may be lost, and no longer than the lower.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'How long until somebody noticed',
        unit: 's',
        w: 7,
        h: 9,
        histogram: 'ssh_failure_detection_seconds',
        says: {
          shows: 'Connections that failed, by the time from the first unanswered byte or probe to the error.',
          good: 'all in the lowest buckets.',
          bad: 'a band near 1000 s: nobody noticed before the kernel gave up. Near 8000 s: only TCP\'s default keepalive did.',
          does: 'switch a keepalive of SSH on: it notices in its interval times its limit.',
        },
      }),
    );

  board.withRow(new RowBuilder('Live connections in danger'));
  board
    .withPanel(
      graph({
        title: 'SSH connections in danger',
        unit: 'short',
        decimals: 0,
        w: 12,
        h: 9,
        lines: [
          { expr: `sum(${of('ssh_half_open_connections')})`, legend: 'half open' },
          { expr: `sum(${of('ssh_blocked_writers')})`, legend: 'writers that wait on them' },
          { expr: `sum(${of('ssh_close_wait_connections')})`, legend: 'left in CLOSE_WAIT' },
        ],
        says: {
          shows: 'Live connections that are in trouble before anybody notices: half open (something sent has had no answer for 30 s), threads that wait to write on those, and connections that the peer closed and this side has not.',
          good: 'all at zero.',
          bad: 'half open that lasts: people are typing into nothing. Writers that wait: threads of a pool are lost to it. CLOSE_WAIT that grows: the application leaks.',
          does: 'for half open ones switch a keepalive on, so that they end; for the others, find the code that neither reads nor closes.',
          runbook: 'SshConnectionsHalfOpen',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Unprotected connections',
        unit: 'short',
        decimals: 0,
        w: 12,
        h: 9,
        lines: [
          { expr: `sum by (reason) (${of('ssh_unprotected_connections')})`, legend: '{{reason}}' },
          { expr: `sum(${of('ssh_active_connections')})`, legend: 'all that are open' },
        ],
        says: {
          shows: 'Live connections that would not notice a silent death of their path within 300 s, by reason, and all that are open.',
          good: 'all reasons at zero.',
          bad: 'no_keepalive: nothing is ever sent on an idle connection. keepalive_too_slow: too late, as with TCP\'s two hours. keepalive_not_enforced: it is sent, and nobody minds when no answer comes.',
          does: 'in this order: the keepalive of SSH on either end; SO_KEEPALIVE with a tcp_keepalive_time below the timeout of the path.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    );

  board.withRow(new RowBuilder('Handshakes, logins and what is done'));
  board
    .withPanel(
      graph({
        title: 'Connects',
        unit: 'ops',
        w: 8,
        h: 9,
        lines: [
          { expr: `sum(${rate('ssh_connect_attempts_total')})`, legend: 'tried' },
          { expr: `sum by (error) (${rate('ssh_connect_failures_total')}) > 0`, legend: '{{error}}' },
          { expr: `sum(${rate('ssh_connect_failures_total')})`, legend: 'all that failed' },
        ],
        says: {
          shows: 'Connections per second that SSH libraries tried to open, and those that failed, by error.',
          good: '"all that failed" at zero.',
          bad: 'connection_refused: nobody listens there. timed_out: packets are swallowed. host_unreachable: no way there.',
          does: 'try it by hand from the same host: nc -vz, with the address that the application uses.',
          runbook: 'SshConnectsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Handshake',
        unit: 's',
        w: 8,
        h: 9,
        lines: [
          {
            expr: quantile(0.5, 'ssh_handshake_duration_seconds', ['side']),
            legend: '{{side}}, half within',
            exemplar: true,
          },
          {
            expr: quantile(0.95, 'ssh_handshake_duration_seconds', ['side']),
            legend: '{{side}}, 95 % within',
            exemplar: true,
          },
        ],
        says: {
          shows: 'From the recognition of an SSH connection to its keys in use. A gap: no handshake in that time. A diamond is a trace.',
          good: 'a few round trips of the path, well below a second.',
          bad: 'seconds: a busy CPU, a slow path, a resolver that times out.',
          does: 'compare the server\'s side with the client\'s; if only the client is slow, it is the path.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Time to log in',
        unit: 's',
        w: 8,
        h: 9,
        lines: [
          {
            expr: quantile(0.5, 'ssh_auth_duration_seconds', ['side']),
            legend: '{{side}}, half within',
            exemplar: true,
          },
          {
            expr: quantile(0.95, 'ssh_auth_duration_seconds', ['side']),
            legend: '{{side}}, 95 % within',
            exemplar: true,
          },
        ],
        says: {
          shows: 'From the first attempt to log in to success. A gap: nobody logged in. People who type are part of it.',
          good: 'steady.',
          bad: 'it jumps for keys, too: PAM, LDAP or a resolver is slow.',
          does: 'look at what the server asks for each login: PAM modules, UseDNS, authorized keys by command.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Logins',
        unit: 'ops',
        w: 8,
        h: 9,
        lines: [
          { expr: `sum by (method) (${rate('ssh_auth_attempts_total')}) > 0`, legend: 'tried: {{method}}' },
          { expr: `sum by (method) (${rate('ssh_auth_failures_total')}) > 0`, legend: 'refused: {{method}}' },
          { expr: `sum(${rate('ssh_auth_failures_total')})`, legend: 'all that were refused' },
        ],
        says: {
          shows: 'Attempts per second to log in, and those refused, by method.',
          good: '"all that were refused" is low and steady.',
          bad: 'a jump of password: somebody guesses. A jump of publickey: a key was changed on one end only.',
          does: 'read the log of the server at that moment; block who guesses.',
          runbook: 'SshAuthFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Channels opened',
        unit: 'ops',
        w: 8,
        h: 9,
        lines: [
          { expr: `sum by (kind) (${rate('ssh_channels_total')}) > 0`, legend: '{{kind}}' },
          { expr: `sum(${rate('ssh_channels_total')})`, legend: 'all' },
        ],
        says: {
          shows: 'Shells, commands, subsystems and forwarded connections per second.',
          good: 'follows your work.',
          bad: '"all" falls to zero while connections are open: they are idle, or hang.',
          does: 'look at "In danger" above.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Channels open now',
        unit: 'short',
        decimals: 0,
        w: 8,
        h: 9,
        lines: [
          { expr: `sum by (kind) (${of('ssh_active_channels')})`, legend: '{{kind}}' },
        ],
        says: {
          shows: 'Channels open now, by what they are for.',
          good: 'comes and goes.',
          bad: 'a line that only climbs: channels are left open, and the server has a limit for each connection (MaxSessions).',
          does: 'find the code that opens channels of this kind and does not close them.',
        },
      }),
    );

  board.withRow(new RowBuilder('Keepalives of SSH'));
  board
    .withPanel(
      graph({
        title: 'Keepalives sent, and those without an answer',
        unit: 'ops',
        w: 12,
        h: 8,
        lines: [
          { expr: `sum by (side) (${rate('ssh_keepalives_sent_total')})`, legend: 'sent, {{side}}' },
          { expr: `sum by (side) (${rate('ssh_keepalives_unanswered_total')})`, legend: 'unanswered, {{side}}' },
        ],
        says: {
          shows: 'Keepalives of SSH itself per second, and those that had no answer in time.',
          good: 'sent above zero, unanswered at zero.',
          bad: 'sent at zero: no library here sends any, however it is configured. Unanswered: paths or peers hang.',
          does: 'sent at zero: set the interval on the session, not only a provider (sshj and MINA SSHD send none by default).',
          runbook: 'SshKeepalivesUnanswered',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Round trip of keepalives',
        none: 'No keepalive was answered',
        unit: 's',
        w: 12,
        h: 8,
        lines: [
          { expr: quantile(0.5, 'ssh_keepalive_rtt_seconds', ['side']), legend: '{{side}}, half within' },
          { expr: quantile(0.95, 'ssh_keepalive_rtt_seconds', ['side']), legend: '{{side}}, 95 % within' },
        ],
        says: {
          shows: 'From a keepalive of SSH to its answer: what a person who types waits for. A gap: none was answered.',
          good: 'close to the round trip of TCP below.',
          bad: 'far above it: the peer is busy, or its threads are blocked.',
          does: 'look at the load of the peer, not at the network.',
        },
      }),
    );

  board.withRow(new RowBuilder('TCP, as the sidecar sees it'));
  board
    .withPanel(
      graph({
        title: 'Sockets on SSH ports',
        unit: 'short',
        decimals: 0,
        w: 6,
        h: 9,
        lines: [
          { expr: `sum by (state) (${of('ssh_tcp_connections')}) > 0`, legend: '{{state}}' },
          { expr: `sum(${of('ssh_tcp_connections')})`, legend: 'all' },
        ],
        says: {
          shows: 'TCP sockets on SSH ports of the host or pod, by the kernel\'s state. Needs a sidecar; without, this row is empty.',
          good: 'nearly all established.',
          bad: 'many syn_sent: servers do not answer. close_wait that grows: an application leaks. fin_wait_1 or last_ack that stay: peers are gone.',
          does: 'ss -tno state close-wait on the host tells whose they are.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Round trip of TCP on SSH ports',
        unit: 's',
        w: 6,
        h: 9,
        lines: [
          { expr: quantile(0.5, 'ssh_tcp_rtt_seconds'), legend: 'half within' },
          { expr: quantile(0.95, 'ssh_tcp_rtt_seconds'), legend: '95 % within' },
        ],
        says: {
          shows: 'The round trip that TCP has measured, of each connection once a minute and at its end.',
          good: 'what the distance costs, and steady.',
          bad: 'a step: another route, or a full queue on the way.',
          does: 'compare with retransmits: together they are congestion.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Sent again on SSH ports',
        unit: 'pps',
        w: 6,
        h: 9,
        lines: [{ expr: `sum by (instance) (${rate('ssh_tcp_retransmits_total')})`, legend: '{{instance}}' }],
        says: {
          shows: 'Segments per second that TCP sent again on SSH ports.',
          good: 'near zero.',
          bad: 'a level that lasts: the path loses packets.',
          does: 'mtr along the path; ss -ti on the host names the connections.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Written, and not acknowledged',
        unit: 'bytes',
        w: 6,
        h: 9,
        lines: [{ expr: `sum by (instance) (${of('ssh_tcp_send_queue_bytes')})`, legend: '{{instance}}' }],
        says: {
          shows: 'Bytes that were written on SSH ports and that no peer has acknowledged yet.',
          good: 'short peaks.',
          bad: 'a level that stays: peers do not read, or are gone.',
          does: 'ss -tn on the host, by Send-Q, names the connections; /api/v1/connections names the half open ones.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Keepalive of TCP',
        unit: 'short',
        decimals: 0,
        w: 8,
        h: 9,
        lines: [
          { expr: `sum by (keepalive) (${of('ssh_tcp_keepalive_connections')})`, legend: 'switched {{keepalive}}' },
          { expr: `sum(${of('ssh_tcp_keepalive_unanswered_connections')})`, legend: 'probes unanswered' },
        ],
        says: {
          shows: 'Open connections on SSH ports by whether TCP\'s keepalive is on, and those whose probes have had no answer.',
          good: 'most are on, none unanswered.',
          bad: 'unanswered: these are dying right now.',
          does: 'off: set SO_KEEPALIVE in the application, TCPKeepAlive yes in sshd.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'TCP of the whole host',
        unit: 'ops',
        w: 8,
        h: 9,
        lines: [
          { expr: `sum(${rate('host_tcp_retransmits_total')})`, legend: 'segments sent again' },
          { expr: `sum(${rate('host_tcp_timeouts_total')})`, legend: 'timers that ran out' },
          { expr: `sum(${rate('host_tcp_aborts_on_timeout_total')})`, legend: 'given up without an answer' },
          { expr: `sum(${rate('host_tcp_resets_total')})`, legend: 'open ones that were reset' },
          { expr: `sum(${rate('host_tcp_listen_overflows_total')})`, legend: 'refused, backlog full' },
          { expr: `sum(${rate('host_tcp_keepalive_probes_total')})`, legend: 'keepalive probes' },
        ],
        says: {
          shows: 'What the kernel counts of all TCP connections of this network namespace, SSH or not.',
          good: 'low and steady; given up and refused at zero.',
          bad: 'all rise together with the SSH failures: it is the network or the host, not SSH. Refused: a server does not accept fast enough.',
          does: 'if only SSH suffers while this is quiet, look at SSH and its middleboxes.',
        },
      }),
    )
    .withPanel(
      table({
        title: 'How long TCP waits',
        unit: 's',
        w: 8,
        h: 9,
        line: {
          expr: [
            `label_replace(max by (instance) (${of('host_tcp_keepalive_time_seconds')}), "waits", "silence before the first probe", "instance", ".*")`,
            `label_replace(max by (instance) (${of('host_tcp_keepalive_time_seconds')} + ${of('host_tcp_keepalive_interval_seconds')} * ${of('host_tcp_keepalive_probes_limit')}), "waits", "until keepalive gives up", "instance", ".*")`,
            `label_replace(max by (instance) (${of('ssh_server_client_alive_detection_seconds')}), "waits", "until sshd gives a client up", "instance", ".*")`,
          ].join(' or '),
          legend: '',
        },
        columns: ['waits', 'instance'],
        value: 'seconds',
        none: 'No sidecar',
        says: {
          shows: 'What the kernel\'s settings come to for sockets with SO_KEEPALIVE, and after which silence the sshd of the host gives a client up (no line where it never does).',
          good: 'below what the path forgets after.',
          bad: '7200 s to the first probe, Linux\' default: every NAT has forgotten the flow by then.',
          does: 'sysctl net.ipv4.tcp_keepalive_time=60 and net.ipv4.tcp_keepalive_intvl=15; ClientAliveInterval 60 in sshd_config.',
        },
      }),
    );

  board.withRow(new RowBuilder('What sshpulse costs, and whether it sees everything'));
  board
    .withPanel(
      graph({
        title: 'What a scrape takes',
        unit: 's',
        w: 8,
        h: 9,
        lines: [
          { expr: `max by (instance) (${of('sshpulse_scrape_duration_seconds')})`, legend: '{{instance}}' },
          {
            expr: `max by (source) (${of('sshpulse_source_read_duration_seconds')})`,
            legend: 'reading {{source}}',
          },
        ],
        says: {
          shows: 'What the scrape before took to answer, and in a sidecar what each source took to read.',
          good: 'milliseconds.',
          bad: 'near the scrape timeout of Prometheus: points will be missing.',
          does: 'sshd_log and process_names grow with the host: switch off what you do not need, or scrape less often.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'What starting took',
        unit: 's',
        w: 8,
        h: 9,
        lines: [
          { expr: `max by (instance) (${of('sshpulse_start_duration_seconds')})`, legend: '{{instance}}' },
        ],
        says: {
          shows: 'From the start of sshpulse until its exporter was ready. It waits on purpose until the application has used a socket of its own, or for start.delay.',
          good: 'about start.delay (2 s) or less.',
          bad: 'many seconds: the host is starved at start.',
          does: 'give the container more CPU at start.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Series per scrape',
        unit: 'short',
        decimals: 0,
        w: 8,
        h: 9,
        lines: [
          {
            expr: `max by (instance) (${of('scrape_samples_scraped')} and on (job, instance) ${of('sshpulse_up')})`,
            legend: '{{instance}}',
          },
        ],
        says: {
          shows: 'What each instance costs Prometheus: the samples of its last scrape. No label holds an address, a user or a path, so this has a bound.',
          good: 'flat, some hundreds.',
          bad: 'it climbs without end: that is a fault of sshpulse.',
          does: 'report it, with the /metrics of that instance.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Errors and what was dropped',
        unit: 'ops',
        w: 8,
        h: 9,
        lines: [
          { expr: `sum by (where) (${rate('sshpulse_errors_total')}) > 0`, legend: 'error in {{where}}' },
          { expr: `sum by (what) (${rate('sshpulse_dropped_total')}) > 0`, legend: 'dropped: {{what}}' },
          { expr: `sum(${rate('sshpulse_errors_total')})`, legend: 'all errors' },
          { expr: `sum(${rate('sshpulse_dropped_total')})`, legend: 'all that was dropped' },
        ],
        says: {
          shows: 'Failures inside sshpulse per second, and what it gave up to stay bounded.',
          good: 'the two lines "all" at zero.',
          bad: 'errors: figures may be too low. descriptor: more sockets than it follows. span, event, line: those are missing, counters are right.',
          does: 'report errors. For dropped spans, look at the OTLP endpoint.',
          runbook: 'SshpulseErrors',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Spans',
        unit: 'ops',
        w: 8,
        h: 9,
        lines: [
          { expr: `sum(${rate('sshpulse_spans_exported_total')})`, legend: 'taken by the endpoint' },
          { expr: `sum(${rate('sshpulse_spans_failed_total')})`, legend: 'lost' },
        ],
        says: {
          shows: 'Spans per second that the OTLP endpoint took, and those that were lost. Empty where no endpoint is configured.',
          good: 'lost at zero.',
          bad: 'lost above zero: the endpoint refuses them or does not answer.',
          does: 'java -jar sshpulse.jar send-test-span, with the same OTEL_ variables, says why.',
          runbook: 'SshpulseSpansFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Sources of sidecars, and web-configs',
        unit: 'bool_yes_no',
        decimals: 0,
        w: 8,
        h: 9,
        lines: [
          { expr: `min by (instance, source) (${of('sshpulse_source_up')})`, legend: '{{source}} on {{instance}}' },
          {
            expr: `min by (instance) (${of('sshpulse_config_last_reload_successful')})`,
            legend: 'web-config of {{instance}}',
          },
        ],
        says: {
          shows:
            'Whether the sidecar can read each of its sources, and whether a web-config could be used when it changed: 1 is yes. What a source at 0 would tell is absent, not zero.',
          good: 'all yes.',
          bad: 'no: a permission is missing, or a file is gone or wrong.',
          does: 'curl /api/v1/sources on that host says why; of a web-config, stderr.',
          runbook: 'SshpulseSourceDown',
        },
      }),
    )
    .withPanel(
      table({
        title: 'What can be observed, and what cannot',
        unit: 'short',
        w: 24,
        h: 8,
        line: {
          expr: `count by (library, version, status, reason) (${of('sshpulse_hook_info')})`,
          legend: '',
        },
        columns: ['library', 'version', 'status', 'reason'],
        value: 'instances',
        none: 'No agent',
        says: {
          shows: 'Each SSH library that was found in a JVM, and whether it could be hooked. unseen is what no JVM shows.',
          good: 'every library you use is matched.',
          bad: 'refused: this release is known from the wire alone; logins, channels and its words are missing.',
          does: 'tell us the version, or use one that README.md names.',
          runbook: 'SshpulseHooksRefused',
        },
      }),
    );
  return finished(board);
}
