import { sql } from 'kysely';
import { sirenOf } from '../../applications/index.ts';
import { foldWords, formRevisionById } from '../../calls/index.ts';
import { SNAPSHOT_NAME, type StandingDeposit, standingDeposit } from '../../deposits/index.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type FileView, type Sealed, viewOfFile } from '../model/reading.ts';
import '../tables.ts';

/** Job: a file was declared eligible after the evaluation of its wave was opened. */
export async function takeEligible(db: Db, applicationId: string, at: Instant): Promise<void> {
  await db.transaction().execute((tx) => takeFile(tx, applicationId, at));
}

/** The file as its evaluators will read it. Nothing happens before the evaluation is opened, or a second time. */
export async function takeFile(tx: Tx, applicationId: string, at: Instant): Promise<void> {
  const deposit = await standingDeposit(tx, applicationId);
  if (deposit === null) return;
  const wave = await tx
    .selectFrom('evaluation.wave')
    .select('blinded')
    .where('wave_id', '=', deposit.waveId)
    .executeTakeFirst();
  const revision = await formRevisionById(tx, deposit.content.formRevisionId);
  if (!wave || !revision) return;
  const view = viewOfFile(revision, sealedOf(deposit), wave.blinded);
  const inserted = await tx
    .insertInto('evaluation.file')
    .values({ ...factsOf(deposit), ...contentOf(view), taken_at: at, withdrawn_at: null })
    .onConflict((conflict) => conflict.column('application_id').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return;
  await tx.insertInto('evaluation.file_party').values(partiesOf(deposit)).execute();
}

const contentOf = (view: FileView) => ({
  title: view.title,
  content: JSON.stringify(view),
  words: sql<string>`to_tsvector('french', ${foldWords(wordsOf(view))})`,
});

/** Characters of a file that a search reads: PostgreSQL keeps a lexeme list under 1 MB. */
const WORDS_MAX = 200_000;

const wordsOf = (view: FileView) =>
  [
    view.title,
    ...view.partners.map(({ name }) => name),
    ...view.sections.flatMap(({ answers }) => answers.map(({ text }) => text)),
  ]
    .join(' ')
    .slice(0, WORDS_MAX);

const sealedOf = ({ content, title, files }: StandingDeposit): Sealed => ({
  title,
  answers: content.answers as Sealed['answers'],
  consortium: content.consortium,
  requestedCents: content.totals.requestedGrantCents ?? 0,
  baseCents: content.totals.eligibleBaseCents,
  ratePercent: content.totals.aidRatePercent,
  annexes: files
    .filter(({ name }) => name !== SNAPSHOT_NAME)
    .map(({ name, sha256, sizeBytes }) => ({
      name: name.replace(/^annexes\//, ''),
      sha256,
      sizeBytes,
    })),
});

const list = (answer: unknown): string[] =>
  Array.isArray(answer) ? answer.filter((one) => typeof one === 'string') : [];
const word = (answer: unknown): string | null => (typeof answer === 'string' ? answer : null);

/** Keys of the published form: `levers`, `scope`, `regions`, `sector-kind`, `sectors`. A form without them leaves them empty. */
function factsOf(deposit: StandingDeposit) {
  const { answers, totals } = deposit.content;
  const regions = (Array.isArray(answers.regions) ? answers.regions : []) as readonly { region?: unknown }[];
  const named = regions.map(({ region }) => word(region)).filter((one) => one !== null);
  const scope = word(answers.scope);
  return {
    application_id: deposit.applicationId,
    wave_id: deposit.waveId,
    deposit_id: deposit.depositId,
    deposit_number: deposit.receiptNumber,
    seq: deposit.seq,
    requested_cents: totals.requestedGrantCents ?? 0,
    base_cents: totals.eligibleBaseCents,
    axis: list(answers.levers)[0] ?? null,
    territories: named.length > 0 ? named : scope === null ? [] : [scope],
    sectors: list(answers.sectors),
    transverse: answers['sector-kind'] === 'transverse',
  };
}

/** Partners of the consortium, organisations associated without aid, and undertakings declared as linked (de minimis). */
function partiesOf({ applicationId, content }: StandingDeposit) {
  const partners = content.consortium.map(({ siret }) => sirenOf(siret));
  const associated = Object.values(content.answers).flatMap((answer) =>
    (Array.isArray(answer) ? answer : [])
      .map((one) => (one as { siret?: unknown }).siret)
      .filter(isText)
      .map(sirenOf),
  );
  const linked = content.statements
    .filter(({ kind }) => kind === 'de-minimis')
    .flatMap((one) => (one.content as { linkedSirens?: readonly string[] }).linkedSirens ?? []);
  const rows = [
    ...[...partners, ...associated].map((siren) => ({ siren, origin: 'partner' as const })),
    ...linked.map((siren) => ({ siren, origin: 'linked' as const })),
  ];
  const once = new Map(rows.map((row) => [`${row.siren} ${row.origin}`, row]));
  return [...once.values()].map((row) => ({ application_id: applicationId, ...row }));
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Job: its lead withdrew the file; it leaves the ranking, and its evaluators' hands. */
export async function noteWithdrawn(db: Db, applicationId: string, at: Instant): Promise<void> {
  await db
    .updateTable('evaluation.file')
    .set({ withdrawn_at: at })
    .where('application_id', '=', applicationId)
    .where('withdrawn_at', 'is', null)
    .execute();
}
