// Figures and closed sets in the words of this page.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ONE_DIGIT = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

function number(value) {
  return WHOLE.format(value);
}

function plural(count, one, many) {
  return `${number(count)} ${count === 1 ? one : many ?? one + "s"}`;
}

/** Two units at most: nobody acts on the seconds of a day. */
function duration(millis) {
  const ms = Math.max(0, millis);
  if (ms < MINUTE) {
    return `${Math.floor(ms / SECOND)} s`;
  }
  const [big, small, bigName, smallName] =
    ms < HOUR ? [MINUTE, SECOND, "min", "s"] : ms < DAY ? [HOUR, MINUTE, "h", "min"] : [DAY, HOUR, "d", "h"];
  const whole = Math.floor(ms / big);
  const rest = Math.floor((ms % big) / small);
  return whole >= 10 || rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
}

function bytes(count) {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < 4) {
    value /= 1000;
    unit++;
  }
  return `${value < 100 && unit > 0 ? ONE_DIGIT.format(value) : WHOLE.format(value)} ${["B", "kB", "MB", "GB", "TB"][unit]}`;
}

/** Of today the time; of other days the day as well. */
function clock(millis) {
  const at = new Date(millis);
  const time = at.toLocaleTimeString("en-GB");
  return at.toDateString() === new Date().toDateString()
    ? time
    : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time}`;
}

function listed(parts) {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

const PROTECTIONS = {
  protected: ["protected", "A silent death of the path would be noticed in time."],
  no_keepalive: ["no keepalive", "Nobody probes: if the path dies in silence, nobody will notice. Switch on SO_KEEPALIVE, ServerAliveInterval or ClientAliveInterval."],
  keepalive_too_slow: ["keepalive too slow", "A silent death would be noticed later than protection.within asks for. Probe more often."],
  keepalive_not_enforced: ["not enforced", "The library sends keepalives and does not mind when nobody answers. Let it give up after some."],
  unknown: ["not known", "The socket's options could not be read."],
};

function protectionWords(label) {
  return PROTECTIONS[label] ?? [label, ""];
}

/** What happened, in a sentence; what to do about it comes with each ending. */
const CAUSES = {
  closed: "Closed in order.",
  broken_pipe: "The peer had closed, and this side wrote on.",
  connection_reset: "The peer's kernel, or something on the way, refused the flow.",
  connection_aborted: "Something on this host ended the socket.",
  retransmission_timeout: "What was sent was never acknowledged, until the kernel gave up.",
  tcp_keepalive_timeout: "TCP's probes went unanswered.",
  timed_out: "Nobody answered.",
  host_unreachable: "The network said that the peer's host is not there.",
  network_unreachable: "There was no route any more.",
  unexpected_eof: "The peer's end came in the middle of the conversation.",
  leaked: "Nobody closed it: the garbage collector found it abandoned.",
  idle_timeout: "This side had waited as long as its limit allows.",
  ssh_keepalive_timeout: "SSH keepalives went unanswered.",
  auth_failed: "No method of authentication was left.",
  auth_timeout: "Authentication took longer than the server allows.",
  key_exchange_failed: "The two ends found no keys to use.",
  host_key_rejected: "The server's key is not the one that the client knows.",
  ssh_disconnect: "One end sent the other away, with a reason.",
  protocol_error: "A packet came that nobody could have sent in order.",
  other: "An error that is none of the known ones.",
};

const INITIATORS = { local: "this side", peer: "the peer", network: "the network", unknown: "" };

function byWhom(initiator) {
  const who = INITIATORS[initiator] ?? initiator;
  return who ? ` by ${who}` : "";
}

const TURNS = {
  nobody: "Nobody's",
  application: "Those who run or write the application here",
  "this host": "Those who run this host",
  peer: "Those who run the other end",
  network: "Those who run what lies between",
};

const RETRIES = {
  now: "worth a try at once",
  later: "worth a try after a pause, longer each time",
  "after a change": "of no use until somebody has changed something",
  never: "of no use",
};
