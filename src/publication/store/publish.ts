import { type Selectable, sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import { type InForceHead, inForceHeads } from '../../grants/index.ts';
import { namesAPerson } from '../../identity/index.ts';
import type { Tables, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Withholding } from '../model/due.ts';
import type { Project } from '../model/project.ts';
import type { Funder } from '../model/waiting.ts';
import { nationalFaults } from '../schema.ts';
import { closeEdition, type NewLine } from './edition.ts';
import { fundersOf } from './funders.ts';
import { type Publishable, publishableOf } from './source.ts';
import '../tables.ts';

interface Outcome {
  /** Number of the edition made; `null`: nothing had changed. */
  readonly edition: number | null;
  readonly withheld: number;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Publishes every agreement in force that is not, or not as it stands now; takes out what is in force no more. One edition for
 * all; a second run changes nothing.
 */
export function publishDue({ db }: Pick<Kernel, 'db'>, at: Instant): Promise<Outcome> {
  return db.transaction().execute(async (tx) => {
    await sql`select 1 from publication.turn for no key update`.execute(tx);
    const funders = new Map((await fundersOf(tx)).map((funder) => [funder.authority, funder]));
    const known = await knownProjects(tx);
    const heads = await allHeads(tx);
    const due = heads.filter((head) => isDue(head, known.get(head.id), funders.get(head.authority)));
    const gone = await goneAmong(tx, heads, known);
    const lines: NewLine[] = [];
    for (const head of due) lines.push(...(await publishOne(tx, head, funders.get(head.authority) ?? null, at)));
    await forget(tx, gone);
    const edition = await closeEdition(tx, [...due.map(({ id }) => id), ...gone], lines, at);
    if (edition !== null) await tellJournal(tx, edition, at);
    return { edition, withheld: await countWithheld(tx) };
  });
}

type Known = Pick<Selectable<Tables['publication.project']>, 'version' | 'funder_version'>;

async function knownProjects(tx: Tx): Promise<Map<string, Known>> {
  const rows = await tx
    .selectFrom('publication.project')
    .select(['agreement_id', 'version', 'funder_version'])
    .execute();
  return new Map(rows.map((row) => [row.agreement_id, row]));
}

async function allHeads(tx: Tx): Promise<InForceHead[]> {
  const heads: InForceHead[] = [];
  for (let after = FIRST_ID; ; ) {
    const page = await inForceHeads(tx, after);
    const last = page.at(-1);
    if (!last) return heads;
    heads.push(...page);
    after = last.id;
  }
}

/** What is withheld for its text has no page: it is looked at again each time. */
const isDue = (head: InForceHead, known: Known | undefined, funder: Funder | undefined): boolean =>
  known === undefined || known.version !== head.version || known.funder_version !== (funder?.version ?? 0);

async function goneAmong(tx: Tx, heads: readonly InForceHead[], known: ReadonlyMap<string, Known>): Promise<string[]> {
  const inForce = new Set(heads.map(({ id }) => id));
  const withheld = await tx.selectFrom('publication.withheld').select('agreement_id').execute();
  const all = new Set([...known.keys(), ...withheld.map(({ agreement_id }) => agreement_id)]);
  return [...all].filter((id) => !inForce.has(id));
}

/** Writes its page and what withholds it. @returns the lines it may publish */
async function publishOne(tx: Tx, head: InForceHead, funder: Funder | null, at: Instant): Promise<NewLine[]> {
  const found = await publishableOf(tx, head, funder);
  if (found === null) return [];
  const reasons = await withholdings(tx, head, found);
  await tx.deleteFrom('publication.project').where('agreement_id', '=', head.id).execute();
  if (!reasons.some(({ code }) => code === 'names-a-person')) await saveProject(tx, found.project, funder);
  if (reasons.length === 0) {
    await tx.deleteFrom('publication.withheld').where('agreement_id', '=', head.id).execute();
    return found.lines.map((line) => ({ ...line, agreementId: head.id }));
  }
  await tx
    .insertInto('publication.withheld')
    .values({ agreement_id: head.id, reasons: JSON.stringify(reasons), since: at })
    .onConflict((conflict) => conflict.column('agreement_id').doUpdateSet({ reasons: JSON.stringify(reasons) }))
    .execute();
  return [];
}

async function withholdings(tx: Tx, head: InForceHead, { project, lines }: Publishable): Promise<Withholding[]> {
  const reasons: Withholding[] = [];
  if (lines.length === 0) reasons.push({ code: 'funder-unknown', authority: head.authority });
  if (await namesAPerson(tx, JSON.stringify([project, lines]))) reasons.push({ code: 'names-a-person' });
  const faults = lines.flatMap((line) => nationalFaults(line));
  return [...reasons, ...faults.slice(0, 10).map((fault) => ({ code: 'schema', ...fault }) as const)];
}

const saveProject = (tx: Tx, project: Project, funder: Funder | null) =>
  tx
    .insertInto('publication.project')
    .values({
      agreement_id: project.agreementId,
      slug: project.slug,
      number: project.number,
      version: project.version,
      funder_version: funder?.version ?? 0,
      title: project.title,
      acronym: project.acronym,
      summary: project.summary,
      scope: project.scope,
      regions: JSON.stringify(project.regions),
      sectors: JSON.stringify(project.sectors),
      call_title: project.callTitle,
      wave_id: project.waveId,
      wave_name: project.waveName,
      starts_on: project.startsOn,
      ends_on: project.endsOn,
      signed_at: project.signedAt,
      total_cents: project.totalCents,
      body: JSON.stringify({ partners: project.partners, tranches: project.tranches }),
      words: sql`to_tsvector('french', ${foldWords(wordsOf(project))})`,
    })
    .execute();

const wordsOf = ({ number, title, acronym, summary, partners }: Project): string =>
  [number, title, acronym, summary, ...partners.map(({ name, siret }) => `${name} ${siret}`)].join(' ');

async function forget(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom('publication.project')
    .where('agreement_id', 'in', [...ids])
    .execute();
  await tx
    .deleteFrom('publication.withheld')
    .where('agreement_id', 'in', [...ids])
    .execute();
}

const tellJournal = (tx: Tx, edition: number, at: Instant) =>
  record(tx, 'publication', {
    subjectType: 'edition',
    subjectId: String(edition),
    event: 'edition-published',
    authorId: null,
    at,
    reason: 'Conventions signées, modifiées ou arrivées à leur terme depuis l’édition précédente.',
    legalBasis: 'Décret n° 2017-779 du 5 mai 2017',
  });

async function countWithheld(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('publication.withheld')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
