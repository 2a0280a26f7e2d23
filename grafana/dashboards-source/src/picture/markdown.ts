// The Markdown that our own text panels use: paragraphs, lists, tables, bold, code and links.
import { COLOUR } from './look.js';
import type { Element } from './elements.js';
import { box } from './elements.js';

export function markdown(text: string): Element[] {
  return text.split(/\n\n+/).map((block) => {
    const rows = block.split('\n');
    if (rows[0].startsWith('|')) {
      return table(rows);
    }
    if (/^(- |\d+\. )/.test(rows[0])) {
      return box({ flexDirection: 'column', marginBottom: 8 }, rows.map((row) => item(row)));
    }
    return words(block.replaceAll('\n', ' '), 8);
  });
}

function item(row: string): Element {
  const [, mark, text] = /^(- |\d+\. )(.*)$/.exec(row) ?? ['', '- ', row];
  return box({ marginBottom: 3 }, [
    box({ width: 18, flexShrink: 0, color: COLOUR.weak }, [mark === '- ' ? '•' : mark.trim()]),
    words(text, 0),
  ]);
}

function table(rows: string[]): Element {
  const cells = rows.filter((row) => !/^\|[-|]+\|$/.test(row)).map((row) => row.slice(1, -1).split('|'));
  const shares = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].trim().length)));
  return box(
    { flexDirection: 'column', border: `1px solid ${COLOUR.border}`, marginBottom: 8 },
    cells.map((row, index) =>
      box(
        { borderTop: index ? `1px solid ${COLOUR.border}` : 'none', fontWeight: index ? 400 : 600 },
        row.map((cell, column) =>
          box({ flexGrow: Math.min(shares[column], 70), flexShrink: 1, flexBasis: 0, padding: '3px 8px' }, [
            words(cell.trim(), 0),
          ]),
        ),
      ),
    ),
  );
}

function words(text: string, below: number): Element {
  const parts = text.split(/(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/).flatMap(styled);
  return box({ flexWrap: 'wrap', flexShrink: 1, flexGrow: 1, flexBasis: 0, marginBottom: below }, parts);
}

function styled(part: string): Element[] {
  if (part.startsWith('**')) {
    return split(part.slice(2, -2), { fontWeight: 600, color: '#ffffff' });
  }
  if (part.startsWith('`')) {
    return split(part.slice(1, -1), { color: COLOUR.orange });
  }
  const link = /^\[([^\]]+)\]/.exec(part);
  return link ? split(link[1], { color: '#6e9fff' }) : split(part, {});
}

/** Word by word, so that lines break; a full stop stays with its word. */
function split(text: string, style: Record<string, unknown>): Element[] {
  return text
    .split(/(?<= )/)
    .filter((word) => word !== '')
    .map((word) => box(style, [word.replaceAll(' ', '\u00a0')]));
}
