// Two pictures, each with its table for those who rather read.

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = 6;

/** An element of HTML; what is null or false is left out. */
function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") {
      node.addEventListener("click", value);
    } else if (value !== null && value !== false) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== false));
  return node;
}

/** A cause keeps its colour for as long as the page is open. */
const colours = new Map();

function colour(cause) {
  if (!colours.has(cause)) {
    colours.set(cause, Math.min(colours.size, COLOURS - 1));
  }
  return colours.get(cause);
}

function inWords(caption, head, rows) {
  return element(
    "details",
    {},
    element("summary", {}, caption),
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, head.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, rows.map((row) => element("tr", {}, row.map((text) => element("td", {}, text))))),
    ),
  );
}

const DEATHS = { height: 132, left: 28, bottom: 22 };

/** As wide as the place it is for, so that its letters are as large as those around it. */
function deathsPicture(groups, now, width) {
  const totals = new Array(60).fill(0);
  groups.forEach((group) => group.minutes.forEach((count, minute) => (totals[minute] += count)));
  const most = Math.max(4, ...totals);
  const died = totals.reduce((sum, count) => sum + count, 0);
  const caption = `Deaths in each minute of the last hour: ${groups.map((group) => `${number(group.count)} of ${group.cause}${byWhom(group.initiator)}`).join(", ")}. The most in one minute were ${number(Math.max(...totals))}.`;
  const step = (width - DEATHS.left) / 60;
  const scale = (DEATHS.height - DEATHS.bottom - 8) / most;
  const picture = drawn("svg", { viewBox: `0 0 ${width} ${DEATHS.height}`, role: "img", "aria-label": caption, class: "picture" });
  const floor = DEATHS.height - DEATHS.bottom;
  for (const value of new Set([most, Math.round(most / 2)])) {
    const y = floor - value * scale;
    picture.append(drawn("line", { x1: DEATHS.left, x2: width, y1: y, y2: y, class: "grid" }), drawn("text", { x: DEATHS.left - 6, y: y + 4, class: "tick end" }, number(value)));
  }
  for (let minute = 0; minute < 60; minute++) {
    let y = floor;
    for (const group of groups) {
      const height = group.minutes[minute] * scale;
      if (height > 0) {
        y -= height;
        picture.append(drawn("rect", { x: (DEATHS.left + minute * step + 1).toFixed(1), y: y.toFixed(1), width: (step - 2).toFixed(1), height: Math.max(1, height - 1).toFixed(1), class: `cause${colour(group.cause)}`, rx: 1 }));
      }
    }
  }
  picture.append(drawn("line", { x1: DEATHS.left, x2: width, y1: floor + 0.5, y2: floor + 0.5, class: "axis" }));
  for (const minutes of width < 480 ? [60, 30, 0] : [60, 45, 30, 15, 0]) {
    const x = DEATHS.left + (60 - minutes) * step;
    picture.append(drawn("text", { x, y: DEATHS.height - 4, class: `tick ${minutes === 0 ? "end" : minutes === 60 ? "" : "middle"}` }, minutes === 0 ? "now" : `${minutes} min ago`));
  }
  const first = Math.floor(now / MINUTE) * MINUTE - 59 * MINUTE;
  const rows = totals.flatMap((total, minute) => (total ? [[clock(first + minute * MINUTE).slice(0, -3), number(total), groups.filter((group) => group.minutes[minute]).map((group) => `${number(group.minutes[minute])} ${group.cause}${byWhom(group.initiator)}`).join(", ")]] : []));
  return died === 0 ? [] : [picture, inWords("Deaths in the last hour as a table", ["Minute", "Died", "Of what"], rows)];
}

/** Just above the timeouts that middleboxes have. */
const SILENCES = [10, 35, 65, 130, 310, 360, 620, 930, 1830, 3660, 7320, 14700, 43800, 87000];
const PLOT = { height: 170, left: 28, right: 8, bottom: 22, top: 26 };

function silencesPicture(failures, timeout, width) {
  const buckets = [...SILENCES, Infinity].map((upper, index) => ({ upper, lower: index ? SILENCES[index - 1] : 0, network: 0, other: 0 }));
  for (const ending of failures) {
    const bucket = buckets.find((each) => (ending.idle_seconds ?? 0) <= each.upper);
    bucket[ending.initiator === "network" ? "network" : "other"]++;
  }
  const used = buckets.filter((bucket) => bucket.network + bucket.other);
  const caption = silencesCaption(used, timeout);
  if (used.length === 0) {
    return [element("figcaption", { class: "quiet" }, "No failed connection is remembered, so there is no silence to show.")];
  }
  const most = Math.max(2, ...buckets.map((bucket) => bucket.network + bucket.other));
  const floor = PLOT.height - PLOT.bottom;
  const step = (width - PLOT.left - PLOT.right) / buckets.length;
  const every = Math.ceil(44 / step);
  const scale = (floor - PLOT.top) / most;
  const picture = drawn("svg", { viewBox: `0 0 ${width} ${PLOT.height}`, role: "img", "aria-label": caption, class: "picture" });
  picture.append(drawn("text", { x: PLOT.left - 6, y: PLOT.top + 4, class: "tick end" }, number(most)), drawn("line", { x1: PLOT.left, x2: width - PLOT.right, y1: PLOT.top, y2: PLOT.top, class: "grid" }));
  buckets.forEach((bucket, index) => {
    const x = PLOT.left + index * step + 2;
    const whole = (bucket.network + bucket.other) * scale;
    const network = bucket.network * scale;
    if (whole > 0) {
      picture.append(drawn("rect", { x, y: floor - whole, width: step - 4, height: Math.max(1, whole - network), class: "silence other", rx: 1 }), drawn("rect", { x, y: floor - network, width: step - 4, height: network, class: "silence network", rx: 1 }));
    }
    if (index % every === 0) {
      picture.append(drawn("text", { x: x + step / 2 - 2, y: PLOT.height - 6, class: "tick middle" }, bucket.upper === Infinity ? "more" : `≤ ${briefly(bucket.upper)}`));
    }
  });
  picture.append(drawn("line", { x1: PLOT.left, x2: width - PLOT.right, y1: floor + 0.5, y2: floor + 0.5, class: "axis" }));
  if (timeout) {
    const at = PLOT.left + place(timeout.upper_seconds) * step;
    const nearEnd = at > width * 0.6;
    picture.append(drawn("line", { x1: at, x2: at, y1: 8, y2: floor, class: "mark" }), drawn("text", { x: nearEnd ? at - 6 : at + 6, y: 16, class: `marked ${nearEnd ? "end" : ""}` }, `forgotten after ${duration(timeout.upper_seconds * SECOND)}`));
  }
  const rows = used.map((bucket) => [bucket.upper === Infinity ? `more than ${briefly(bucket.lower)}` : `${briefly(bucket.lower)} to ${briefly(bucket.upper)}`, number(bucket.network), number(bucket.other)]);
  const legend = element("p", { class: "legend" }, element("span", { class: "swatch network" }), "ended by the network ", element("span", { class: "swatch other" }), "by somebody else");
  return [picture, legend, inWords("Silences before death as a table", ["Silence before", "Ended by the network", "By somebody else"], rows)];
}

function silencesCaption(used, timeout) {
  const told = used.map((bucket) => `${bucket.network + bucket.other} after ${bucket.upper === Infinity ? `more than ${briefly(bucket.lower)}` : `at most ${briefly(bucket.upper)}`}`);
  const mark = timeout ? ` The inferred timeout of the path, ${duration(timeout.upper_seconds * SECOND)}, is marked.` : "";
  return `How long connections had been silent before they died: ${told.join(", ")}.${mark}`;
}

function briefly(seconds) {
  return seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Where a silence lies on the axis, in buckets, by the share of its own. */
function place(seconds) {
  const index = SILENCES.findIndex((upper) => seconds <= upper);
  if (index < 0) {
    return SILENCES.length + 0.5;
  }
  const lower = index ? SILENCES[index - 1] : 0;
  return index + (seconds - lower) / (SILENCES[index] - lower);
}
