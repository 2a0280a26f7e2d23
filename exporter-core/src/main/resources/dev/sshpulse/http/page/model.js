// What the stream has told: connections by number, endings, deaths of the hour, what is seen.

const MOST_ENDINGS = 1000;

/** Worst first. */
const WORRIES = ["half open", "write blocked", "peer closed", "no answer", "unprotected", "not known", "none"];

/** As the agent does: what ends most often gives way, so that of what seldom fails there is always the latest. */
function bounded(newestFirst) {
  const verdict = ({ cause, initiator }) => `${cause} ${initiator}`;
  const kept = new Map();
  newestFirst.forEach((ending) => kept.set(verdict(ending), (kept.get(verdict(ending)) ?? 0) + 1));
  for (let over = newestFirst.length - MOST_ENDINGS; over > 0; over--) {
    const [commonest, count] = [...kept].reduce((most, other) => (other[1] > most[1] ? other : most));
    kept.set(commonest, count - 1);
  }
  return newestFirst.filter((ending) => {
    const left = kept.get(verdict(ending));
    kept.set(verdict(ending), left - 1);
    return left > 0;
  });
}

class Model {
  connections = new Map();
  endings = [];
  deaths = new Map();
  facts = { hooks: [], sources: [], errors: {}, dropped: {} };
  observer = "agent";
  version = "";
  addresses = true;
  halfOpenMillis = 30 * SECOND;
  leftOut = 0;
  told = false;
  stopped = false;
  toldAt = 0;
  heardAt = 0;

  /** The host's clock, as far as this one can follow it; it stands still while nothing is heard. */
  now() {
    return this.stopped ? this.toldAt : this.toldAt + (performance.now() - this.heardAt);
  }

  snapshot(event) {
    this.connections = new Map();
    this.endings = [];
    this.deaths = new Map();
    this.observer = event.observer;
    this.version = event.version;
    this.addresses = event.addresses;
    this.halfOpenMillis = event.half_open_seconds * SECOND;
    this.told = true;
    this.change({ ...event, begun: event.connections, changed: [], gone: [] });
  }

  change(event) {
    this.beat(event);
    event.begun.forEach((json) => this.connections.set(json.id, this.#connection(json)));
    event.changed.forEach((json) => this.#update(this.connections.get(json.id), json));
    event.gone.forEach((id) => this.connections.delete(id));
    this.leftOut = event.left_out;
    this.endings = bounded([...event.endings.map((json) => this.#ending(json)), ...this.endings]);
    event.deaths.forEach((of) => this.deaths.set(`${of.minute} ${of.cause} ${of.initiator}`, { ...of, at: Date.parse(of.minute) }));
    this.facts = event.facts ?? this.facts;
  }

  beat(event) {
    this.toldAt = Date.parse(event.at);
    this.heardAt = performance.now();
  }

  #connection(json) {
    const connection = {
      id: json.id,
      side: json.side,
      peer: json.peer ?? "",
      local: json.local ?? "",
      process: json.process ?? "",
      fromTheMiddle: json.seen === "from_the_middle",
      openedAt: this.#openedAt(json),
    };
    this.#update(connection, json);
    return connection;
  }

  /** Times that run are kept as the moment they began: the page counts on by itself. */
  #update(connection, json) {
    if (!connection) {
      return;
    }
    const since = (seconds) => (seconds === undefined ? null : this.toldAt - seconds * SECOND);
    connection.library = json.library ?? "unknown";
    connection.silentSince = since(json.silent_seconds);
    connection.unansweredSince = since(json.unanswered_seconds);
    connection.blockedSince = since(json.blocked_writer_seconds);
    connection.peerClosedSince = since(json.peer_closed_seconds);
    connection.protection = json.protection;
    connection.received = json.received_bytes;
    connection.sent = json.sent_bytes;
    connection.words = [connection.peer, connection.local, connection.side, connection.library, connection.process, connection.fromTheMiddle ? "seen from the middle" : "", protectionWords(connection.protection)[0], `#${connection.id}`].join(" ").toLowerCase();
  }

  /** Nobody knows it of one that is seen from the middle, but that it was before this. */
  #openedAt(json) {
    return json.opened_at ? Date.parse(json.opened_at) : Math.min(Date.parse(json.recognised_at), this.toldAt - json.silent_seconds * SECOND);
  }

  #ending(json) {
    return { ...json, at: Date.parse(json.at), openedAt: json.opened_at ? Date.parse(json.opened_at) : null };
  }

  /** What is wrong with a connection: a place in WORRIES, and since when. */
  worry(connection, now) {
    const lasts = (since) => since !== null && now - since >= this.halfOpenMillis;
    if (lasts(connection.unansweredSince)) {
      return { rank: 0, since: connection.unansweredSince };
    }
    if (connection.blockedSince !== null) {
      return { rank: 1, since: connection.blockedSince };
    }
    if (lasts(connection.peerClosedSince)) {
      return { rank: 2, since: connection.peerClosedSince };
    }
    if (connection.unansweredSince !== null) {
      return { rank: 3, since: connection.unansweredSince };
    }
    if (connection.protection !== "protected") {
      return { rank: connection.protection === "unknown" ? 5 : 4, since: connection.silentSince };
    }
    return { rank: 6, since: connection.silentSince };
  }

  /** How many live connections have which worry, and of which side they are. */
  census(now) {
    const worries = WORRIES.map(() => 0);
    const sides = { client: 0, server: 0 };
    let fromTheMiddle = 0;
    for (const connection of this.connections.values()) {
      worries[this.worry(connection, now).rank]++;
      sides[connection.side]++;
      fromTheMiddle += connection.fromTheMiddle;
    }
    return { worries, sides, fromTheMiddle, all: this.connections.size + this.leftOut };
  }

  /** Those of the last sixty minutes, by cause and initiator, most first; drops what is older. */
  deathsOfTheHour(now) {
    const from = Math.floor(now / MINUTE) * MINUTE - 59 * MINUTE;
    const groups = new Map();
    for (const [key, of] of this.deaths) {
      if (of.at < from) {
        this.deaths.delete(key);
        continue;
      }
      const name = `${of.cause} ${of.initiator}`;
      const group = groups.get(name) ?? { cause: of.cause, initiator: of.initiator, count: 0, minutes: new Array(60).fill(0) };
      group.count += of.count;
      group.minutes[Math.min(59, Math.round((of.at - from) / MINUTE))] += of.count;
      groups.set(name, group);
    }
    return [...groups.values()].sort((one, other) => other.count - one.count);
  }

  failures() {
    return this.endings.filter((ending) => ending.failed);
  }
}
