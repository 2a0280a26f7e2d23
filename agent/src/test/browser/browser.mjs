// A page of a real Chromium, and what must hold for all of them: nothing is asked of anybody else, and nothing is
// written to the console.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const modules = createRequire(path.resolve("target/browser/package.json"));
const { chromium } = modules("playwright-core");
const AXE = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const PATIENCE = 30_000;

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

export async function launch(switches) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // A name that is this host all the same, as DNS rebinding would have it.
    args: [...SWITCHES, ...switches, "--host-resolver-rules=MAP page.example 127.0.0.1"],
  });
}

/** What it may not do is noted in `faults`, and checked by `faultless`. */
export async function open(browser, url, { viewport = DESKTOP, colorScheme = "light", ...more } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: false, ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error.stack)));
  page.on("request", (request) => new URL(request.url()).origin !== new URL(url).origin && !request.url().startsWith("data:") && page.faults.push(`asked for ${request.url()}`));
  await page.goto(url);
  return page;
}

export function faultless(page) {
  assert.deepEqual(page.faults, []);
}

export async function shoot(page, name, fullPage = false) {
  await page.screenshot({ path: `target/page/${name}.png`, fullPage });
}

/** Contrast, names and roles, as axe judges them. It is evaluated, not inserted: the page's policy lets no script in. */
export async function accessible(page, where) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const told = violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).slice(0, 3).join(" ")} ${each.nodes[0].failureSummary}`);
  assert.deepEqual(told, [], where);
  console.log(`axe: ${where}: ${passes.length} rules passed, none was broken`);
}

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
