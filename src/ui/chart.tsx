import { axisX, axisY, barX, dot, gridY, line, ruleX, text } from '@observablehq/plot';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { colour, type Drawing, draw, type Width } from './chart/draw.ts';
import { formatNumber } from './format.ts';
import { Details } from './notice.tsx';
import { Table, type TableColumn } from './table.tsx';

interface ChartFrameProps extends Drawing {
  readonly svg: string;
  readonly legend?: Child;
  readonly note?: Child;
  readonly table: Child;
}

/** A drawing never goes without its figures in a table. */
function ChartFrame({ id, title, svg, legend, note, table }: ChartFrameProps) {
  return (
    <figure class="chart" id={id}>
      <figcaption class="chart-title">{title}</figcaption>
      {legend}
      {raw(svg)}
      {note ? <p class="chart-note">{note}</p> : null}
      <Details summary="Voir les chiffres en tableau">{table}</Details>
    </figure>
  );
}

interface ChartCommon extends Drawing {
  /** Writes a figure on the drawing: « 12,5 M€ ». */
  readonly format?: (value: number) => string;
  /** Writes the exact figure in the table; the same when left out. */
  readonly formatExact?: (value: number) => string;
  /** Source and date. */
  readonly note?: Child;
  /** Head of the first column of the table: « Enveloppe ». */
  readonly rowLabel: string;
}

export interface BarChartProps extends ChartCommon {
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  readonly valueLabel: string;
}

const ROW = 34;
const labelMargin = (labels: readonly string[], width: Width) =>
  width === 'narrow' ? 4 : Math.min(230, 16 + 7.2 * Math.max(0, ...labels.map((label) => label.length)));

/** On a phone the name stands above its bar, not beside it. */
function rowAxis(labels: readonly string[], width: Width) {
  return width === 'narrow'
    ? text(labels, {
        y: (d: string) => d,
        text: (d: string) => d,
        frameAnchor: 'left',
        dy: -19,
        fontSize: 13,
        fill: 'currentColor',
        lineWidth: 23,
        textOverflow: 'ellipsis',
      })
    : axisY({ tickSize: 0, fontSize: 13, label: null, lineWidth: 16 });
}

/** `rowAxis` writes the names: no axis of the library's own beside it. */
const rowScale = (labels: readonly string[], width: Width) => ({
  domain: labels,
  label: null,
  axis: null,
  padding: width === 'narrow' ? 0.5 : 0.32,
});

const rowHeight = (count: number, width: Width) => 18 + count * (width === 'narrow' ? ROW + 16 : ROW + 4);

export function BarChart(props: BarChartProps) {
  const { bars, format = formatNumber, valueLabel, rowLabel } = props;
  const exact = props.formatExact ?? format;
  const labels = bars.map(({ label }) => label);
  const svg = draw(
    props,
    bars.map((bar) => [bar.label, bar.value, format(bar.value)]),
    (width) => ({
      height: rowHeight(bars.length, width),
      marginLeft: labelMargin(labels, width),
      marginRight: 84,
      marginTop: width === 'narrow' ? 21 : 4,
      marginBottom: 4,
      x: { axis: null, domain: [0, Math.max(1, ...bars.map(({ value }) => value))] },
      y: rowScale(labels, width),
      marks: [
        rowAxis(labels, width),
        barX(bars, { x: 'value', y: 'label', fill: colour(0), rx: 3 }),
        text(bars, {
          x: 'value',
          y: 'label',
          text: (d) => format(d.value),
          textAnchor: 'start',
          dx: 6,
          fontSize: 13,
          fontWeight: 600,
        }),
        ruleX([0], { stroke: 'var(--line)' }),
      ],
    }),
  );
  const columns: TableColumn<BarChartProps['bars'][number]>[] = [
    { label: rowLabel, header: true, cell: ({ label }) => label },
    { label: valueLabel, numeric: true, cell: ({ value }) => exact(value) },
  ];
  return <ChartFrame {...props} svg={svg} table={<Table caption={props.title} columns={columns} rows={bars} />} />;
}

export interface Series {
  readonly key: string;
  readonly label: string;
}

export interface StackedBarProps extends ChartCommon {
  readonly series: readonly Series[];
  readonly rows: readonly { readonly label: string; readonly values: Readonly<Record<string, number>> }[];
  /** Head of the last column, the sum of the series. */
  readonly totalLabel?: string;
}

export function StackedBar(props: StackedBarProps) {
  const { series, rows, format = formatNumber, rowLabel, totalLabel = 'Total' } = props;
  const exact = props.formatExact ?? format;
  const labels = rows.map(({ label }) => label);
  const total = (row: StackedBarProps['rows'][number]) =>
    series.reduce((sum, { key }) => sum + (row.values[key] ?? 0), 0);
  const cells = rows.flatMap((row) =>
    series.map(({ key }, index) => ({ label: row.label, value: row.values[key] ?? 0, index })),
  );
  const svg = draw(props, [series, rows, rows.map((row) => format(total(row)))], (width) => ({
    height: rowHeight(rows.length, width),
    marginLeft: labelMargin(labels, width),
    marginRight: 84,
    marginTop: width === 'narrow' ? 21 : 4,
    marginBottom: 4,
    x: { axis: null, domain: [0, Math.max(1, ...rows.map(total))] },
    y: rowScale(labels, width),
    marks: [
      rowAxis(labels, width),
      barX(cells, {
        x: 'value',
        y: 'label',
        fill: (d) => colour(d.index),
        stroke: 'var(--surface)',
        strokeWidth: 1.5,
        order: 'index',
      }),
      text(rows, {
        x: total,
        y: 'label',
        text: (d) => format(total(d)),
        textAnchor: 'start',
        dx: 6,
        fontSize: 13,
        fontWeight: 600,
      }),
    ],
    color: { type: 'identity' },
  }));
  const columns: TableColumn<StackedBarProps['rows'][number]>[] = [
    { label: rowLabel, header: true, cell: ({ label }) => label },
    ...series.map(({ key, label }) => ({
      label,
      numeric: true,
      cell: ({ values }: StackedBarProps['rows'][number]) => exact(values[key] ?? 0),
    })),
    { label: totalLabel, numeric: true, cell: (row) => exact(total(row)) },
  ];
  const table = <Table caption={props.title} columns={columns} rows={rows} />;
  return <ChartFrame {...props} svg={svg} legend={<Legend series={series} />} table={table} />;
}

export interface LineChartProps extends ChartCommon {
  readonly series: readonly Series[];
  /** In order. `at` names the point: a day, a month, an hour. */
  readonly points: readonly { readonly at: string; readonly values: Readonly<Record<string, number>> }[];
}

/** Evenly spaced points, straight lines, zero at the bottom: the eye compares without being led. */
export function LineChart(props: LineChartProps) {
  const { series, points, format = formatNumber, rowLabel } = props;
  const exact = props.formatExact ?? format;
  const marks = series.flatMap(({ key }, index) => {
    const data = points.map((point, rank) => ({ rank, value: point.values[key] ?? 0 }));
    const look = { x: 'rank', y: 'value', stroke: colour(index), clip: false } as const;
    return [
      line(data, {
        ...look,
        strokeWidth: 2.5,
        ...(index > 0 ? { strokeDasharray: index % 2 === 1 ? '7 4' : '2 4' } : {}),
      }),
      ...(points.length <= 40 ? [dot(data, { ...look, fill: colour(index), r: 3 })] : []),
    ];
  });
  const svg = draw(props, [series, points, format(1)], (width) => {
    const every = Math.max(1, Math.ceil(points.length / (width === 'narrow' ? 4 : 8)));
    const ticks = points.map((_, rank) => rank).filter((rank) => rank % every === 0);
    const top = Math.max(1, ...points.flatMap(({ values }) => series.map(({ key }) => values[key] ?? 0)));
    return {
      height: width === 'narrow' ? 220 : 280,
      marginLeft: 64,
      marginRight: 18,
      marginTop: 14,
      marginBottom: 32,
      x: { domain: [0, Math.max(1, points.length - 1)], label: null },
      y: { domain: [0, top], nice: true, label: null },
      marks: [
        gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
        axisY({ tickSize: 0, ticks: 5, tickFormat: format, fontSize: 12, label: null }),
        axisX(ticks, { tickSize: 4, tickFormat: (rank: number) => points[rank]?.at ?? '', fontSize: 12, label: null }),
        ...marks,
      ],
    };
  });
  const columns: TableColumn<LineChartProps['points'][number]>[] = [
    { label: rowLabel, header: true, cell: ({ at }) => at },
    ...series.map(({ key, label }) => ({
      label,
      numeric: true,
      cell: ({ values }: LineChartProps['points'][number]) => exact(values[key] ?? 0),
    })),
  ];
  const table = <Table caption={props.title} columns={columns} rows={points} />;
  return <ChartFrame {...props} svg={svg} legend={<Legend series={series} />} table={table} />;
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <ul class="legend">
      {series.map(({ label }, index) => (
        <li class={`legend-${(index % 6) + 1}`}>{label}</li>
      ))}
    </ul>
  );
}
