import { stringify } from 'csv-stringify/sync';
import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import type { Progress } from '../applications/index.ts';
import { formatSiret } from '../identity/index.ts';
import { harmless } from '../kernel/csv.ts';
import { zonedLocal } from '../kernel/instant.ts';
import { STAGE_LABELS } from './messages.ts';
import { doneSteps, isEligible, stageOf } from './model/stage.ts';

type Cell = string | number | null;

interface Column {
  readonly head: string;
  readonly cell: (file: Progress) => Cell;
  /** Of the XLSX sheet, in characters. */
  readonly width: number;
}

/** As the clocks of Paris showed, in an order that sorts. */
const localOf = (at: Date | null): string => (at === null ? '' : zonedLocal(at).replace('T', ' '));

const COLUMNS: readonly Column[] = [
  { head: 'Titre', cell: ({ title }) => title, width: 50 },
  { head: 'Chef de file', cell: ({ lead }) => lead.name, width: 40 },
  { head: 'SIRET du chef de file', cell: ({ lead }) => formatSiret(lead.siret), width: 20 },
  { head: 'Partenaires', cell: ({ partners }) => partners, width: 12 },
  { head: 'État', cell: (file) => STAGE_LABELS[stageOf(file)], width: 20 },
  { head: 'Étapes terminées', cell: doneSteps, width: 16 },
  { head: 'Étapes', cell: ({ steps }) => steps.length, width: 10 },
  { head: 'Conditions à remplir', cell: ({ blocking }) => blocking, width: 20 },
  { head: 'Éligible (autocontrôle)', cell: (file) => (isEligible(file) ? 'oui' : 'non'), width: 22 },
  { head: 'Dernière étape touchée', cell: lastStepTitle, width: 34 },
  { head: 'Dernier changement (Paris)', cell: ({ touchedAt }) => localOf(touchedAt), width: 28 },
  { head: 'Commencé (Paris)', cell: ({ createdAt }) => localOf(createdAt), width: 28 },
  { head: 'Premier dépôt (Paris)', cell: ({ firstDepositedAt }) => localOf(firstDepositedAt), width: 28 },
  { head: 'Dernier dépôt (Paris)', cell: ({ lastDepositedAt }) => localOf(lastDepositedAt), width: 28 },
  { head: 'Identifiant', cell: ({ id }) => id, width: 38 },
];

function lastStepTitle({ steps, lastStep }: Progress): string {
  return steps.find((step) => step.key === lastStep)?.title ?? '';
}

/** What a French spreadsheet opens by a double click: UTF-8 with its mark, semicolons. */
export const listCsv = (files: readonly Progress[]): string =>
  stringify([COLUMNS.map(({ head }) => head), ...files.map((file) => COLUMNS.map(({ cell }) => cell(file)))], {
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    cast: { string: harmless },
  });

/** Every text is a text cell, of which no spreadsheet makes a formula; figures are number cells. */
export function listXlsx(files: readonly Progress[]): Promise<Buffer> {
  const head: CellObject[] = COLUMNS.map((column) => ({ value: column.head, type: String, fontWeight: 'bold' }));
  const rows = files.map((file) => COLUMNS.map(({ cell }) => xlsxCell(cell(file))));
  const columns = COLUMNS.map(({ width }) => ({ width }));
  return writeXlsxFile([head, ...rows], { sheet: 'Dossiers', columns, stickyRowsCount: 1 }).toBuffer();
}

function xlsxCell(value: Cell): CellObject {
  if (typeof value === 'number') return { value, type: Number };
  return { value: harmless(value ?? ''), type: String };
}
