// The part of a panel with axes, as SVG.
import * as echarts from 'echarts';
import { COLOUR, PALETTE, shown } from './look.js';
import type { Range, Series } from './answers.js';

type Size = { width: number; height: number };
const FONT = { fontFamily: 'Inter', fontSize: 11, color: COLOUR.weak };

export type Look = { unit: string; decimals?: number; stacked: boolean; logarithmic: boolean };

export function lines(all: Series[], look: Look, range: Range, restarts: number[], size: Size): string {
  const series = all.map((one, index) => ({
    type: look.stacked ? ('bar' as const) : ('line' as const),
    name: one.legend,
    stack: look.stacked ? 'all' : undefined,
    barCategoryGap: '0%',
    symbol: 'none',
    lineStyle: { width: 1.2 },
    areaStyle: look.stacked ? undefined : { opacity: 0.1 },
    itemStyle: { color: PALETTE[index % PALETTE.length] },
    data: withGaps(one.points).map(([time, value]) => [time * 1000, value]),
    markLine: index > 0 ? undefined : starts(restarts),
  }));
  return drawn(size, {
    grid: { left: 12, right: 16, top: 10, bottom: 6, containLabel: true },
    xAxis: timeAxis(range, size.width),
    yAxis: {
      type: look.logarithmic ? 'log' : 'value',
      min: look.logarithmic ? undefined : 0,
      minInterval: look.decimals === 0 ? 1 : undefined,
      splitNumber: 4,
      axisLabel: { ...FONT, formatter: (value: number) => shown(value, look.unit) },
      splitLine: { lineStyle: { color: COLOUR.grid } },
    },
    series,
  });
}

/** A line without axes, behind a number. */
export function trend(all: Series[], colour: string, size: Size): string {
  return drawn(size, {
    grid: { left: 0, right: 0, top: 4, bottom: 0 },
    xAxis: { type: 'time', show: false },
    yAxis: { type: 'value', show: false, min: 0 },
    series: all.map((one) => ({
      type: 'line' as const,
      symbol: 'none',
      lineStyle: { width: 1, color: colour },
      areaStyle: { opacity: 0.15, color: colour },
      data: one.points.map(([time, value]) => [time * 1000, value]),
    })),
  });
}

/** Cells of the rates between two bounds; Prometheus' buckets hold all that is below, too. */
export function cells(buckets: Series[], unit: string, size: Size): string {
  const sorted = [...buckets].sort((a, b) => bound(a) - bound(b));
  const times = [...new Set(sorted.flatMap((one) => one.points.map(([time]) => time)))].sort((a, b) => a - b);
  const rates = sorted.map((one) => new Map(one.points));
  const data = sorted.flatMap((_, row) =>
    times.map((time, column) => {
      const rate = (rates[row].get(time) ?? 0) - (row > 0 ? rates[row - 1].get(time) ?? 0 : 0);
      return [column, row, rate > 1e-6 ? rate : '-']; // Below is what subtracting left.
    }),
  );
  const most = Math.max(...data.map(([, , one]) => (typeof one === 'number' ? one : 0))) || 1;
  return drawn(size, {
    grid: { left: 12, right: 16, top: 10, bottom: 34, containLabel: true },
    xAxis: {
      type: 'category',
      data: times.map((time) => clock(time)),
      axisLabel: { ...FONT, interval: Math.ceil(times.length / (size.width / 90)) },
      axisLine: { lineStyle: { color: COLOUR.grid } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'category',
      data: sorted.map((one) => (Number.isFinite(bound(one)) ? `to ${shown(bound(one), unit)}` : 'more')),
      axisLabel: { ...FONT, interval: 0, fontSize: 10 },
      axisLine: { lineStyle: { color: COLOUR.grid } },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: COLOUR.grid } },
    },
    visualMap: {
      min: 0,
      max: most,
      orient: 'horizontal',
      left: 12,
      bottom: 4,
      itemWidth: 8,
      itemHeight: 140,
      text: [shown(most, 'ops'), '0'],
      textStyle: FONT,
      inRange: { color: ['#3b2412', '#7f3f10', '#d9730d', '#ffb357', '#fff0d9'] },
    },
    series: [{ type: 'heatmap', data, itemStyle: { borderColor: COLOUR.panel, borderWidth: 0.5 } }],
  });
}

function bound(bucket: Series): number {
  return bucket.labels.le === '+Inf' ? Infinity : Number(bucket.labels.le);
}

function clock(time: number): string {
  return new Date(time * 1000).toISOString().slice(11, 19);
}

function timeAxis(range: Range, width: number): echarts.EChartsOption['xAxis'] {
  return {
    type: 'time',
    min: range.from * 1000,
    max: range.to * 1000,
    splitNumber: Math.max(2, Math.floor(width / 110)),
    axisLabel: { ...FONT, hideOverlap: true, formatter: (time: number) => clock(time / 1000) },
    axisLine: { lineStyle: { color: COLOUR.grid } },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: COLOUR.grid } },
  };
}

function starts(restarts: number[]): object {
  return {
    symbol: 'none',
    silent: true,
    label: { show: false },
    lineStyle: { color: COLOUR.restart, type: 'dashed', width: 1 },
    data: restarts.map((time) => ({ xAxis: time * 1000 })),
  };
}

/** No line through what was not measured. */
function withGaps(points: [number, number][]): [number, number | null][] {
  return points.map(([time, value]) => [time, Number.isFinite(value) ? value : null]);
}

function drawn(size: Size, option: echarts.EChartsOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption({ animation: false, backgroundColor: 'transparent', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
