// Where events meet the page.

const byId = (id) => document.getElementById(id);

const model = new Model();
const link = new Link(hear, showLink);
const table = new Table(byId("table"), model, openFacts, sortBy);
let stale = { sentence: "", causes: "", sight: "", advice: "" };
let drawing = false;
let shownFacts = null;
let pausedAt = 0;

function hear(name, event) {
  model[name]?.(event);
  if (name !== "beat") {
    drawSoon();
  }
}

/** However much comes in, it is drawn once a frame. Of a tab that nobody looks at, title and icon are seen all the same. */
function drawSoon() {
  if (document.hidden) {
    drawVerdict(model.now());
  }
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      draw();
    });
  }
}

function draw() {
  const now = model.now();
  drawVerdict(now);
  byId("data").hidden = !model.told;
  if (model.told) {
    table.refresh();
    drawCount();
    drawDied(now);
    drawPath();
    drawSight();
  }
}

function drawVerdict(now) {
  const told = verdict(model, link.state === "paused" ? { state: "live" } : link, now);
  const text = JSON.stringify(told);
  if (stale.sentence === text) {
    return;
  }
  stale.sentence = text;
  byId("verdict").dataset.level = told.level;
  byId("level").textContent = LEVELS[told.level][0];
  byId("sentence").textContent = told.sentence;
  const notes = model.told && !model.addresses ? [...told.notes, strangerNote()] : told.notes;
  byId("notes").replaceChildren(...notes.map((note) => element("li", {}, note)));
  document.title = `${told.level === "well" || told.level === "unknown" ? "" : `${LEVELS[told.level][0]}: `}${told.sentence} – sshpulse`;
  byId("icon").href = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='6' fill='${LEVELS[told.level][1]}'/></svg>`)}`;
}

function strangerNote() {
  return `Addresses are hidden from you: they are shown to who asks from the host itself, by a local name and the port that sshpulse listens on (such as http://127.0.0.1:9922/), and to users of http.web-config. You asked for ${location.host}.`;
}

function drawCount() {
  const all = model.connections.size + model.leftOut;
  const text = all === 0 ? "none" : table.shown === all ? number(all) : `${number(table.shown)} of ${number(all)}`;
  byId("count").textContent = model.leftOut ? `${text}; the youngest ${number(model.leftOut)} are left out` : text;
}

/** Grouped as an on-call person acts: one cause, one that started it, one next step. */
function drawDied(now) {
  const hour = model.deathsOfTheHour(now);
  const died = hour.reduce((sum, group) => sum + group.count, 0);
  const failures = model.failures();
  const key = `${Math.floor(now / MINUTE)} ${died} ${failures[0]?.id} ${failures.length}`;
  if (stale.causes !== key) {
    stale.causes = key;
    drawCauses(hour, died, failures, now);
  }
  drawAges(now);
}

function drawCauses(hour, died, failures, now) {
  byId("died-count").textContent = died ? `${number(died)} in the last hour` : "none in the last hour";
  replaceKeepingOpen(byId("deaths"), deathsPicture(hour, now, (byId("causes").clientWidth || 762) - 42));
  const groups = groupsOf(failures, hour);
  replaceKeepingOpen(byId("causes"), groups.length ? groups.map(causeCard) : [element("p", { class: "quiet" }, model.endings.length ? "All endings that are remembered were in order." : "No connection has ended yet.")]);
}

/** Details that somebody has opened stay open. */
function replaceKeepingOpen(box, nodes) {
  const open = [...box.querySelectorAll("details")].map((details) => details.open && details.firstChild.textContent);
  const focused = document.activeElement?.tagName === "SUMMARY" && box.contains(document.activeElement) ? document.activeElement.textContent : null;
  box.replaceChildren(...nodes);
  for (const details of box.querySelectorAll("details")) {
    details.open = open.includes(details.firstChild.textContent);
    if (details.firstChild.textContent === focused) {
      details.firstChild.focus({ preventScroll: true });
    }
  }
}

function groupsOf(failures, hour) {
  const groups = new Map();
  for (const ending of failures) {
    const name = `${ending.cause} ${ending.initiator}`;
    const group = groups.get(name) ?? { cause: ending.cause, initiator: ending.initiator, endings: [], inTheHour: hour.find((of) => of.cause === ending.cause && of.initiator === ending.initiator)?.count ?? 0 };
    group.endings.push(ending);
    groups.set(name, group);
  }
  return [...groups.values()].sort((one, other) => other.inTheHour - one.inTheHour || one.cause.localeCompare(other.cause));
}

function causeCard(group) {
  const latest = group.endings[0];
  return element(
    "article",
    { class: "cause" },
    element("h3", {}, element("span", { class: `swatch cause${colour(group.cause)}` }), element("span", {}, element("code", {}, group.cause), byWhom(group.initiator))),
    element("p", { class: "meaning" }, CAUSES[group.cause] ?? "", " ", element("span", { class: "latest", "data-at": latest.at, "data-count": group.inTheHour ? `${number(group.inTheHour)} in the last hour` : `${number(group.endings.length)} earlier` })),
    element(
      "dl",
      { class: "next" },
      element("dt", {}, "Whose turn"),
      element("dd", {}, TURNS[latest.turn] ?? latest.turn),
      element("dt", {}, "Look first"),
      element("dd", {}, latest.look_first),
      element("dt", {}, "A new connection is"),
      element("dd", {}, RETRIES[latest.retry] ?? latest.retry),
    ),
    element("details", {}, element("summary", {}, `The latest of ${group.cause}${byWhom(group.initiator)}`), element("ul", { class: "endings" }, group.endings.slice(0, 10).map(endingItem))),
  );
}

function endingItem(ending) {
  const who = ending.peer ? ` ${ending.side === "server" ? "from" : "to"} ${ending.peer}` : "";
  return element("li", {}, element("button", { type: "button", onclick: () => openEnding(ending) }, `${clock(ending.at)} · ${ending.side}${who} · lived ${lived(ending)}, silent for ${duration(ending.idle_seconds * SECOND)} before`));
}

function lived(ending) {
  return `${ending.openedAt === null ? "at least " : ""}${duration(ending.duration_seconds * SECOND)}`;
}

function drawAges(now) {
  document.querySelectorAll(".latest").forEach((node) => (node.textContent = `${node.dataset.count}, the last ${duration(now - Number(node.dataset.at))} ago.`));
}

function drawPath() {
  const path = model.facts.path_idle_timeout;
  const failures = model.failures();
  const key = JSON.stringify([path, failures[0]?.id, failures.length]);
  if (stale.advice === key) {
    return;
  }
  stale.advice = key;
  byId("advice").replaceChildren(...(path ? adviceNodes(path) : [element("p", {}, "No path is known to forget silent connections."), element("p", { class: "quiet" }, "That is inferred from the silences that connections survived, and from those before a death that the network started. It takes two such deaths, or one that nothing speaks against.")]));
  replaceKeepingOpen(byId("silences"), silencesPicture(failures, path, byId("silences").clientWidth || 720));
}

function adviceNodes(path) {
  const seconds = model.facts.advised_interval_seconds;
  const survived = path.lower_seconds ? `The longest silence survived was ${duration(path.lower_seconds * SECOND)}, the shortest that killed ${duration(path.upper_seconds * SECOND)}.` : `The shortest silence that killed was ${duration(path.upper_seconds * SECOND)}; none shorter is known to have been survived.`;
  return [
    element("p", { class: "advice" }, `${capital(path.advice)}.`),
    element("p", {}, survived),
    element("p", {}, "On the client, in ssh_config: ", element("code", {}, `ServerAliveInterval ${seconds}`), ". On the server, in sshd_config: ", element("code", {}, `ClientAliveInterval ${seconds}`), ". Either one will do."),
  ];
}

function drawSight() {
  const { hooks, sources, errors, dropped } = model.facts;
  const key = JSON.stringify([hooks, sources.map(({ read_seconds, ...rest }) => rest), errors, dropped]);
  if (stale.sight === key) {
    return;
  }
  stale.sight = key;
  byId("seen").replaceChildren(model.observer === "sidecar" ? sourceTable(sources) : hookTable(hooks));
  byId("own").replaceChildren(...ownNodes(errors, dropped));
}

function hookTable(hooks) {
  const rows = hooks.map((hook) => [hook.library, hook.version ?? "", mark({ matched: "good", refused: "bad" }[hook.status], hook.status), hook.reason ?? ""]);
  return plainTable("Seen from inside this JVM", ["Library", "Version", "Hooks", "Why"], rows);
}

function sourceTable(sources) {
  const rows = sources.map((source) => [source.source, mark(source.up ? "good" : "bad", source.up ? "up" : "down"), source.reason ?? (model.addresses ? "" : "not shown to you")]);
  return plainTable("Seen of this host, from outside", ["Source", "State", "What it reads, or why not"], rows);
}

function mark(kind, text) {
  return element("span", { class: kind ?? "neutral" }, text);
}

function plainTable(caption, head, rows) {
  return element(
    "div",
    { class: "scrolling", tabindex: 0, role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, head.map((text) => element("th", { scope: "col" }, text)))), element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, cell)))))),
  );
}

function ownNodes(errors, dropped) {
  const counted = (counts) => Object.entries(counts).filter(([, count]) => count > 0).map(([name, count]) => `${number(count)} ${name}`);
  const failed = counted(errors);
  const lost = counted(dropped);
  return [
    element("p", {}, failed.length ? `sshpulse has swallowed failures of its own: ${listed(failed)} (sshpulse_errors_total).` : "sshpulse has swallowed no failure of its own."),
    element("p", {}, lost.length ? `To stay bounded it has given up ${listed(lost)} (sshpulse_dropped_total).` : "It has dropped nothing."),
  ];
}

function showLink() {
  const { state } = link;
  model.stopped = state !== "live";
  document.body.dataset.link = state;
  byId("link").dataset.state = state;
  byId("link-words").textContent = { connecting: "connecting", live: "live", lost: "not connected", refused: "refused", paused: `paused at ${clock(pausedAt)}` }[state];
  byId("pause").textContent = state === "paused" ? "Go on" : "Pause";
  byId("pause").hidden = !model.told;
  byId("where").textContent = model.told ? `${model.observer === "sidecar" ? "this host, from outside" : "one JVM, from inside"} · ${location.host}` : location.host;
  drawSoon();
}

function togglePause() {
  if (link.state === "paused") {
    link.state = "connecting";
    link.open();
  } else {
    pausedAt = Date.now();
    link.pause();
  }
  showLink();
}

function sortBy(key) {
  table.sort = { key, backwards: table.sort.key === key && !table.sort.backwards };
  byId("sort").value = key;
  table.refresh();
}

function openFacts(connection) {
  const now = model.now();
  const [protection, advice] = protectionWords(connection.protection);
  const running = (since) => (since === null ? null : duration(now - since));
  const state = stateWords(connection, now);
  const worry = WORRIES[connection.worry.rank];
  showFacts(`Connection ${connection.id}`, sentenceOf(worry, advice), [
    ["State", state],
    ["Side", connection.side],
    ["Peer", connection.peer || "hidden"],
    ["Local", connection.local || "hidden"],
    [model.observer === "sidecar" ? "Process" : "Library", speaker(connection) || "not known"],
    ["Opened", `${connection.fromTheMiddle ? "at the latest " : ""}${new Date(connection.openedAt).toISOString()}, ${duration(now - connection.openedAt)} ago`],
    ["Silent for", running(connection.silentSince)],
    ["Protection", protection],
    ["Unanswered for", running(connection.unansweredSince)],
    ["Writer blocked for", running(connection.blockedSince)],
    ["Peer closed", connection.peerClosedSince === null ? null : `${running(connection.peerClosedSince)} ago, and this side has not`],
    ["Received", `${bytes(connection.received)} (${number(connection.received)})`],
    ["Sent", `${bytes(connection.sent)} (${number(connection.sent)})`],
    ["Note", connection.fromTheMiddle ? "seen from the middle: it was open before sshpulse came" : null],
  ]);
}

function sentenceOf(worry, advice) {
  return (
    {
      "half open": "What this side sent has had no answer. The path or the peer's host may be gone; the kernel goes on repeating until it gives up.",
      "write blocked": "A write waits because the peer does not read, or the path does not carry.",
      "peer closed": "The peer has closed, and the application here has not. It is the application's turn to close.",
      "no answer": "What this side sent has had no answer yet.",
    }[worry] ?? (advice || "")
  );
}

function openEnding(ending) {
  showFacts(`Connection ${ending.id}, died of ${ending.cause}${byWhom(ending.initiator)}`, CAUSES[ending.cause] ?? "", [
    ["At", new Date(ending.at).toISOString()],
    ["Whose turn", TURNS[ending.turn] ?? ending.turn],
    ["Look first", ending.look_first],
    ["A new connection is", RETRIES[ending.retry] ?? ending.retry],
    ["Side", ending.side],
    ["Peer", ending.peer ?? "hidden"],
    ["Local", ending.local ?? "hidden"],
    ["Opened", ending.openedAt === null ? "not known: it was open before sshpulse came" : new Date(ending.openedAt).toISOString()],
    ["Lived", lived(ending)],
    ["Silent before", duration(ending.idle_seconds * SECOND)],
    ["Noticed after", duration(ending.detection_seconds * SECOND)],
    ["Received", bytes(ending.received_bytes)],
    ["Sent", bytes(ending.sent_bytes)],
  ]);
}

function showFacts(title, words, facts) {
  const known = facts.filter(([, value]) => value !== null);
  shownFacts = [`${title} (sshpulse ${model.version}, ${location.host})`, words, ...known.map(([name, value]) => `${name}: ${value}`)].filter(Boolean).join("\n") + "\n";
  byId("facts-title").textContent = title;
  byId("facts-words").textContent = words;
  byId("facts-list").replaceChildren(...known.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  byId("copied").textContent = "";
  byId("facts").showModal();
}

/** Where the page is not served over TLS or from this host, a browser has no clipboard. */
async function copyFacts() {
  try {
    await navigator.clipboard.writeText(shownFacts);
    byId("copied").textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(byId("facts-list"));
    byId("copied").textContent = "The browser allows no copying here: the facts are selected, copy them with the keyboard.";
  }
}

function press(event) {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape" && event.target === byId("filter")) {
    byId("filter").value = "";
    filterBy();
    byId("table").focus({ preventScroll: true });
  } else if (typing || event.ctrlKey || event.metaKey || event.altKey || byId("facts").open) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    byId("filter").focus();
  } else if (event.key === "p") {
    togglePause();
  }
}

function filterBy() {
  table.text = byId("filter").value;
  table.onlyWorrying = byId("worrying").checked;
  table.refresh();
  drawCount();
}

byId("sort").append(...COLUMNS.map((column) => element("option", { value: column.key }, column.key === "worry" ? "worry" : column.name.toLowerCase())));
byId("sort").addEventListener("change", () => sortBy(byId("sort").value));
byId("filter").addEventListener("input", filterBy);
byId("worrying").addEventListener("change", filterBy);
byId("pause").addEventListener("click", togglePause);
byId("copy").addEventListener("click", copyFacts);
byId("close").addEventListener("click", () => byId("facts").close());
document.addEventListener("keydown", press);
let width = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width !== width) {
    width = contentRect.width;
    stale.causes = stale.advice = "";
    drawSoon();
  }
}).observe(byId("main"));
document.querySelectorAll(".scripted").forEach((node) => node.classList.remove("scripted"));
setInterval(() => link.state !== "paused" && drawSoon(), SECOND);
link.open();
showLink();
