// The stream of events, read by fetch: unlike EventSource it tells why it was refused.

const RETRY = 2 * SECOND;

/** A beat comes each second, or less often where there is very much to tell. */
const SILENCE = 6 * SECOND;

/** Until there is an answer at all, the browser may be asking somebody for a password. */
const SILENCE_AT_FIRST = 30 * SECOND;

/** Without the user and the password that the page's own may have: fetch refuses those, and sends them all the same. */
function eventsUrl() {
  return new URL("api/v1/events", location.origin + location.pathname);
}

class Link {
  state = "connecting";
  reason = "";

  /** When something of the stream came last; what is shown is from then. */
  lostAt = 0;
  #heard;
  #changed;
  #abort = null;
  #lastHeard = 0;
  #patience = SILENCE_AT_FIRST;

  /** heard(name, data) takes each event; changed() is told of each new state. */
  constructor(heard, changed) {
    this.#heard = heard;
    this.#changed = changed;
    setInterval(() => this.#watch(), SECOND);
  }

  async open() {
    const abort = new AbortController();
    this.#abort = abort;
    this.#lastHeard = performance.now();
    this.#patience = SILENCE_AT_FIRST;
    let refused = false;
    try {
      const answer = await fetch(eventsUrl(), { signal: abort.signal, cache: "no-store" });
      this.#lastHeard = performance.now();
      this.#patience = SILENCE;
      if (!answer.ok) {
        this.#refused((await answer.text()).trim() || `HTTP ${answer.status}`);
        refused = true;
      } else {
        await this.#read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
      }
    } catch {
      // Lost, whatever the reason: the state says so.
    }
    if (this.#abort === abort) {
      if (!refused) {
        this.#enter("lost");
      }
      setTimeout(() => this.#abort === abort && this.open(), RETRY);
    }
  }

  /** Nothing is asked of the agent until open() is called again. */
  pause() {
    const abort = this.#abort;
    this.#abort = null;
    abort?.abort();
    this.#enter("paused");
  }

  async #read(reader) {
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.#lastHeard = performance.now();
      this.lostAt = Date.now();
      text += part.value;
      const end = text.lastIndexOf("\n\n");
      if (end >= 0) {
        text.slice(0, end).split("\n\n").forEach((event) => this.#event(event));
        text = text.slice(end + 2);
      }
    }
  }

  #event(text) {
    if (this.state === "paused") {
      return;
    }
    const [name, data] = text.split("\n");
    this.#heard(name.slice("event: ".length), JSON.parse(data.slice("data: ".length)));
    this.#enter("live");
  }

  /** A process that hangs closes nothing, nor does it refuse. */
  #watch() {
    if (this.#abort && performance.now() - this.#lastHeard > this.#patience) {
      this.#abort.abort();
    }
  }

  #refused(reason) {
    this.reason = reason;
    this.#enter("refused");
  }

  #enter(state) {
    if (this.state !== state) {
      this.state = state;
      this.#changed();
    }
  }
}
