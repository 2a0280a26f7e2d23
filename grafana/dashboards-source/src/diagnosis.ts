// Connections drop: why? One question after the other, from the top.
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { MappingType, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  dashboard,
  finished,
  graph,
  heat,
  inRange,
  of,
  page,
  rate,
  stat,
  strictestPath,
  table,
  words,
} from './sshpulse.js';
import { reached } from './overview.js';

const FAILED = inRange('ssh_connection_failures_total');
const IN_ORDER = `sum(${inRange('ssh_connection_endings_total')}) - sum(${FAILED})`;
/** What no broken pipe goes with, and this side did not start. */
const ELSEWHERE = ['initiator!="local"', 'cause!="broken_pipe"'];

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
2. Did broken pipes rise? That parts the two branches. Who ended the connections says what to look for there.
3. **3a** if they rose, **3b** if they stayed flat: it ends with the setting to change.

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
        10,
        `
A **broken pipe** is a write to a connection that the other end had already closed.

**It rose** with the drop: the peers vanished under this side while it was working, or the network flaps. Go to **3a**.

**It stayed flat**: this side ended them, or a timeout policy did: a limit here, at the peer or on the path. A NAT that forgets and a load balancer that resets break no pipe. Go to **3b**.

**Nobody looks**, or most are **local**: read **both**.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Broken pipes on SSH connections',
        unit: 'ops',
        w: 8,
        h: 10,
        lines: [
          { expr: `sum by (instance) (${rate('ssh_sigpipe_total')})`, legend: '{{instance}}', exemplar: true },
        ],
        says: {
          shows: 'Writes per second that failed with EPIPE, one line for each instance. A diamond is a trace.',
          good: 'flat at zero.',
          bad: 'a rise at the moment of the drop. No line: nobody looks; a sidecar sees those of sshd alone, and only with its log.',
          does: 'rose: 3a. Flat: 3b. No line: read both branches.',
          runbook: 'SshBrokenPipes',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'So',
        unit: 'short',
        w: 4,
        h: 10,
        lines: [{ expr: `round(sum(${inRange('ssh_sigpipe_total')}))`, legend: 'broken pipes' }],
        none: 'nobody looks: read 3a and 3b',
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
          does: 'go to 3a or 3b. If broken pipes are usual for you, judge by the graph instead. If nobody looks, read both branches.',
          runbook: 'SshBrokenPipes',
        },
      }),
    )
    .withPanel(
      table({
        title: 'Who ended them, in the time shown',
        unit: 'short',
        w: 6,
        h: 10,
        line: {
          expr: `sum by (initiator) (${FAILED}) or label_replace(${IN_ORDER}, "initiator", "in order", "", "")`,
          legend: '',
        },
        columns: ['initiator'],
        value: 'connections',
        none: 'nobody looks',
        says: {
          shows: 'How many connections failed, by who started it: this side (local), the other end (peer) or what lies between (network). "in order" did not fail.',
          good: 'nearly all in order.',
          bad: 'network: the path swallowed packets or forgot the flows. peer: the other end, or a load balancer in its name. local: a limit on this side.',
          does: 'take the largest along: "Ended by the peer" and "Ended by the network" are in 3a, all causes with their settings in 3b.',
          runbook: 'SshConnectionsFailing',
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

**The network flaps** when **network** rises, TCP sends again below, or several instances are hit at once.

**All died after one silence, or at one age**? The pictures are in **3b**: then it was neither, but a policy of a middlebox, broken pipes or not.
`,
      ),
    )
    .withPanel(
      graph({
        title: 'Ended by the peer',
        unit: 'ops',
        w: 9,
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
          does: 'read the log of the peer at this moment: out of memory, restart, MaxStartups, a limit on sessions. It has nothing: a load balancer reset them, 3b.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Ended by the network',
        unit: 'ops',
        w: 9,
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
          does: 'mtr to the peer, the state of the routers on the way, and the panel below. All after one silence: 3b.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Does TCP struggle?',
        unit: 'ops',
        w: 12,
        h: 8,
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
      graph({
        title: 'Dying right now',
        unit: 'short',
        decimals: 0,
        w: 12,
        h: 8,
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

  board.withRow(new RowBuilder('3b. They stayed flat: did this side end them, or a timeout policy, and which?'));
  board
    .withPanel(
      words(
        'We, or a policy?',
        6,
        11,
        `
Take the largest cause of the table, and find its row at the bottom of 3b: there is the setting.

**local**: a limit on **this** side, or its application.

**network**, or **connection_reset**: if the pictures have a band, the path's policy did it. A band of **silence**: a NAT or firewall forgets, a load balancer resets. A band of **age**: a session may only last that long.

**All in order**: somebody closed them on purpose: a release, a pool that shrank, a proxy that says goodbye.

**No band**: the peer or the network went away while nobody wrote. Read **3a**.
`,
      ),
    )
    .withPanel(
      table({
        title: 'What ended them, in the time shown',
        unit: 'short',
        w: 6,
        h: 11,
        line: {
          expr: `sum by (cause, initiator) (${FAILED}) > 0 or label_replace(sum(${FAILED}), "cause", "all that failed", "", "")`,
          legend: '',
        },
        columns: ['cause', 'initiator'],
        value: 'connections',
        none: 'nobody looks',
        says: {
          shows: 'How many connections each cause has ended in the time shown, whoever started it. "all that failed" at zero: somebody looked, and there were none.',
          good: '"all that failed" at zero.',
          bad: 'one cause far above the others: it has one reason.',
          does: 'find it in the table at the bottom of 3b, and change that setting.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Ended by this side',
        unit: 'ops',
        w: 6,
        h: 11,
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
          does: 'find the setting for the cause in the table at the bottom of 3b.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Ended by the peer or the path',
        unit: 'ops',
        w: 6,
        h: 11,
        lines: [
          {
            expr: `sum by (cause, initiator) (${rate('ssh_connection_failures_total', ...ELSEWHERE)}) > 0`,
            legend: '{{cause}} ({{initiator}})',
            exemplar: true,
          },
          { expr: `sum(${rate('ssh_connection_failures_total', ...ELSEWHERE)})`, legend: 'all' },
        ],
        says: {
          shows: 'Failures per second that this side did not start and that met no broken pipe. "all" is drawn at zero where somebody looked and there were none.',
          good: '"all" at zero.',
          bad: 'retransmission_timeout, timed_out, tcp_keepalive_timeout, ssh_keepalive_timeout: a NAT or firewall forgot the flows, or a host is gone. connection_reset: a load balancer\'s time was over, or the peer died.',
          does: 'look for a band in the pictures below. There is one: a policy, and the table has its setting. None: 3a.',
          runbook: 'SshConnectionsFailing',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'How long those that died had been silent',
        unit: 's',
        w: 8,
        h: 9,
        histogram: 'ssh_connection_idle_before_failure_seconds',
        says: {
          shows: 'Connections that failed, by the silence before the first byte that nobody answered.',
          good: 'spread over all heights.',
          bad: 'a band at one height: the path forgets flows after that silence. 60 s is a proxy, 300 to 350 s a cloud NAT, 900 or 3600 s a firewall.',
          does: 'set ServerAliveInterval, ClientAliveInterval or the heartbeat of the library to half of it at most.',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      stat({
        title: 'The path forgets a flow',
        unit: 's',
        w: 4,
        h: 9,
        lines: [
          { expr: strictestPath('lower'), legend: 'not before' },
          { expr: strictestPath('upper'), legend: 'at the latest' },
        ],
        none: 'none seen',
        says: {
          shows: 'The idle timeout of the strictest path, between the longest silence that was survived and the shortest that killed.',
          good: 'none seen.',
          bad: 'figures: the path has a timeout, and here it is.',
          does: 'a keepalive at most half of "at the latest", and no longer than "not before".',
          runbook: 'SshConnectionsUnprotected',
        },
      }),
    )
    .withPanel(
      heat({
        title: 'At which age they ended',
        unit: 's',
        w: 6,
        h: 9,
        histogram: 'ssh_connection_duration_seconds',
        says: {
          shows: 'All connections that ended, in order or not, by how long they had lived.',
          good: 'the pattern of your work.',
          bad: 'a band at one age: a limit on the length of a session, whatever happens on it.',
          does: 'look for that time among the limits of the server, the bastion and the load balancer.',
        },
      }),
    )
    .withPanel(
      graph({
        title: 'Closed in order',
        unit: 'ops',
        w: 6,
        h: 9,
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
      words(
        'The setting to change',
        24,
        21,
        `
| cause | what ended it | what to change |
|---|---|---|
| retransmission_timeout | Silent before, all for the same time: a NAT or firewall forgot the flow, and swallowed what was written then. Else: packets were lost for 15 min, 3a | A keepalive of at most half the path's timeout (step 4). Or the idle timeout there: Linux net.netfilter.nf_conntrack_tcp_timeout_established, Azure load balancer (4 min), the NAT gateway's or firewall's own. To notice sooner: net.ipv4.tcp_retries2, TCP_USER_TIMEOUT |
| timed_out | As above; what noticed it is not known, or this side gave up waiting | As above |
| tcp_keepalive_timeout | The probes of this kernel had no answer: the flow was forgotten before the first of them, or the host is gone | net.ipv4.tcp_keepalive_time to at most half the path's timeout (2 h is the default), _intvl and _probes for how soon it is noticed |
| ssh_keepalive_timeout | SSH's keepalives had no answer: the interval is longer than the path bears, or the peer hangs | ssh: ServerAliveInterval, ServerAliveCountMax. sshd: ClientAliveInterval, ClientAliveCountMax. MINA SSHD: heartbeat-interval, heartbeat-no-reply-max |
| connection_reset | After one silence or at one age: a load balancer, proxy or firewall whose time was over. Else: the peer's process or host, 3a | A keepalive as above. Or its timeout: HAProxy timeout client, server and tunnel; nginx proxy_timeout (10 min); AWS NLB tcp.idle_timeout.seconds (350); kube-proxy --ipvs-tcp-timeout. At one age: its limit on a connection's life |
| unexpected_eof | As connection_reset, by a proxy that closes instead; or the peer's process was killed, or refused us, 3a | As connection_reset. Refused: sshd's MaxStartups, PerSourceMaxStartups |
| idle_timeout | The library of this side gave up waiting | MINA SSHD: idle-timeout (10 min), nio2-read-timeout. JSch: setTimeout. sshj: setTimeout |
| auth_timeout | The server's limit on a login | sshd: LoginGraceTime (2 min). MINA SSHD: auth-timeout (2 min) |
| ssh_disconnect | One end said why: /api/v1/endings and the span "ssh close" have its words | What the words name, such as too many sessions or a timeout of the server's library |
| leaked | The application: nobody closed it | Close the session in a finally or try-with-resources |
| connection_aborted | Something on this host: ss -K, a VPN or DHCP client that took the address away, an agent of the network | That program's rule; let the address stay |
| auth_failed | The server refused every login | User name, key or password; sshd's MaxAuthTries (6) for a client with many keys |
| key_exchange_failed | No algorithm in common | KexAlgorithms, HostKeyAlgorithms, Ciphers, MACs: renew the older end |
| host_key_rejected | The server's key is not the one in known_hosts | Ask for the new key first, then known_hosts |
| protocol_error | Bytes that are no SSH, or changed on the way | The proxy that changes them, or the version of the library |
| host_unreachable | No limit: the host is gone, 3a | The peer's host, or its firewall's REJECT |
| network_unreachable | No limit: the route is gone, 3a | The route, here and on the way |
| broken_pipe | No limit of this side: the peer had closed, 3a | Its log at that moment, its limits |
| other | Its exception says what, in the application's log | Often a rule of the firewall of this host |
| in order, at one age or silence | A policy that closes politely | sshd: ChannelTimeout, UnusedConnectionTimeout. Session limits of the bastion, the load balancer or the VPN |
| in order, all at once | A release, a restart, a pool | Who deployed or scaled down at that moment |
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
A keepalive of SSH, at an interval of at most half the path's timeout, on **either** end:

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
