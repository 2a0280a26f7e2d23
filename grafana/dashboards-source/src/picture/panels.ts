// One panel: its frame, what it shows and its legend.
import { cells, lines, trend } from './charts.js';
import type { Element } from './elements.js';
import { box, picture } from './elements.js';
import { COLOUR, PALETTE, shown } from './look.js';
import { markdown } from './markdown.js';
import type { Range, Series } from './answers.js';

export type Panel = {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat?: string; instant?: boolean }[];
  options?: { content?: string; graphMode?: string };
  transformations?: { id: string; options: Record<string, any> }[];
  fieldConfig?: { defaults: Defaults };
};

type Defaults = {
  unit?: string;
  decimals?: number;
  noValue?: string;
  mappings?: { type: string; options: any }[];
  thresholds?: { steps: { value: number | null; color: string }[] };
  custom?: { drawStyle?: string; scaleDistribution?: { type: string } };
};

export type Size = { width: number; height: number };
const TITLE = 32;
const ROW = 21;

export function framed(panel: Panel, series: Series[], range: Range, restarts: number[], size: Size): Element {
  const inner = { width: size.width - 2, height: size.height - TITLE - 2 };
  return box(
    {
      width: size.width,
      height: size.height,
      flexDirection: 'column',
      backgroundColor: COLOUR.panel,
      border: `1px solid ${COLOUR.border}`,
      borderRadius: 2,
      color: COLOUR.text,
      fontSize: 12.5,
      overflow: 'hidden',
    },
    [
      box({ height: TITLE, padding: '8px 10px', fontWeight: 500, fontSize: 13.5 }, [panel.title]),
      body(panel, series, range, restarts, inner),
    ],
  );
}

function body(panel: Panel, series: Series[], range: Range, restarts: number[], size: Size): Element {
  const defaults = panel.fieldConfig?.defaults ?? {};
  switch (panel.type) {
    case 'text':
      return box({ flexDirection: 'column', padding: '0 12px', lineHeight: 1.4 }, markdown(panel.options?.content ?? ''));
    case 'stat':
      return numbers(panel, series, defaults, size);
    case 'table':
      return rows(panel, series, defaults, size);
    case 'heatmap':
      return series.length === 0
        ? nothing('No data', size)
        : picture(cells(series, defaults.unit ?? 'short', size), size.width, size.height);
    default:
      return graph(series, defaults, range, restarts, size);
  }
}

function graph(series: Series[], defaults: Defaults, range: Range, restarts: number[], size: Size): Element {
  const seen = series.filter((one) => one.points.some(([, value]) => Number.isFinite(value)));
  if (seen.length === 0) {
    return nothing(defaults.noValue ?? 'No data', size);
  }
  const room = Math.min(series.length + 1, Math.floor((size.height * 0.45) / ROW)) * ROW;
  const chart = { width: size.width, height: size.height - room - 6 };
  const look = {
    unit: defaults.unit ?? 'short',
    decimals: defaults.decimals,
    stacked: defaults.custom?.drawStyle === 'bars',
    logarithmic: defaults.custom?.scaleDistribution?.type === 'log',
  };
  return box({ flexDirection: 'column' }, [
    picture(lines(series, look, range, restarts, chart), chart.width, chart.height),
    box({ flexDirection: 'column', height: room, overflow: 'hidden', padding: '0 12px', fontSize: 12 }, [
      legendRow(box({}, []), 'Name', 'Last *', 'Max', COLOUR.blue),
      ...series.map((one, index) => {
        const values = one.points.map(([, value]) => value).filter(Number.isFinite);
        const colour = PALETTE[index % PALETTE.length];
        const last = values.length ? shown(values[values.length - 1], look.unit, look.decimals) : '';
        const most = values.length ? shown(Math.max(...values), look.unit, look.decimals) : '';
        const mark = box({ width: 14, height: 4, borderRadius: 2, backgroundColor: colour, marginTop: 6 });
        return legendRow(mark, one.legend, last, most, COLOUR.text);
      }),
    ]),
  ]);
}

function legendRow(mark: Element, name: string, last: string, most: string, colour: string): Element {
  return box({ height: ROW, flexShrink: 0, color: colour }, [
    box({ width: 20 }, [mark]),
    box({ flexGrow: 1, flexShrink: 1, overflow: 'hidden', whiteSpace: 'nowrap' }, [name]),
    box({ width: 86, justifyContent: 'flex-end' }, [last]),
    box({ width: 86, justifyContent: 'flex-end' }, [most]),
  ]);
}

function numbers(panel: Panel, series: Series[], defaults: Defaults, size: Size): Element {
  const values = series.length ? series : [{ labels: {}, legend: '', points: [] }];
  const upright = size.height > 180 && values.length > 1;
  const each = upright
    ? { width: size.width, height: size.height / values.length }
    : { width: size.width / values.length, height: size.height };
  const named = (panel.targets?.length ?? 0) > 1 || values.length > 1;
  return box(
    { width: size.width, height: size.height, flexDirection: upright ? 'column' : 'row' },
    values.map((one) => number(one, named, panel.options?.graphMode === 'area', defaults, each)),
  );
}

function number(one: Series, named: boolean, area: boolean, defaults: Defaults, size: Size): Element {
  const { text, colour } = valueOf(one, defaults);
  const large = Math.min(44, size.height * 0.42, (size.width - 16) / (text.length * 0.58));
  const label = named && one.legend ? [box({ fontSize: 13, color: COLOUR.text }, [one.legend])] : [];
  const behind =
    area && one.points.length
      ? [
          box({ position: 'absolute', left: 0, bottom: 0 }, [
            picture(trend([one], COLOUR.green, { width: size.width, height: 30 }), size.width, 30),
          ]),
        ]
      : [];
  return box(
    { ...size, position: 'relative', flexDirection: 'column', alignItems: 'center', justifyContent: 'center' },
    [...behind, ...label, box({ fontSize: large, fontWeight: 500, color: colour }, [text])],
  );
}

function valueOf(one: Series, defaults: Defaults): { text: string; colour: string } {
  const value = one.points.length ? one.points[one.points.length - 1][1] : NaN;
  if (!Number.isFinite(value)) {
    return { text: defaults.noValue ?? 'No data', colour: COLOUR.text };
  }
  const mapped = defaults.mappings?.find(
    ({ type, options }) => type === 'range' && value >= (options.from ?? -Infinity) && value <= (options.to ?? Infinity),
  );
  const step = [...(defaults.thresholds?.steps ?? [])].reverse().find((s) => s.value === null || value >= s.value);
  const name = mapped?.options.result.color ?? step?.color ?? 'text';
  return {
    text: mapped?.options.result.text ?? shown(value, defaults.unit ?? 'short', defaults.decimals),
    colour: COLOUR[name as keyof typeof COLOUR] ?? COLOUR.text,
  };
}

function rows(panel: Panel, series: Series[], defaults: Defaults, size: Size): Element {
  if (series.length === 0) {
    return nothing(defaults.noValue ?? 'No data', size);
  }
  const organize = panel.transformations?.find(({ id }) => id === 'organize')?.options ?? {};
  const names = Object.keys(organize.indexByName ?? {}).filter((name) => name !== 'Value');
  const value = (one: Series) => one.points[one.points.length - 1][1];
  const sorted = [...series].sort((a, b) => value(b) - value(a));
  const all = [
    [...names, organize.renameByName?.Value ?? 'Value'],
    ...sorted.map((one) => [
      ...names.map((name) => one.labels[name] ?? ''),
      shown(value(one), defaults.unit ?? 'short', defaults.decimals),
    ]),
  ];
  const shares = all[0].map((_, column) => Math.max(8, ...all.map((row) => row[column].length)));
  return box(
    { flexDirection: 'column', width: size.width, height: size.height, overflow: 'hidden', padding: '0 10px' },
    all.map((row, index) =>
      box(
        {
          height: 27,
          flexShrink: 0,
          borderBottom: `1px solid ${COLOUR.grid}`,
          color: index ? COLOUR.text : COLOUR.blue,
        },
        row.map((cell, column) =>
          box({ flexGrow: Math.min(shares[column], 40), flexBasis: 0, flexShrink: 1, padding: '6px 6px', overflow: 'hidden', whiteSpace: 'nowrap' }, [cell]),
        ),
      ),
    ),
  );
}

function nothing(text: string, size: Size): Element {
  return box({ ...size, alignItems: 'center', justifyContent: 'center', color: COLOUR.weak, fontSize: 14 }, [text]);
}
