// One scenario of the live page in a real Chromium: node page.mjs <scenario> <url>. Java runs the agents and judges when
// things were seen; all else is judged here.

import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { HALF_OPEN, NO_CHANGE, STORIES, tell } from "./stories.mjs";
import { accessible, DESKTOP, faultless, launch, median, open, PATIENCE, PHONE, shoot } from "./browser.mjs";

const [scenario, url] = process.argv.slice(2);
const browser = await launch(scenario === "withoutScript" ? ["--blink-settings=scriptEnabled=false"] : []);
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const scenarios = {
  /** Says when the words for each death are there; then looks at all of it. */
  async deaths() {
    const page = await open(browser, url);
    await page.getByText("live", { exact: true }).waitFor();
    say("ready");
    for (let order = await next(); order !== "enough"; order = await next()) {
      await page.locator("article.cause h3", { hasText: order }).waitFor();
      say(`seen ${order} at ${Date.now()}`);
    }
    await hasTheRightWords(page);
    await copiesFacts(page);
    await shoot(page, "trouble", true);
    await accessible(page, "light");
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await accessible(page, "dark");
    await shoot(page, "dark", true);
    faultless(page);
    await onAPhone();
  },

  /** Many connections that live: few nodes, quick frames, quick filter; then the keyboard. */
  async crowd() {
    const page = await open(browser, url);
    await page.waitForFunction(() => Number(document.querySelector("#count").textContent.replace(/\D/g, "")) >= 5000);
    const nodes = await page.evaluate(() => document.querySelectorAll("#table *").length);
    assert.ok(nodes < 1000, `${nodes} nodes in the table`);
    const scrolled = await page.evaluate(framesWhile, "scroll");
    const idle = await page.evaluate(framesWhile, "wait");
    const filtered = await page.evaluate(filterLatencies);
    say(`figure: 5,000 connections, ${nodes} nodes; frames while scrolling: median ${scrolled.median.toFixed(1)} ms, 95th percentile ${scrolled.high.toFixed(1)} ms (idle ${idle.median.toFixed(1)} and ${idle.high.toFixed(1)} ms); long tasks while scrolling ${scrolled.longTasks}; filter: median ${median(filtered).toFixed(1)} ms, worst ${Math.max(...filtered).toFixed(1)} ms`);
    assert.ok(scrolled.median < 250, "frames while scrolling");
    assert.ok(median(filtered) < 500, "filter");
    await shoot(page, "5000");
    await walksByKeyboard(page);
    faultless(page);
  },

  async empty() {
    const page = await open(browser, url);
    await page.getByRole("heading", { name: "No SSH connection has been seen yet." }).waitFor();
    await accessible(page, "empty");
    await shoot(page, "empty", true);
    faultless(page);
  },

  async lost() {
    const page = await open(browser, url);
    await page.getByText("live", { exact: true }).waitFor();
    const before = await page.locator("#count").textContent();
    say("ready");
    await page.getByRole("heading", { name: /^The agent has not been heard since \d\d:\d\d:\d\d\.$/ }).waitFor();
    assert.equal(await page.locator("#count").textContent(), before, "the last data stays");
    await shoot(page, "lost", true);
    await accessible(page, "lost");
  },

  /** By a name that is none of this host's own. */
  async stranger() {
    const page = await open(browser, url.replace("127.0.0.1", "page.example"));
    await page.getByText("Addresses are hidden from you").waitFor();
    await page.locator(".cell.peer", { hasText: "hidden" }).first().waitFor();
    assert.doesNotMatch(await page.locator("#data").innerText(), /127\.0\.0\.1/);
    faultless(page);
  },

  async withoutScript() {
    const page = await open(browser, url);
    await page.locator("noscript h1").waitFor(); // Playwright finds no text in a noscript
    assert.match(await page.locator("noscript").innerText(), /needs JavaScript/);
    assert.equal(await page.locator("noscript a").first().getAttribute("href"), "metrics");
    await shoot(page, "without-script");
    faultless(page);
  },

  /** While it is paused nothing is asked of the agent. */
  async paused() {
    const page = await open(browser, url);
    await page.getByText("live", { exact: true }).waitFor();
    await page.keyboard.press("p");
    await page.getByText("paused at").waitFor();
    await shoot(page, "paused");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("live", { exact: true }).waitFor();
    faultless(page);
  },

  /** What a test cannot provoke in seconds: the page is an agent's, and what it is told is made up. */
  async states() {
    for (const [name, told] of Object.entries(STORIES)) {
      const teller = await tell(url, told.event);
      const page = await open(browser, teller.url);
      await page.getByRole("heading", { name: told.sentence }).waitFor();
      for (const words of told.words) {
        await page.getByText(words).first().waitFor();
      }
      await accessible(page, name);
      await shoot(page, name, true);
      faultless(page);
      await page.close();
      teller.close();
    }
  },

  /** When those were opened that are seen from the middle is not known, and they are sorted and shown all the same. */
  async fromTheMiddle() {
    const teller = await tell(url, STORIES["half-open"].event);
    const page = await open(browser, teller.url);
    await page.locator("#table .row[data-id='7'] button").click();
    assert.match(await page.locator("#facts-list").innerText(), /Opened\s+at the latest 20\d\d-\S+Z, [789] h/);
    await page.keyboard.press("Escape");
    await page.getByText("The latest of broken_pipe by the peer").click();
    await page.locator("details[open] .endings button").first().click();
    assert.match(await page.locator("#facts-list").innerText(), /Opened\s+not known: it was open before sshpulse came/);
    await page.keyboard.press("Escape");
    await page.getByRole("columnheader", { name: "Age" }).getByRole("button").click();
    const places = await page.locator("#table .body .row").evaluateAll((rows) => rows.map((row) => [Number(row.getAttribute("aria-rowindex")), Number(row.dataset.id)]));
    const ids = places.sort(([one], [other]) => one - other).map(([, id]) => id);
    assert.deepEqual(ids, [...ids].sort((one, other) => other - one), "the oldest first");
    faultless(page);
    teller.close();
  },

  /** An agent that refuses, then hangs, then answers again; and a user in the page's own address. */
  async link() {
    const teller = await tell(url, STORIES.well.event);
    const page = await open(browser, teller.url.replace("//", "//prom:secret@"));
    const says = (sentence) => page.getByRole("heading", { name: sentence }).waitFor();
    await says(STORIES.well.sentence);
    faultless(page);
    teller.how = "refuses";
    teller.cut();
    await says("This page gets no answer: 8 pages are open.");
    await hangs(teller, page);
    await says(/^The agent has not been heard since/);
    await hangs(teller, page);
    teller.how = "tells";
    await says(STORIES.well.sentence);
    teller.close();
  },

  /** Where no frame comes, the tab says all the same how things are. */
  async background() {
    const teller = await tell(url, STORIES.well.event);
    const page = await open(browser, teller.url);
    await page.getByRole("heading", { name: STORIES.well.sentence }).waitFor();
    const icon = await page.locator("#icon").getAttribute("href");
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true });
      window.requestAnimationFrame = () => 0;
    });
    teller.also("change", { ...NO_CHANGE, changed: [{ ...STORIES.well.event.connections[0], ...HALF_OPEN }] });
    await page.waitForFunction(() => document.title.startsWith("Act now: 1 connection is half open"), undefined, { polling: 100 });
    assert.notEqual(await page.locator("#icon").getAttribute("href"), icon);
    faultless(page);
    teller.close();
  },

  /** However many close in order, those that died keep their words. */
  async busy() {
    const teller = await tell(url, STORIES["half-open"].event);
    const page = await open(browser, teller.url);
    const cards = page.locator("article.cause");
    await cards.nth(2).waitFor();
    const before = await page.locator("#silences [role=img]").getAttribute("aria-label");
    const closed = { ...STORIES.well.event.endings[0], at: new Date().toISOString() };
    for (let id = 1000; id < 4000; id += 1000) {
      teller.also("change", { ...NO_CHANGE, left_out: id, endings: Array.from({ length: 1000 }, (_, n) => ({ ...closed, id: id + 1000 - n })) });
    }
    await page.getByText("the youngest 3,000 are left out").waitFor();
    await page.setViewportSize(PHONE); // draws all of it anew
    await page.waitForFunction(() => document.querySelector("#silences svg").clientWidth < 360);
    assert.equal(await cards.count(), 3);
    assert.equal(await page.locator("#silences [role=img]").getAttribute("aria-label"), before);
    faultless(page);
    teller.close();
  },

  /** For the README. */
  async picture() {
    const page = await open(browser, url, { viewport: { width: 1200, height: 480 } });
    await page.getByText("live", { exact: true }).waitFor();
    await page.waitForTimeout(1500);
    await page.screenshot({ path: process.argv[4], fullPage: true, clip: { x: 0, y: 0, width: 1200, height: 1230 } });
  },
};

/** Until the page has asked in vain, and then for longer than it waits, by its own clock. */
async function hangs(teller, page) {
  teller.how = "hangs";
  const before = teller.asked;
  for (const until = Date.now() + PATIENCE; teller.asked === before; ) {
    assert.ok(Date.now() < until, "the page asks again");
    await new Promise((later) => setTimeout(later, 50));
  }
  await page.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 31_000;
  });
}

async function hasTheRightWords(page) {
  const card = (cause) => page.locator("article.cause", { hasText: cause });
  assert.match(await card("broken_pipe").innerText(), /broken_pipe by the peer[\s\S]*Those who run the other end[\s\S]*Why the peer closed[\s\S]*of no use until somebody has changed something/);
  assert.match(await card("connection_reset").innerText(), /connection_reset by the peer[\s\S]*Whether the peer's process or host restarted[\s\S]*worth a try at once/);
  assert.match(await card("idle_timeout").innerText(), /idle_timeout by this side[\s\S]*Those who run or write the application here[\s\S]*idle or read timeout/);
  assert.match(await page.locator("#sentence").innerText(), /3 connections died in the last hour, of /);
  assert.match(await page.getByRole("img", { name: /Deaths in each minute/ }).getAttribute("aria-label"), /1 of broken_pipe by the peer/);
  await page.getByText("Deaths in the last hour as a table").click();
  assert.match(await page.locator("#deaths table").innerText(), /broken_pipe by the peer/);
}

async function copiesFacts(page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator("#table .body button").first().click();
  await page.getByRole("button", { name: "Copy as text" }).click();
  await page.getByText("Copied.").waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^Connection \d+ \(sshpulse [\s\S]*Peer: 127\.0\.0\.1:\d+\n[\s\S]*Protection: no keepalive\n/);
  await shoot(page, "facts");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#facts").evaluate((dialog) => dialog.open), false);
}

async function onAPhone() {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(browser, url, { viewport: PHONE, colorScheme, hasTouch: true });
    await page.locator("article.cause").first().waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px wider than a phone`);
    await accessible(page, `phone, ${colorScheme}`);
    await shoot(page, `phone-${colorScheme}`, true);
    faultless(page);
    await page.close();
  }
}

async function walksByKeyboard(page) {
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);
  await page.mouse.click(5, 300);
  await page.keyboard.press("/");
  await page.keyboard.type("client");
  assert.equal(await focused(), "filter");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#filter").inputValue(), "");
  await page.getByRole("columnheader", { name: "Age" }).getByRole("button").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("columnheader", { name: "Age" }).getAttribute("aria-sort"), "ascending");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("columnheader", { name: "Age" }).getAttribute("aria-sort"), "descending");
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press("Tab"); // three more heads, then the one row that Tab reaches
  }
  const place = () => page.evaluate(() => Number(document.activeElement.closest(".row").getAttribute("aria-rowindex")));
  const first = await place();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await place(), first + 2);
  await page.keyboard.press("End");
  assert.ok((await place()) > 5000);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#facts").evaluate((dialog) => dialog.open), true);
  await page.keyboard.press("Escape");
  assert.ok((await place()) > 5000, "the focus is back on its row");
  await page.keyboard.press("Tab");
  assert.ok(!(await page.evaluate(() => document.activeElement.closest("#table"))), "Tab leaves the table");
}

/** Runs in the page: times between frames during two seconds. */
async function framesWhile(what) {
  const box = document.querySelector("#table");
  let longTasks = 0;
  new PerformanceObserver((list) => (longTasks += list.getEntries().length)).observe({ entryTypes: ["longtask"] });
  const times = [];
  const begin = performance.now();
  let last = begin;
  while (last - begin < 2000) {
    if (what === "scroll") {
      box.scrollTop = ((last - begin) / 2000) * box.scrollHeight;
    }
    const now = await new Promise((frame) => requestAnimationFrame(() => frame(performance.now())));
    times.push(now - last);
    last = now;
  }
  times.sort((a, b) => a - b);
  box.scrollTop = 0;
  return { median: times[Math.floor(times.length / 2)], high: times[Math.floor(times.length * 0.95)], longTasks };
}

/** Runs in the page: from each letter typed to the frame that shows what is left. */
async function filterLatencies() {
  const filter = document.querySelector("#filter");
  const latencies = [];
  for (const text of ["s", "se", "ser", "server", "server 127", "server 127.0.0.1:4", "", "zzz", ""]) {
    const begin = performance.now();
    filter.value = text;
    filter.dispatchEvent(new Event("input"));
    await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
    latencies.push(performance.now() - begin);
  }
  return latencies;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

async function next() {
  return (await orders.next()).value;
}

try {
  await scenarios[scenario]();
  say("content");
} finally {
  await browser.close();
}
process.exit(0);
