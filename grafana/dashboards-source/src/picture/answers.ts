// What a Prometheus answers to the queries of a panel, as Grafana would send them.
export type Series = { labels: Record<string, string>; legend: string; points: [number, number][] };
export type Range = { from: number; to: number };

export type Target = { expr: string; legendFormat?: string; instant?: boolean };

const RATE_INTERVAL = 10;

/** Seconds between two points: some 200 on a line, as on a panel of usual width. */
export function step(range: Range): number {
  return Math.max(1, Math.round((range.to - range.from) / 200));
}

export async function ask(prometheus: string, target: Target, range: Range): Promise<Series[]> {
  const query = filled(target.expr, range);
  const path = target.instant
    ? `query?query=${encodeURIComponent(query)}&time=${range.to}`
    : `query_range?query=${encodeURIComponent(query)}&start=${range.from}&end=${range.to}&step=${step(range)}`;
  const answer = await fetch(`${prometheus}/api/v1/${path}`).catch(() => {
    console.error(`draw: nobody answers at ${prometheus}: is that the address of a Prometheus that runs?`);
    process.exit(1);
  });
  const body = (await answer.json()) as Answer;
  if (body.status !== 'success') {
    throw new Error(`${prometheus} does not answer ${query}: ${body.error}`);
  }
  return body.data.result.map((series) => ({
    labels: series.metric,
    legend: legend(target.legendFormat ?? '', series.metric),
    points: (series.values ?? [series.value!]).map(([time, value]) => [time, Number(value)]),
  }));
}

type Answer = {
  status: string;
  error?: string;
  data: {
    result: { metric: Record<string, string>; values?: [number, string][]; value?: [number, string] }[];
  };
};

export function filled(query: string, range: Range): string {
  return query
    .replaceAll('$job', '.+')
    .replaceAll('$instance', '.+')
    .replaceAll('$__rate_interval', `${Math.max(RATE_INTERVAL, 4 * step(range))}s`)
    .replaceAll('$__range', `${range.to - range.from}s`);
}

function legend(format: string, labels: Record<string, string>): string {
  return format.replace(/{{(\w+)}}/g, (_, label) => labels[label] ?? '');
}
