// Every panel of a dashboard as a picture, and the dashboard as a whole, from a Prometheus' real data.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import satori from 'satori';
import { ask } from './answers.js';
import type { Range } from './answers.js';
import { box } from './elements.js';
import type { Element } from './elements.js';
import { CELL, COLOUR } from './look.js';
import type { Panel, Size } from './panels.js';
import { framed } from './panels.js';
import { FACES, pngOfOutlines, smallPng } from './pixels.js';

const WIDTH = 1440;
const EDGE = 12;
const HEAD = 44;
const COLUMN = (WIDTH - 2 * EDGE - 23 * CELL.gap) / 24;

const fonts = FACES.map(({ weight, file }) => ({
  name: 'Inter',
  weight,
  style: 'normal' as const,
  data: readFileSync(file),
}));

type Dashboard = {
  uid: string;
  title: string;
  panels: Panel[];
  annotations: { list: { expr: string }[] };
};

async function draw(dashboard: Dashboard, prometheus: string, range: Range, into: string): Promise<void> {
  const restarts = await firstOfEach(prometheus, dashboard.annotations.list[0].expr, range);
  mkdirSync(into, { recursive: true });
  const placed: { panel: Panel; size: Size; pixels: Buffer }[] = [];
  for (const panel of dashboard.panels) {
    const size = sizeOf(panel);
    const answers = await Promise.all((panel.targets ?? []).map((target) => ask(prometheus, target, range)));
    const element =
      panel.type === 'row' ? heading(panel.title, size) : framed(panel, answers.flat(), range, restarts, size);
    const svg = await vector(element, size);
    const pixels = pngOfOutlines(svg);
    placed.push({ panel, size, pixels });
    if (panel.type !== 'row') {
      writeFileSync(join(into, `${dashboard.uid}-${String(panel.id).padStart(2, '0')}.png`), pixels);
    }
  }
  writeFileSync(join(into, `${dashboard.uid}.png`), whole(dashboard, placed));
}

/** When each instance came. */
async function firstOfEach(prometheus: string, expr: string, range: Range): Promise<number[]> {
  const all = await ask(prometheus, { expr }, range);
  return all.map((series) => series.points[0][0]);
}

function sizeOf({ gridPos: { w, h } }: Panel): Size {
  return {
    width: Math.round(w * COLUMN + (w - 1) * CELL.gap),
    height: h * CELL.height + (h - 1) * CELL.gap,
  };
}

function heading(title: string, size: Size): Element {
  return box({ ...size, alignItems: 'center', color: COLOUR.text, fontSize: 16, fontWeight: 500 }, [`⌄  ${title}`]);
}

function vector(element: Element, size: Size): Promise<string> {
  return satori(element as never, {
    ...size,
    fonts,
  });
}

function whole(dashboard: Dashboard, placed: { panel: Panel; size: Size; pixels: Buffer }[]): Buffer {
  const bottom = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const height = HEAD + bottom * (CELL.height + CELL.gap) + EDGE;
  const images = placed.map(({ panel: { gridPos }, size, pixels }) => {
    const x = EDGE + Math.round(gridPos.x * (COLUMN + CELL.gap));
    const y = HEAD + gridPos.y * (CELL.height + CELL.gap);
    const data = pixels.toString('base64');
    return `<image x="${x}" y="${y}" width="${size.width}" height="${size.height}" href="data:image/png;base64,${data}"/>`;
  });
  const title = `<text x="${EDGE}" y="29" font-family="Inter" font-size="18" font-weight="500" fill="${COLOUR.text}">${dashboard.title}</text>`;
  return smallPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}"><rect width="100%" height="100%" fill="${COLOUR.page}"/>${title}${images.join('')}</svg>`,
  );
}

const [folder, prometheus, from, to, into, ...only] = process.argv.slice(2);
if (into === undefined) {
  console.error('usage: draw PROMETHEUS FROM TO FOLDER, for example draw http://127.0.0.1:9090 1795409400 1795409460 /tmp/panels');
  process.exit(2);
}
for (const file of only.length ? only : ['sshpulse-overview.json', 'sshpulse-diagnosis.json']) {
  const dashboard = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Dashboard;
  await draw(dashboard, prometheus, { from: Number(from), to: Number(to) }, into);
}
