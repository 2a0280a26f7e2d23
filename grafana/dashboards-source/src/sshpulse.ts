// What both dashboards share: how a query selects, how a panel looks, and how it says what to do.
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  QueryVariableBuilder,
  SpecialValueMatch,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, Panel, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  AxisPlacement,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  GraphDrawStyle,
  GraphGradientMode,
  HeatmapCellLayout,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  CellValuesBuilder,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  PanelBuilder as HeatmapBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import {
  DataqueryBuilder,
  PromQueryFormat,
  QueryEditorMode,
} from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TextBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

const SOURCE: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };
/** Where the files of this project are read; users put their own address here, as in the alerts. */
const FILES = 'https://git.example.com/sshpulse/blob/main';

/** Selects what the user has chosen, and what else the query asks for. */
export function of(metric: string, ...labels: string[]): string {
  return `${metric}{${['job=~"$job"', 'instance=~"$instance"', ...labels].join(',')}}`;
}

/** Per second. The window holds four scrapes where the data source knows how often Prometheus scrapes. */
export function rate(metric: string, ...labels: string[]): string {
  return `rate(${of(metric, ...labels)}[$__rate_interval])`;
}

/** How many in the whole time that is shown. */
export function inRange(metric: string, ...labels: string[]): string {
  return `increase(${of(metric, ...labels)}[$__range])`;
}

/** A quantile of a histogram over the time between two points of a line. */
export function quantile(q: number, metric: string, by: string[] = []): string {
  return `histogram_quantile(${q}, sum by (${['le', ...by].join(', ')}) (${rate(`${metric}_bucket`)}))`;
}

/**
 * A bound of the idle timeout of one path, that with the shortest: the lower bound of another, longer one says nothing
 * of it.
 */
export function strictestPath(bound: 'lower' | 'upper'): string {
  const upper = of('ssh_path_idle_timeout_seconds', 'bound="upper"');
  if (bound === 'upper') {
    return `min(${upper})`;
  }
  const lower = of('ssh_path_idle_timeout_seconds', 'bound="lower"');
  return `max(${lower} and ignoring (bound) (${upper} == scalar(min(${upper}))))`;
}

/** One line of a panel. */
export type Line = { expr: string; legend: string; exemplar?: boolean };

export type Says = { shows: string; good: string; bad: string; does: string; runbook?: string };

type Place = { title: string; unit: string; w: number; h: number; says: Says };

/** Every panel says these four things, so that nobody has to guess at night. */
function description(says: Says): string {
  return `${says.shows}\n\n**Good:** ${says.good}\n\n**Bad:** ${says.bad}\n\n**Do:** ${says.does}`;
}

type Common<T> = {
  title(title: string): T;
  description(text: string): T;
  datasource(source: DataSourceRef): T;
  unit(unit: string): T;
  span(w: number): T;
  height(h: number): T;
  links(links: Builder<ReturnType<DashboardLinkBuilder['build']>>[]): T;
};

function placed<T extends Common<T>>(panel: T, place: Place): T {
  const links = place.says.runbook ? [runbook(place.says.runbook)] : [];
  return panel
    .title(place.title)
    .description(description(place.says))
    .datasource(SOURCE)
    .unit(place.unit)
    .span(place.w)
    .height(place.h)
    .links(links);
}

function runbook(alert: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(`Runbook: ${alert}`)
    .type(DashboardLinkType.Link)
    .url(`${FILES}/grafana/runbooks/${alert}.md`)
    .targetBlank(true);
}

function ranged(line: Line, index: number): DataqueryBuilder {
  return query(line, index)
    .range()
    .exemplar(line.exemplar ?? false);
}

function query(line: Line, index: number): DataqueryBuilder {
  return new DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .datasource(SOURCE)
    .editorMode(QueryEditorMode.Code)
    .expr(line.expr)
    .legendFormat(line.legend);
}

export type Graph = Place & {
  lines: Line[];
  stacked?: boolean;
  decimals?: number;
  logarithmic?: boolean;
  /** Said where there is no line at all, and that is no bad sign. */
  none?: string;
};

/** Lines over time, with their last and highest value below. */
export function graph(panel: Graph): Builder<Panel> {
  const builder = placed(new TimeseriesBuilder(), panel)
    .targets(panel.lines.map(ranged))
    .min(0)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
    .drawStyle(panel.stacked ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineWidth(1)
    .fillOpacity(panel.stacked ? 80 : 10)
    .gradientMode(GraphGradientMode.None)
    .showPoints(VisibilityMode.Never)
    .axisPlacement(AxisPlacement.Auto)
    .spanNulls(false)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (panel.stacked) {
    builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  }
  if (panel.logarithmic) {
    builder.min(0.1).scaleDistribution(
      new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10),
    );
  }
  if (panel.none) {
    builder.noValue(panel.none);
  }
  return panel.decimals === undefined ? builder : builder.decimals(panel.decimals);
}

export type Stat = Place & {
  lines: Line[];
  /** From which value on it is a colour; without, a number has none. */
  warnsAt?: number;
  /** Said instead of a number where there is none: not looking is not zero. */
  none: string;
  mappings?: ValueMapping[];
  decimals?: number;
  trend?: boolean;
  wide?: boolean;
};

/** The latest value in large type. */
export function stat(panel: Stat): Builder<Panel> {
  const builder = placed(new StatBuilder(), panel)
    .targets(panel.lines.map((line, i) => (panel.trend ? ranged(line, i) : query(line, i).instant())))
    .noValue(panel.none)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(thresholds(panel.warnsAt))
    .graphMode(panel.trend ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .colorMode(panel.warnsAt === undefined ? BigValueColorMode.None : BigValueColorMode.Value)
    .justifyMode(BigValueJustifyMode.Auto)
    .textMode(panel.lines.length > 1 ? BigValueTextMode.ValueAndName : BigValueTextMode.Value)
    .orientation(panel.wide ? VizOrientation.Horizontal : VizOrientation.Auto)
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields(''));
  builder.mappings([notANumber(panel.none), ...(panel.mappings ?? [])]);
  return panel.decimals === undefined ? builder : builder.decimals(panel.decimals);
}

/** A share of nothing, or a quantile of nothing. */
function notANumber(none: string): ValueMapping {
  const result = { text: none, index: 9 };
  return { type: MappingType.SpecialValue, options: { match: SpecialValueMatch.NullAndNan, result } };
}

function thresholds(warnsAt?: number): ThresholdsConfigBuilder {
  const steps = [{ value: null, color: warnsAt === undefined ? 'text' : 'green' }];
  const above = warnsAt === undefined ? [] : [{ value: warnsAt, color: 'orange' }];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...steps, ...above]);
}

export type Heat = Place & { histogram: string };

/** How many per second fell into each bucket of a histogram: windows overlap, so a count would be counted again. */
export function heat(panel: Heat): Builder<Panel> {
  const buckets = `sum by (le) (${rate(`${panel.histogram}_bucket`)})`;
  const line = { expr: buckets, legend: '{{le}}', exemplar: true };
  const says = { ...panel.says, shows: `${panel.says.shows} A cell is how many per second.` };
  return placed(new HeatmapBuilder(), { ...panel, says })
    .targets([ranged(line, 0).format(PromQueryFormat.Heatmap)])
    .calculate(false)
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Le))
    .color(
      new HeatmapColorOptionsBuilder()
        .mode(HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .steps(64)
        .reverse(false)
        .min(0),
    )
    .cellValues(new CellValuesBuilder().unit('ops'))
    .yAxis(new YAxisConfigBuilder().unit(panel.unit).axisPlacement(AxisPlacement.Left))
    .cellGap(1)
    .showLegend()
    .exemplarsColor('rgba(31,120,193,0.9)')
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true));
}

export type Table = Place & { line: Line; columns: string[]; value: string; none: string };

/** One row for each series as it is now, the largest on top. */
export function table(panel: Table): Builder<Panel> {
  const columns = Object.fromEntries(panel.columns.map((name, index) => [name, index]));
  return placed(new TableBuilder(), panel)
    .targets([query(panel.line, 0).instant().format(PromQueryFormat.Table)])
    .noValue(panel.none)
    .decimals(0)
    .showHeader(true)
    .transformations([
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: { ...columns, Value: panel.columns.length },
          renameByName: { Value: panel.value },
        },
      },
      { id: 'sortBy', options: { fields: {}, sort: [{ field: panel.value, desc: true }] } },
    ]);
}

/** Plain words between the panels, in Markdown. */
export function words(title: string, w: number, h: number, text: string): Builder<Panel> {
  return new TextBuilder().title(title).mode(TextMode.Markdown).content(text.trim()).span(w).height(h);
}

/** A link to a page of the project. */
export function page(text: string, path: string): string {
  return `[${text}](${FILES}/${path})`;
}

/** An empty dashboard with what all of ours have. */
export function dashboard(uid: string, title: string, about: string, other: [string, string]): DashboardBuilder {
  return new DashboardBuilder(title)
    .id(null)
    .uid(uid)
    .description(about)
    .tags(['sshpulse', 'ssh'])
    .version(1)
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .variables([source(), variable('job', 'Job', ''), variable('instance', 'Instance', '{job=~"$job"}')])
    .annotation(restarts())
    .links([
      new DashboardLinkBuilder(other[0])
        .type(DashboardLinkType.Link)
        .url(`/d/${other[1]}`)
        .includeVars(true)
        .keepTime(true),
      new DashboardLinkBuilder('What each cause means')
        .type(DashboardLinkType.Link)
        .url(`${FILES}/exporter-core/CAUSES.md`)
        .targetBlank(true),
    ]);
}

/** What the builders leave to Grafana, which would write it anew at each import. */
export function finished(board: DashboardBuilder): Dashboard {
  const dashboard = board.build();
  (dashboard.panels ?? []).forEach((panel, index) => {
    panel.id = index + 1;
    if (panel.type === 'table' && 'options' in panel) {
      delete panel.options?.footer; // Tables of Grafana 13 have none.
    }
  });
  dashboard.links?.forEach((link) => delete link.placement);
  dashboard.annotations?.list?.forEach((annotation) => delete annotation.placement);
  dashboard.templating?.list?.forEach((variable) => {
    delete variable.auto;
    delete variable.auto_min;
    delete variable.auto_count;
  });
  return dashboard;
}

/** Not an input of the import page: that one knows no provisioning. */
function source(): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus');
}

function variable(name: string, label: string, selector: string): QueryVariableBuilder {
  const values = `label_values(ssh_active_connections${selector}, ${name})`;
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(SOURCE)
    .query({ query: values, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

/**
 * What took to start what nothing had taken before: no two starts take the same time to the millisecond. Of the hour
 * before, so that a scrape that was missed is no start.
 */
function restarts(): AnnotationQueryBuilder {
  const took = of('sshpulse_start_duration_seconds');
  const before = `last_over_time(${took}[1h] offset $__rate_interval)`;
  return new AnnotationQueryBuilder()
    .name('Starts and restarts')
    .datasource(SOURCE)
    .enable(true)
    .hide(false)
    .iconColor('purple')
    .expr(`count by (job, instance) (${took} unless ${took} == ${before})`)
    .titleFormat('{{instance}} started')
    .textFormat('Counters begin at zero again; every connection it had is gone.')
    .tagKeys('job');
}
