// Snapshots as an agent or a sidecar would tell them, and a server that tells them.

import { createServer } from "node:http";

const NOW = Date.now();
const ago = (seconds) => new Date(NOW - seconds * 1000).toISOString();

function connection(id, more) {
  const silent = more.silent_seconds ?? 12;
  return { id, side: id % 2 ? "client" : "server", opened_at: ago(3600 * id), recognised_at: ago(3600 * id), library: ["mina-sshd", "jsch", "sshj"][id % 3], silent_seconds: silent, protection: "protected", received_bytes: 48_000 * id ** 3, sent_bytes: 9_100 * id ** 2, local: `10.0.4.17:${40000 + id}`, peer: `10.8.${id % 7}.${20 + id}:22`, ...more };
}

function ending(id, secondsAgo, cause, initiator, turn, lookFirst, retry, idle) {
  return { id, side: "client", at: ago(secondsAgo), cause, initiator, failed: true, turn, look_first: lookFirst, retry, opened_at: ago(secondsAgo + 4000), recognised_at: ago(secondsAgo + 4000), duration_seconds: 4000, idle_seconds: idle, detection_seconds: 60, received_bytes: 18_200, sent_bytes: 9_100, local: `10.0.4.17:${41000 + id}`, peer: `10.8.3.${20 + (id % 9)}:22` };
}

function snapshot(more) {
  return { at: ago(0), observer: "agent", version: "0.1.0", addresses: true, half_open_seconds: 30, connections: [], left_out: 0, endings: [], deaths: [], facts: { hooks: [{ library: "jdk", version: "17.0.15", status: "matched" }], sources: [], errors: {}, dropped: {} }, ...more };
}

/** Nobody knows when it was opened, and nobody says so. */
const FROM_THE_MIDDLE = { seen: "from_the_middle", opened_at: undefined };

export const HALF_OPEN = { unanswered_seconds: 95, silent_seconds: 310 };

export const NO_CHANGE = { begun: [], changed: [], gone: [], left_out: 0, endings: [], deaths: [] };

const DEAD = [
  ...[40, 190, 700, 1500, 2300, 2900, 3100].map((at, n) => ending(100 + n, at, "retransmission_timeout", "network", "network", "What on the path swallows packets; whether a NAT forgot the flow after the idle time.", "later", 362 + 40 * n)),
  ...[90, 640, 2000].map((at, n) => ending(200 + n, at, "connection_reset", "peer", "peer", "Whether the peer's process or host restarted, or a firewall on the way resets flows.", "now", 20 + 30 * n)),
  ...[1200, 3000].map((at, n) => ending(300 + n, at, "broken_pipe", "peer", "peer", "Why the peer closed: its log at that moment, its timeouts, its limits.", "after a change", 4)),
].map((dead) => (dead.id === 300 ? { ...dead, ...FROM_THE_MIDDLE } : dead));

const DEATHS = DEAD.map((dead) => ({ minute: new Date(Math.floor(Date.parse(dead.at) / 60000) * 60000).toISOString(), cause: dead.cause, initiator: dead.initiator, count: 1 }));

/** By the name of their picture: what is told, the sentence that must come of it, and other words. */
export const STORIES = {
  "half-open": {
    event: snapshot({
      connections: [1, 2, 3].map((id) => connection(id, HALF_OPEN)).concat(
        connection(4, { blocked_writer_seconds: 14 }),
        connection(5, { peer_closed_seconds: 130 }),
        connection(6, { unanswered_seconds: 4 }),
        connection(7, { protection: "no_keepalive", ...FROM_THE_MIDDLE, silent_seconds: 5400 }),
        connection(8, { protection: "keepalive_too_slow" }),
        ...[9, 10, 11, 12, 13, 14].map((id) => connection(id, {})),
      ),
      endings: DEAD,
      deaths: DEATHS,
      facts: {
        path_idle_timeout: { lower_seconds: 290.5, upper_seconds: 362, advice: "flows silent for more than about 6 min die on this path: set ServerAliveInterval or ClientAliveInterval to at most 180 s" },
        advised_interval_seconds: 180,
        hooks: [
          { library: "jdk", version: "17.0.15", status: "matched" },
          { library: "mina-sshd", version: "2.20.0", status: "matched" },
          { library: "jsch", version: "9.0", status: "refused", reason: "no method connect" },
        ],
        sources: [],
        errors: { handler: 2 },
        dropped: { event: 5 },
      },
    }),
    sentence: "3 connections are half open, 1 writer is blocked, 1 connection waits for a close on this side, 12 died in the last hour, most of retransmission_timeout by the network.",
    words: ["half open 1 min 3", "write blocked 1", "peer closed 2 min", "7 h+", "1 seen from the middle: open before sshpulse came", "ServerAliveInterval 180", "refused", "2 handler", "5 event"],
  },
  "not-ready": {
    event: snapshot({ facts: { ...snapshot({}).facts, not_ready_because: "hooks are not in: jdk refused, another agent has woven it" } }),
    sentence: "Nothing can be said yet: hooks are not in: jdk refused, another agent has woven it.",
    words: ["may be incomplete"],
  },
  well: {
    event: snapshot({ connections: [1, 2, 3, 4].map((id) => connection(id, {})), endings: [{ ...DEAD[0], cause: "closed", failed: false }] }),
    sentence: "Nothing is wrong: 4 SSH connections, all protected.",
    words: ["All is well", "All endings that are remembered were in order."],
  },
  sidecar: {
    event: snapshot({
      observer: "sidecar",
      connections: [1, 2].map((id) => connection(id, { library: "unknown", process: "sshd" })),
      facts: { hooks: [], sources: [{ source: "tcp", up: true, reason: "sock_diag", read_seconds: 0.002 }, { source: "sshd_log", up: false, reason: "cannot read /var/log/auth.log", read_seconds: 0 }], errors: {}, dropped: {} },
    }),
    sentence: "Nothing is wrong: 2 SSH connections, all protected.",
    words: ["this host, from outside", "Process", "cannot read /var/log/auth.log"],
  },
};

/** Serves the page of an agent, and as its stream this one event and a beat a second, or does otherwise with who asks. */
export async function tell(url, event) {
  const streams = new Set();
  const teller = { how: "tells", asked: 0 };
  const server = createServer(async (request, response) => {
    if (request.url !== "/api/v1/events") {
      const page = await fetch(url);
      response.writeHead(200, { "content-type": page.headers.get("content-type"), "content-security-policy": page.headers.get("content-security-policy") ?? "" });
      response.end(await page.text());
      return;
    }
    teller.asked++;
    if (teller.how === "hangs") {
      return;
    } else if (teller.how === "refuses") {
      response.writeHead(503).end("8 pages are open.");
      return;
    }
    streams.add(response);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`event: snapshot\ndata: ${JSON.stringify(event)}\n\n`);
    const beats = setInterval(() => response.write(`event: beat\ndata: {"at":"${new Date().toISOString()}"}\n\n`), 1000);
    request.on("close", () => clearInterval(beats));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return Object.assign(teller, {
    url: `http://127.0.0.1:${server.address().port}/`,
    /** Tells all pages that are open. */
    also(name, data) {
      streams.forEach((response) => response.write(`event: ${name}\ndata: ${JSON.stringify({ at: ago(0), ...data })}\n\n`));
    },
    cut() {
      streams.forEach((response) => response.destroy());
      streams.clear();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
}
