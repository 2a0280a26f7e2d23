// From drawings to pixels, with the one font that comes along: a server has none.
import { Resvg } from '@resvg/resvg-js';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'));

export const FACES = [
  { weight: 400 as const, file: join(fonts, '400Regular', 'Inter_400Regular.ttf') },
  { weight: 500 as const, file: join(fonts, '500Medium', 'Inter_500Medium.ttf') },
  { weight: 600 as const, file: join(fonts, '600SemiBold', 'Inter_600SemiBold.ttf') },
];

/** Of a drawing with words in it. */
export function png(svg: string): Buffer {
  return Buffer.from(rendered(svg).asPng());
}

/** Of a drawing whose words are outlines, as satori leaves them: to load a font takes longer than to draw. */
export function pngOfOutlines(svg: string): Buffer {
  return Buffer.from(new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng());
}

/** With at most 128 colours: a third of the size, and a picture for a page need not be finer. */
export function smallPng(svg: string): Buffer {
  const image = rendered(svg);
  const { palette, indices } = reduced(image.pixels);
  const rows = Buffer.alloc((image.width + 1) * image.height);
  for (let y = 0; y < image.height; y++) {
    rows.set(indices.subarray(y * image.width, (y + 1) * image.width), y * (image.width + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function rendered(svg: string): ReturnType<Resvg['render']> {
  const font = {
    fontFiles: FACES.map(({ file }) => file),
    loadSystemFonts: false,
    defaultFontFamily: 'Inter',
  };
  return new Resvg(svg, { font }).render();
}

/** The colours that occur most, of those that differ to the eye; each other becomes the nearest. */
function reduced(pixels: Uint8Array): { palette: Buffer; indices: Uint8Array } {
  const count = new Map<number, number>();
  const cells = new Uint32Array(pixels.length / 4);
  for (let i = 0; i < cells.length; i++) {
    cells[i] = (pixels[4 * i] & 0xfc) << 16 | (pixels[4 * i + 1] & 0xfc) << 8 | (pixels[4 * i + 2] & 0xfc);
    count.set(cells[i], (count.get(cells[i]) ?? 0) + 1);
  }
  const all = [...count.entries()].sort((a, b) => b[1] - a[1]).map(([cell]) => cell);
  const kept = all.slice(0, 128);
  const index = new Map(all.map((cell) => [cell, nearest(cell, kept)]));
  return {
    palette: Buffer.from(kept.flatMap((cell) => parts(cell).map((part) => part | (part >> 6)))),
    indices: Uint8Array.from(cells, (cell) => index.get(cell)!),
  };
}

function nearest(cell: number, kept: number[]): number {
  let best = 0;
  for (let i = 1; i < kept.length; i++) {
    if (distance(cell, kept[i]) < distance(cell, kept[best])) {
      best = i;
    }
  }
  return best;
}

function distance(a: number, b: number): number {
  return parts(a).reduce((sum, part, i) => sum + (part - parts(b)[i]) ** 2, 0);
}

function parts(cell: number): number[] {
  return [cell >> 16, (cell >> 8) & 0xff, cell & 0xff];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, check]);
}

/** CRC-32 as in the specification of PNG, annex D. */
function crc(bytes: Buffer): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    }
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
