// Colours and measures, close to those of Grafana's dark theme.
export const CELL = { height: 30, gap: 8 };
export const COLOUR = {
  page: '#111217',
  panel: '#181b1f',
  border: '#2b2e34',
  text: '#ccccdc',
  weak: '#9a9aa8',
  grid: '#25282d',
  green: '#73bf69',
  orange: '#ff9830',
  blue: '#5794f2',
  restart: '#b877d9',
};
export const PALETTE = [
  '#73bf69', '#f2cc0c', '#8ab8ff', '#ff780a', '#f2495c', '#5794f2', '#b877d9', '#705da0',
  '#37872d', '#fade2a', '#447ebc', '#c15c17', '#890f02', '#0a437c', '#6d1f62', '#584477',
];

/** A value with its unit, as short as Grafana writes it. */
export function shown(value: number, unit: string, decimals?: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  switch (unit) {
    case 's':
      return seconds(value);
    case 'ops':
      return `${digits(value, decimals)} ops/s`;
    case 'pps':
      return `${digits(value, decimals)} p/s`;
    case 'bytes':
      return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB']);
    case 'Bps':
      return scaled(value, 1000, ['B/s', 'kB/s', 'MB/s', 'GB/s']);
    case 'percentunit':
      return `${digits(value * 100, decimals)}%`;
    case 'bool_yes_no':
      return value === 0 ? 'No' : 'Yes';
    default:
      return value >= 1000 ? scaled(value, 1000, ['', ' K', ' Mil', ' Bil'], '') : digits(value, decimals);
  }
}

function seconds(value: number): string {
  const units: [number, string][] = [
    [86400, 'days'], [3600, 'hours'], [60, 'mins'], [1, 's'], [1e-3, 'ms'], [1e-6, 'µs'],
  ];
  const [size, name] = units.find(([size]) => Math.abs(value) >= size) ?? [1, 's'];
  return `${digits(value / size)} ${name}`;
}

function scaled(value: number, by: number, names: string[], space = ' '): string {
  let power = 0;
  while (Math.abs(value) >= by && power < names.length - 1) {
    value /= by;
    power++;
  }
  return `${digits(value)}${space}${names[power]}`;
}

function digits(value: number, decimals?: number): string {
  const fraction = decimals ?? (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
  return String(Number(value.toFixed(Math.abs(value) < 0.01 && value !== 0 ? 4 : fraction)));
}
