import { stringify } from 'csv-stringify/sync';
import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import { TRANCHE_KIND_LABELS } from '../grants/index.ts';
import { harmless } from '../kernel/csv.ts';
import { STATE_LABELS } from './messages.ts';
import type { Month } from './model/forecast.ts';
import type { ExportedRequest } from './model/list.ts';

type Cell = string | number | null;

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Cell;
  /** Of the XLSX sheet, in characters. */
  readonly width: number;
}

const euros = (cents: number | null): number | null => (cents === null ? null : cents / 100);

export const FORECAST_COLUMNS: readonly Column<Month>[] = [
  { head: 'Mois', cell: ({ month }) => month, width: 12 },
  { head: 'Ordonné (€)', cell: ({ orderedCents }) => euros(orderedCents), width: 16 },
  { head: 'Certifié (€)', cell: ({ certifiedCents }) => euros(certifiedCents), width: 16 },
  { head: 'Attendu (€)', cell: ({ expectedCents }) => euros(expectedCents), width: 16 },
  { head: 'Total (€)', cell: ({ totalCents }) => euros(totalCents), width: 16 },
  { head: 'Cumul de l’année (€)', cell: ({ cumulativeCents }) => euros(cumulativeCents), width: 20 },
];

export const REQUEST_COLUMNS: readonly Column<ExportedRequest>[] = [
  { head: 'Convention', cell: ({ agreementNumber }) => agreementNumber, width: 24 },
  { head: 'Tranche', cell: ({ label }) => label, width: 34 },
  { head: 'Nature', cell: ({ kind }) => TRANCHE_KIND_LABELS[kind], width: 14 },
  { head: 'Partenaire', cell: ({ partnerName }) => partnerName, width: 40 },
  { head: 'Échéance', cell: ({ dueOn }) => dueOn, width: 14 },
  { head: 'État', cell: ({ state }) => STATE_LABELS[state], width: 24 },
  { head: 'Demandé (€)', cell: ({ askedCents }) => euros(askedCents), width: 16 },
  { head: 'Certifié (€)', cell: ({ certifiedCents }) => euros(certifiedCents), width: 16 },
  { head: 'Payé (€)', cell: ({ paidCents }) => euros(paidCents), width: 16 },
  { head: 'Payé le', cell: ({ paidOn }) => paidOn, width: 14 },
  { head: 'Identifiant', cell: ({ id }) => id, width: 38 },
];

/** What a French spreadsheet opens by a double click: UTF-8 with its mark, semicolons, decimal commas. */
export const sheetCsv = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  stringify([columns.map(({ head }) => head), ...rows.map((row) => columns.map(({ cell }) => cell(row)))], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    cast: { string: harmless, number: (value) => String(value).replace('.', ',') },
  });

/** Every text is a text cell, of which no spreadsheet makes a formula; figures are number cells. */
export function sheetXlsx<Row>(sheet: string, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<Buffer> {
  const head: CellObject[] = columns.map((column) => ({ value: column.head, type: String, fontWeight: 'bold' }));
  const body = rows.map((row) => columns.map(({ cell }) => xlsxCell(cell(row))));
  const widths = columns.map(({ width }) => ({ width }));
  return writeXlsxFile([head, ...body], { sheet, columns: widths, stickyRowsCount: 1 }).toBuffer();
}

function xlsxCell(value: Cell): CellObject {
  if (typeof value === 'number') return { value, type: Number, format: '#,##0.00' };
  return { value: harmless(value ?? ''), type: String };
}
