import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { harmless } from '../kernel/csv.ts';
import { FILE_NAMES, type FileFacts, type FileName } from './model/edition.ts';
import { giving360, type Line, ownRow, scdlRow } from './model/line.ts';

/** Lines a piece at a time, in the order of their keys. */
export type Lines = AsyncIterable<readonly Line[]>;

interface Format {
  readonly mediaType: string;
  /** First piece, given the columns of an empty file too. */
  readonly head: string;
  readonly piece: (lines: readonly Line[], first: boolean, origin: string) => string;
  readonly tail: string;
}

/** Identifiers of 360Giving begin with the name of the publisher. */
const ORIGIN = 'deffinum';

const SAMPLE: Line = {
  ...{ number: '', version: 1, signedOn: '', call: '', wave: '', title: '', summary: null, share: '0' },
  ...{ totalCents: 0, shareCents: 0, startsOn: '', endsOn: '' },
  funder: { name: '', siret: '', notified: false },
  beneficiary: { name: '', siret: '', isLead: false },
  payments: { from: '', to: '', count: 0 },
};

/** The national format forbids any mark before a value: its readers are programs. Ours is opened in spreadsheets. */
const csv = (row: (line: Line) => Readonly<Record<string, string | number>>, guard: boolean): Format => ({
  mediaType: 'text/csv; charset=utf-8',
  head: `${Object.keys(row(SAMPLE)).join(',')}\n`,
  piece: (lines) =>
    stringify(
      lines.map((line) => Object.values(row(line))),
      guard ? { cast: { string: harmless } } : {},
    ),
  tail: '',
});

const json = (value: (line: Line, origin: string) => unknown, head: string, tail: string): Format => ({
  mediaType: 'application/json; charset=utf-8',
  head,
  piece: (lines, first, origin) =>
    lines.map((line, index) => `${first && index === 0 ? '' : ','}\n${JSON.stringify(value(line, origin))}`).join(''),
  tail,
});

type Files = Readonly<Record<FileName, Format>>;

/**
 * Format 1: SCDL « subventions » 2.1.1, 360Giving 1.1, and our own columns. Never edited: editions already published would no
 * longer have the bytes of which the hash was told. Another way of writing is a new set, with the next number.
 */
const FIRST: Files = {
  'subventions-scdl.csv': csv(scdlRow, false),
  'subventions-360giving.json': json(giving360, '{"grants":[', '\n]}\n'),
  'subventions.csv': csv(ownRow, true),
  'subventions.json': json((line) => ownRow(line), '[', '\n]\n'),
};

const FORMATS: ReadonlyMap<number, Files> = new Map([[1, FIRST]]);

/** What the next edition is written in. */
export const CURRENT_FORMAT = 1;

/** @throws for a format that this program does not know: the edition was made by a later one */
function formatOf(format: number): Files {
  const files = FORMATS.get(format);
  if (!files) throw new Error(`edition of format ${format}: written by a later version`);
  return files;
}

export const mediaTypeOf = (format: number, name: FileName): string => formatOf(format)[name].mediaType;

/** A file of an edition, a piece at a time: it never stands whole in memory. */
export async function* fileOf(format: number, name: FileName, lines: Lines): AsyncGenerator<string> {
  const { head, piece, tail } = formatOf(format)[name];
  yield head;
  let first = true;
  for await (const page of lines) {
    if (page.length === 0) continue;
    yield piece(page, first, ORIGIN);
    first = false;
  }
  yield tail;
}

/** SHA-256 and length of each file, in one reading of the lines. */
export async function factsOfFiles(format: number, lines: Lines): Promise<Record<FileName, FileFacts>> {
  const files = formatOf(format);
  const makers = FILE_NAMES.map((name) => ({ name, hash: createHash('sha256'), sizeBytes: 0, first: true }));
  const add = (maker: (typeof makers)[number], text: string) => {
    maker.hash.update(text, 'utf8');
    maker.sizeBytes += Buffer.byteLength(text);
  };
  for (const maker of makers) add(maker, files[maker.name].head);
  for await (const page of lines) {
    for (const maker of page.length === 0 ? [] : makers) {
      add(maker, files[maker.name].piece(page, maker.first, ORIGIN));
      maker.first = false;
    }
  }
  for (const maker of makers) add(maker, files[maker.name].tail);
  return Object.fromEntries(
    makers.map(({ name, hash, sizeBytes }) => [name, { sha256: hash.digest('hex'), sizeBytes }]),
  ) as Record<FileName, FileFacts>;
}
