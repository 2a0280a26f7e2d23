// What @grafana/schema knows of a dashboard, for values as JSON has them.
import type {
  AnnotationQuery,
  Dashboard,
  FieldConfigSource,
  GraphFieldConfig,
  Panel,
  RowPanel,
} from '@grafana/schema';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
// The schema leaves queries to the data sources.
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

/** An enumeration is its values in JSON. */
type Plain<T> = unknown extends T
  ? T
  : T extends string
    ? `${T}`
    : T extends number
      ? number extends T
        ? number
        : `${T}` extends `${infer N extends number}`
          ? N
          : never
      : T extends (infer E)[]
        ? Plain<E>[]
        : T extends object
          ? { [K in keyof T]: Plain<T[K]> }
          : T;

/** Grafana fills in what is not said of these. */
type Some<T> = T extends (infer E)[] ? Some<E>[] : T extends object ? { [K in keyof T]?: Some<T[K]> } : T;

type Query = Omit<Dataquery, '_implementsDataqueryVariant'>;

type Shown<Type, Options, Custom> = Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> & {
  type: Type;
  options: Some<Options>;
  targets: Query[];
  fieldConfig: Omit<FieldConfigSource, 'defaults'> & {
    defaults: Omit<FieldConfigSource['defaults'], 'custom'> & { custom?: Some<Custom> };
  };
};

type Words = Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> & {
  type: 'text';
  options: Some<text.Options>;
};

type Heading = Omit<RowPanel, 'type'> & { type: 'row' };

type AnyPanel =
  | Shown<'timeseries', timeseries.Options, GraphFieldConfig>
  | Shown<'stat', stat.Options, never>
  | Shown<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | Shown<'table', table.Options, table.FieldConfig>
  | Words
  | Heading;

/** Prometheus has its query in the annotation itself. */
type Mark = Omit<AnnotationQuery, 'target'> & {
  expr: string;
  titleFormat: string;
  textFormat: string;
  tagKeys: string;
};

/** A dashboard whose every field is known, down to the options of each kind of panel. */
export type Checked = Plain<
  Omit<Dashboard, 'id' | 'panels' | 'annotations'> & {
    id: null;
    panels: AnyPanel[];
    annotations: { list: Mark[] };
  }
>;
