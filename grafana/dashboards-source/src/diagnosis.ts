// Connections drop: why? One question after the other, from the top.
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { MappingType, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard, finished, graph, heat, inRange, of, page, rate, stat, table, words } from './sshpulse.js';
import { reached } from './overview.js';

/** Causes by which a limit that somebody has set ends a connection. */
const LIMITS = 'cause=~"idle_timeout|auth_timeout|ssh_disconnect|ssh_keepalive_timeout|tcp_keepalive_timeout|leaked"';

export function diagnosis(): Dashboard {
  const board = dashboard(
    'sshpulse-diagnosis',
    'sshpulse / Connections drop: why?',
    'Walks you down a tree of questions, from "connections drop" to the setting to change. Choose the time of the trouble first.',
    ['Overview', 'sshpulse-overview'],
  );

  board.withRow(new RowBuilder('1. Do connections drop?'));
  board
    .withPanel(
      words(
        'How to read this page',
        6,
        9,
        `
**Choose the time of the trouble above**, and one instance if only one is hit. Then go down, one question at a time.

1. Does the line on the right fall, or do endings rise? If neither, nothing drops.
2. Did broken pipes rise? That parts the two branches.
3. **3a** if they rose, **3b** if they stayed flat. Each ends with what to change.

Is "Not watched" at zero? Else what you see is not all there is.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Active SSH connections',
        unit: 'short',
        decimals: 0,
        w: 8,
        h: 9,
        lines: [{ expr: `sum by (instance) (${of('ssh_active_connections')})`, legend: '{{instance}}' }],
        says: {
          shows: 'SSH connections open now, one line for each instance.',
          good: 'no fall at the time of the complaint: then they were replaced, or it was somebody else.',
          bad: 'all lines fall at once: it is what they share, a path or a server. One line falls: it is that instance.',
          does: 'choose the instance that fell above, and go on to 2.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'How they ended',
        unit: 'ops',
        w: 6,
        h: 9,
        lines: [
          {
            expr: `sum(${rate('ssh_connection_endings_total')}) - sum(${rate('ssh_connection_failures_total')})`,
            legend: 'in order',
          },
          { expr: `sum(${rate('ssh_connection_failures_total')})`, legend: 'in failure', exemplar: true },
        ],
        says: {
          shows: 'Connections per second that ended: closed in order by either side, or in failure.',
          good: 'nearly all in order.',
          bad: 'failures rise. Or all is in order and users complain: then somebody closes connections on purpose, which is branch 3b.',
          does: 'go on to 2 in either case.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'Not watched',
        unit: 'short',
        w: 4,
        h: 9,
        lines: [
          { expr: `count(${reached}) - sum(${reached})`, legend: 'not reached' },
          { expr: `count(${of('sshpulse_up')}) - sum(${of('sshpulse_up')})`, legend: 'blind' },
        ],
        warnsAt: 1,
        none: 'nobody looks',
        says: {
          shows: 'Instances that Prometheus does not reach, and those that observe nothing.',
          good: 'zero and zero.',
          bad: 'anything else: this page does not tell of these. A process that died took its connections with it.',
          does: 'look whether the process itself died: then its peers see the failures, not it.',
          runbook: 'SshpulseNotObserving',
        },
      }),
    );

  board.withRow(new RowBuilder('2. Did broken pipes rise?'));
  board
    .withPanel(
      words(
        'The first fork',
        6,
        9,
        `
A **broken pipe** is a write to a connection that the other end had already closed or forgotten.

**It rose** with the drop: the peers vanished under this side while it was working, or the network flaps. Go to **3a**.

**It stayed flat**: nobody wrote into nothing. This side closed the connections, or a timeout policy did, or they were idle when they died. Go to **3b**.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Broken pipes on SSH connections',
        unit: 'ops',
        w: 13,
        h: 9,
        lines: [
          { expr: `sum by (instance) (${rate('ssh_sigpipe_total')})`, legend: '{{instance}}', exemplar: true },
        ],
        says: {
          shows: 'Writes per second that failed with EPIPE, one line for each instance. A diamond is a trace.',
          good: 'flat at zero.',
          bad: 'a rise at the moment of the drop. No line: nobody looks; a sidecar sees those of sshd alone, and only with its log.',
          does: 'rose: 3a. Flat: 3b.',
          runbook: 'SshBrokenPipes',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'So',
        unit: 'short',
        w: 5,
        h: 9,
        lines: [{ expr: `round(sum(${inRange('ssh_sigpipe_total')}))`, legend: 'broken pipes' }],
        none: 'nobody looks',
        decimals: 0,
        warnsAt: 1,
        mappings: [
          {
            type: MappingType.RangeToText,
            options: { from: 0, to: 0, result: { text: 'flat: go to 3b', color: 'blue', index: 0 } },
          },
          {
            type: MappingType.RangeToText,
            options: { from: 1, to: null, result: { text: 'rose: go to 3a', color: 'orange', index: 1 } },
          },
        ],
        says: {
          shows: 'The answer for the time shown: whether there was any broken pipe.',
          good: 'flat, while nothing drops.',
          bad: 'rose: somebody writes to peers that are gone.',
          does: 'go to 3a or 3b. If broken pipes are usual for you, judge by the graph instead.',
          runbook: 'SshBrokenPipes',
        },
      }),
    );

  board.withRow(new RowBuilder('3a. They rose: do peers vanish, or does the network flap?'));
  board
    .withPanel(
      words(
        'Peers, or the network?',
        6,
        10,
        `
**Peers vanish** when **peer** rises alone: their process was killed, their host restarted, or their own limit closed them. Read **their** log at that moment.

**The network flaps** when **network** rises, TCP sends again on the far right, or several instances are hit at once.

**A middlebox forgets** idle flows when those that died had been silent for the same time: a band in the picture below. No log has it.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Ended by the peer',
        unit: 'ops',
        w: 6,
        h: 10,
        lines: [
          {
            expr: `sum by (cause) (${rate('ssh_connection_failures_total', 'initiator="peer"')}) > 0`,
            legend: '{{cause}}',
            exemplar: true,
          },
          { expr: `sum(${rate('ssh_connection_failures_total', 'initiator="peer"')})`, legend: 'all' },
        ],
        says: {
          shows: 'Failures per second that the other end started, by cause. "all" is drawn at zero where somebody looked and there were none.',
          good: '"all" at zero.',
          bad: 'connection_reset: the process died or the host restarted. broken_pipe: it had closed, and we wrote on. unexpected_eof: it left in the middle of a word.',
          does: 'read the log of the peer at this moment: out of memory, restart, MaxStartups, a limit on sessions.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Ended by the network',
        unit: 'ops',
        w: 6,
        h: 10,
        lines: [
          {
            expr: `sum by (cause) (${rate('ssh_connection_failures_total', 'initiator="network"')}) > 0`,
            legend: '{{cause}}',
            exemplar: true,
          },
          { expr: `sum(${rate('ssh_connection_failures_total', 'initiator="network"')})`, legend: 'all' },
        ],
        says: {
          shows: 'Failures per second for which nobody answered, by cause. "all" is drawn at zero where somebody looked and there were none.',
          good: '"all" at zero.',
          bad: 'retransmission_timeout: packets are swallowed. tcp_keepalive_timeout or ssh_keepalive_timeout: so are probes. host_unreachable, network_unreachable: a route is gone.',
          does: 'mtr to the peer, the state of the routers on the way, and the panel on the right.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Does TCP struggle?',
        unit: 'ops',
        w: 6,
        h: 10,
        lines: [
          { expr: `sum(${rate('ssh_tcp_retransmits_total')})`, legend: 'sent again on SSH ports' },
          { expr: `sum(${rate('host_tcp_aborts_on_timeout_total')})`, legend: 'given up, whole host' },
        ],
        says: {
          shows: 'Segments per second that TCP sent again on SSH ports, and connections of the whole host that it gave up for lack of an answer. Needs a sidecar.',
          good: 'both near zero.',
          bad: 'a rise with the drop: the network loses packets, for SSH or for all.',
          does: 'ask those who run the network, with this graph. Flat with a drop: it is not loss, but somebody who forgets or closes.',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'How long those that died had been silent',
        unit: 's',
        w: 10,
        h: 9,
        histogram: 'ssh_connection_idle_before_failure_seconds',
        says: {
          shows: 'Connections that failed, by the silence before the first byte that nobody answered.',
          good: 'spread over all heights.',
          bad: 'a band at one height: the path forgets flows after that silence. 60 s is a proxy, 300 to 350 s a cloud NAT, 900 or 3600 s a firewall.',
          does: 'set ServerAliveInterval, ClientAliveInterval or the heartbeat of the library to a third of it.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'The path forgets a flow',
        unit: 's',
        w: 5,
        h: 9,
        lines: [
          { expr: `max(${of('ssh_path_idle_timeout_seconds', 'bound="lower"')})`, legend: 'not before' },
          { expr: `min(${of('ssh_path_idle_timeout_seconds', 'bound="upper"')})`, legend: 'at the latest' },
        ],
        none: 'none seen',
        says: {
          shows: 'The idle timeout of the strictest path, between the longest silence that was survived and the shortest that killed.',
          good: 'none seen.',
          bad: 'figures: the path has a timeout, and here it is.',
          does: 'keepalives well below "not before".',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Dying right now',
        unit: 'short',
        decimals: 0,
        w: 9,
        h: 9,
        lines: [
          { expr: `sum by (instance) (${of('ssh_half_open_connections')})`, legend: 'half open, {{instance}}' },
          { expr: `sum(${of('ssh_tcp_keepalive_unanswered_connections')})`, legend: 'TCP probes unanswered' },
        ],
        says: {
          shows: 'Live connections on which something sent has had no answer for 30 s, and those whose TCP probes have none.',
          good: 'zero.',
          bad: 'a rise: the trouble is still there, and these are its next victims.',
          does: 'curl /api/v1/connections on that instance names them: are they all behind one router?',
          runbook: 'SshConnectionsHalfOpen',
        },
      }),
    );

  board.withRow(new RowBuilder('3b. They stayed flat: who closed them, and by which limit?'));
  board
    .withPanel(
      words(
        'We, or a policy?',
        6,
        10,
        `
**local** on the right: a limit on **this** side ended them.

**Nothing in failure** while connections fall: they were closed in order. Either this side's application did (a release, a pool that shrank), or a server or proxy that says goodbye.

**All at the same age or silence**: that is a policy. Read the age in the picture on the right, then find the limit with that value below.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Ended by this side',
        unit: 'ops',
        w: 6,
        h: 10,
        lines: [
          {
            expr: `sum by (cause) (${rate('ssh_connection_failures_total', 'initiator="local"')}) > 0`,
            legend: '{{cause}}',
            exemplar: true,
          },
          { expr: `sum(${rate('ssh_connection_failures_total', 'initiator="local"')})`, legend: 'all' },
        ],
        says: {
          shows: 'Failures per second that this side started, by cause. "all" is drawn at zero where somebody looked and there were none.',
          good: '"all" at zero.',
          bad: 'idle_timeout: this library gave up waiting. leaked: nobody closed it. connection_aborted: something on this host ended it.',
          does: 'find the setting for the cause in the table below.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'At which age they ended',
        unit: 's',
        w: 6,
        h: 10,
        histogram: 'ssh_connection_duration_seconds',
        says: {
          shows: 'All connections that ended, in order or not, by how long they had lived.',
          good: 'the pattern of your work.',
          bad: 'a band at one age: a limit on the length of a session.',
          does: 'look for that time among the limits of the server, the bastion and the load balancer.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Closed in order',
        unit: 'ops',
        w: 6,
        h: 10,
        lines: [
          {
            expr: `sum by (instance) (${rate('ssh_connection_endings_total')}) - sum by (instance) (${rate('ssh_connection_failures_total')})`,
            legend: '{{instance}}',
          },
        ],
        says: {
          shows: 'Connections per second that somebody closed as it should be.',
          good: 'the rhythm of your work.',
          bad: 'a peak at the moment of the drop: they were closed on purpose, all at once.',
          does: 'who deployed, restarted or scaled down at that moment? The purple lines are starts of watched processes.',
        },
      }),
    )
    .withPanel(
      table({
        title: 'Which limits struck, in the time shown',
        unit: 'short',
        w: 8,
        h: 13,
        line: {
          expr: `sum by (cause, side) (${inRange('ssh_connection_failures_total', LIMITS)})`,
          legend: '',
        },
        columns: ['cause', 'side'],
        value: 'connections',
        none: 'nobody looks',
        says: {
          shows: 'How many connections each limit has ended in the time shown, on the side that is watched. Zero is zero: somebody looked.',
          good: 'all zero.',
          bad: 'one stands out: that limit is too short for how people work, or does its duty on a dead path.',
          does: 'find it in the table on the right, and change that setting.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      words(
        'The setting to change',
        16,
        13,
        `
| cause | where the limit is | what to change |
|---|---|---|
| idle_timeout | the library of this side | MINA SSHD: idle-timeout (10 min), nio2-read-timeout. JSch: setTimeout. sshj: setTimeout |
| auth_timeout | the server | sshd: LoginGraceTime (2 min). MINA SSHD: auth-timeout (2 min) |
| ssh_keepalive_timeout | either end: interval times count without an answer | ssh: ServerAliveInterval, ServerAliveCountMax. sshd: ClientAliveInterval, ClientAliveCountMax. MINA SSHD: heartbeat-interval, heartbeat-no-reply-max |
| tcp_keepalive_timeout | the kernel of this host | net.ipv4.tcp_keepalive_time, _intvl, _probes |
| retransmission_timeout | the kernel of this host | net.ipv4.tcp_retries2 (15 min), or TCP_USER_TIMEOUT on the socket |
| ssh_disconnect | the other end, which said why | the words of the message: /api/v1/endings, or the span "ssh close" |
| leaked | the application | close the session in a finally or try-with-resources |
| closed in order, all at one age | a policy on the way | session limits of the bastion, the load balancer or the VPN |

A dead path is ended by these limits as well: then branch 3a is where the reason lies, and the limit did its duty.
`,
      ),
    );

  board.withRow(new RowBuilder('4. What to do so that it does not happen again'));
  board
    .withPanel(
      words(
        'Keep alive, and notice',
        6,
        9,
        `
A keepalive of SSH, every third of the path's timeout, on **either** end:

- ssh: \`ServerAliveInterval 60\`
- sshd: \`ClientAliveInterval 60\`
- MINA SSHD: \`heartbeat-interval\` and \`heartbeat-no-reply-max\`
- JSch: \`setServerAliveInterval\`
- sshj: \`setKeepAliveInterval\` on the connection

${page('What each cause means', 'exporter-core/CAUSES.md')}, and whether a new connection is worth a try.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Unprotected connections',
        unit: 'short',
        decimals: 0,
        w: 6,
        h: 9,
        lines: [
          { expr: `sum by (reason) (${of('ssh_unprotected_connections')})`, legend: '{{reason}}' },
          { expr: `sum(${of('ssh_active_connections')})`, legend: 'all that are open' },
        ],
        says: {
          shows: 'Live connections that would not notice a silent death of their path within 300 s, by reason.',
          good: 'all reasons at zero.',
          bad: 'any that stay: the next silence kills them unnoticed.',
          does: 'set one of the keepalives on the left.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'How long until somebody noticed',
        unit: 's',
        w: 6,
        h: 9,
        histogram: 'ssh_failure_detection_seconds',
        says: {
          shows: 'Connections that failed, by the time from the first unanswered byte or probe to the error.',
          good: 'all in the lowest buckets.',
          bad: 'minutes: users had given up long before.',
          does: 'a keepalive notices in its interval times its limit.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Are keepalives really sent?',
        unit: 'ops',
        w: 6,
        h: 9,
        lines: [
          { expr: `sum by (side) (${rate('ssh_keepalives_sent_total')})`, legend: 'sent, {{side}}' },
          { expr: `sum by (side) (${rate('ssh_keepalives_unanswered_total')})`, legend: 'unanswered, {{side}}' },
        ],
        says: {
          shows: 'Keepalives of SSH per second that the libraries here really sent. Those of the other end are not counted here.',
          good: 'about the number of connections divided by the interval.',
          bad: 'zero although it is configured: the setting does not reach the session.',
          does: 'set the interval on the session, after it is connected if the library wants that (sshj).',
          runbook: 'SshKeepalivesUnanswered',
        },
      }),
    );
  return finished(board);
}
