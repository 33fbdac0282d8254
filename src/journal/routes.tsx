import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { Hono } from 'hono';
import { findPersonByEmail, peopleById } from '../identity/index.ts';
import { harmless } from '../kernel/csv.ts';
import { type AppContext, type AppEnv, allow } from '../kernel/http.ts';
import { DAY_MS, zonedInstant } from '../kernel/instant.ts';
import { verifyChains } from '../kernel/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { JOURNAL_PATH } from './index.ts';
import { type JournalFilter, type JournalLine, MAX_PAGES } from './model.ts';
import { JournalPage, VerificationPage } from './pages.tsx';
import { allLines, countLines, decidingSlices, journalPage } from './store.ts';

export const JOURNAL_READERS = ['auditor', 'programme-manager'] as const;

export function journalRoutes(kernel: Kernel): Hono<AppEnv> {
  const { db, config } = kernel;
  return new Hono<AppEnv>()
    .get(JOURNAL_PATH, allow(JOURNAL_READERS), (c) => show(c, kernel))
    .get(`${JOURNAL_PATH}/journal.csv`, allow(JOURNAL_READERS), async (c) => {
      const { filter } = await readFilter(c, kernel);
      const body = Readable.toWeb(Readable.from(csvOf(allLines(db, filter)))) as ReadableStream<Uint8Array>;
      return c.body(body, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="journal.csv"',
      });
    })
    .post(`${JOURNAL_PATH}/verification`, allow(JOURNAL_READERS), async (c) =>
      c.html(<VerificationPage view={viewOf(c, config.DEMO)} chains={await verifyChains(db)} />),
    );
}

const FIELDS = ['domaine', 'objet', 'auteur', 'du', 'au'] as const;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What was asked, and one sentence for each faulty field; a faulty field filters nothing. */
async function readFilter(c: AppContext, { db }: Kernel) {
  const typed = Object.fromEntries(FIELDS.map((name) => [name, (c.req.query(name) ?? '').trim().slice(0, 200)]));
  const { domaine = '', objet = '', auteur = '', du = '', au = '' } = typed;
  const person = auteur === '' ? null : await findPersonByEmail(db, auteur);
  const day = (text: string) => (/^20\d{2}-\d{2}-\d{2}$/.test(text) ? zonedInstant(`${text}T00:00`) : null);
  const last = day(au);
  const errors: Record<string, string> = {
    ...(auteur !== '' && person === null ? { auteur: 'Aucun compte à cette adresse : le filtre ne trouve rien.' } : {}),
    ...(du !== '' && day(du) === null ? { du: 'Indiquez une date.' } : {}),
    ...(au !== '' && last === null ? { au: 'Indiquez une date.' } : {}),
  };
  const filter: JournalFilter = {
    slice: domaine || null,
    subjectId: objet || null,
    authorId: auteur === '' ? null : (person?.id ?? NOBODY),
    from: day(du),
    to:
      last === null
        ? null
        : zonedInstant(`${new Date(Date.parse(`${au}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)}T00:00`),
  };
  return { typed, errors, filter };
}

async function show(c: AppContext, kernel: Kernel) {
  const { db, config } = kernel;
  const { typed, errors, filter } = await readFilter(c, kernel);
  const page = Math.min(MAX_PAGES, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1));
  const [lines, total, slices] = await Promise.all([
    journalPage(db, filter, page),
    countLines(db, filter),
    decidingSlices(db),
  ]);
  const names = await peopleById(db, [...new Set(lines.flatMap((line) => (line.authorId ? [line.authorId] : [])))]);
  const props = { typed, errors, slices, lines, total, page, names };
  return c.html(<JournalPage view={viewOf(c, config.DEMO)} {...props} />, Object.keys(errors).length > 0 ? 422 : 200);
}

const HEAD =
  'chaine rang inscrite_le decidee_le decision objet objet_id auteur_id mandat_id motif base_legale avant apres empreinte';

async function* csvOf(pieces: AsyncGenerator<JournalLine[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(stringify([HEAD.split(' ')]));
  for await (const lines of pieces) yield Buffer.from(stringify(lines.map(cellsOf), { cast: { string: harmless } }));
}

const cellsOf = (l: JournalLine) => [
  ...[l.chain, l.seq, l.recordedAt.toISOString(), l.at, l.event, l.subjectType, l.subjectId, l.authorId, l.mandateId],
  ...[l.reason, l.legalBasis, asText(l.before), asText(l.after), l.hash],
];
const asText = (value: unknown) => (value === null ? null : JSON.stringify(value));
