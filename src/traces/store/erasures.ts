import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Alias, wordOf } from '../model/erase.ts';
import type { Erasure } from '../model/rights.ts';
import { identifierOf } from '../model/standing.ts';
import { dropAttachments, eraseRest, eraseSome } from './erase.ts';
import { forgetSessions } from './sessions.ts';
import { openStores } from './stores.ts';

export const ERASE = 'traces.erase-person';

const COLUMNS = sql`e.lrs, e.id, e.state, e.identifiers, e.asked_by as "askedBy", e.asked_at as "askedAt",
  e.ended_at as "endedAt", e.statements, e.documents`;

/** The same mailbox is also told by its SHA-1: both are the person. */
export const mailboxIdentifiers = (email: string): string[] => [
  `mbox mailto:${email}`,
  `sha1 ${createHash('sha1').update(`mailto:${email}`).digest('hex')}`,
];

/** Whom this site knows a person as, in traces: their address, and the account that its own launches give. */
export const identifiersOfPerson = (
  home: string,
  { personId, email }: { personId: string; email: string },
): string[] => [...mailboxIdentifiers(email), `account ${home} ${personId}`];

export async function erasuresOf(db: DbOrTx, organisationId: string): Promise<Erasure[]> {
  const { rows } = await sql<Erasure>`select ${COLUMNS} from traces.erasure e join traces.lrs l on l.lrs = e.lrs
    where l.organisation_id = ${organisationId} order by e.asked_at desc, e.id desc limit 100`.execute(db);
  return rows;
}

export async function erasureById(db: DbOrTx, organisationId: string, id: string): Promise<Erasure | null> {
  const { rows } = await sql<Erasure>`select ${COLUMNS} from traces.erasure e join traces.lrs l on l.lrs = e.lrs
    where l.organisation_id = ${organisationId} and e.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

interface Asking {
  readonly lrs: number;
  readonly identifiers: readonly string[];
  readonly askedBy: string | null;
  readonly at: Instant;
}

/** @returns its id; the one already open for the same person and store, if there is one */
export async function askErasure(tx: Tx, { lrs, identifiers, askedBy, at }: Asking): Promise<string> {
  await sql`select from traces.lrs where lrs = ${lrs} for no key update`.execute(tx);
  const { rows } = await sql<{ id: string }>`select id from traces.erasure
    where lrs = ${lrs} and state in ('asked', 'ordered') and identifiers @> ${[...identifiers]}::text[] limit 1`.execute(
    tx,
  );
  if (rows[0]) return rows[0].id;
  const id = newId();
  await sql`insert into traces.erasure (lrs, id, state, identifiers, asked_by, asked_at)
    values (${lrs}, ${id}, 'asked', ${[...identifiers]}::text[], ${askedBy}, ${at})`.execute(tx);
  await record(
    tx,
    'traces',
    entry('trace-erasure-asked', lrs, id, null, at, askedBy === null ? 'by the organisation' : 'by the learner'),
  );
  return id;
}

/** No name, no identifier: whoever reads the journal later learns that somebody was erased, not who. */
const entry = (
  event: string,
  lrs: number,
  id: string,
  authorId: string | null,
  at: Instant,
  reason: string,
  after = {},
) => ({
  subjectType: 'trace-erasure',
  subjectId: id,
  event,
  authorId,
  at,
  reason,
  legalBasis: 'RGPD, article 17',
  after: { lrs, ...after },
});

/** `false`: it is no longer open. */
export async function orderErasure(tx: Tx, { jobs }: Kernel, erasure: Erasure, personId: string, at: Instant) {
  const { numAffectedRows } =
    await sql`update traces.erasure set state = 'ordered', ordered_by = ${personId}, ordered_at = ${at}
    where lrs = ${erasure.lrs} and id = ${erasure.id} and state = 'asked'`.execute(tx);
  if (Number(numAffectedRows) !== 1) return false;
  await jobs.enqueue(tx, ERASE, { lrs: erasure.lrs, id: erasure.id });
  await record(
    tx,
    'traces',
    entry('trace-erasure-ordered', erasure.lrs, erasure.id, personId, at, 'confirmed after its counts'),
  );
  return true;
}

/** What the organisation began itself, and does not go on with. */
export async function dropErasure(tx: Tx, erasure: Erasure, personId: string, at: Instant) {
  const { numAffectedRows } =
    await sql`update traces.erasure set state = 'dropped', identifiers = null, ended_at = ${at}
    where lrs = ${erasure.lrs} and id = ${erasure.id} and state = 'asked' and asked_by is null`.execute(tx);
  if (Number(numAffectedRows) !== 1) return false;
  await record(tx, 'traces', entry('trace-erasure-dropped', erasure.lrs, erasure.id, personId, at, 'not gone on with'));
  return true;
}

const actorOf = (account: Alias) => ({ objectType: 'Agent', account });

/** Runs to its end, or goes on from where it stopped. */
export async function erasePerson({ db, clock, config }: Kernel, lrsNumber: number, id: string): Promise<void> {
  const { rows } = await sql<Erasure>`select ${COLUMNS}
    from traces.erasure e where e.lrs = ${lrsNumber} and e.id = ${id} and e.state = 'ordered'`.execute(db);
  const [erasure] = rows;
  if (!erasure?.identifiers) return;
  const { identifiers } = erasure;
  const lrs = await openStores(db).get(lrsNumber);
  // The id of the erasure is told nowhere beside the person's name, once it is over.
  const alias = { homePage: `${config.PUBLIC_URL}/traces/personne-effacee`, name: id };
  const erased = {
    lrs: lrsNumber,
    identifiers,
    alias: { agent: identifierOf({ account: alias }) ?? '', actor: actorOf(alias) },
  };
  await db.transaction().execute((tx) => forgetSessions(tx, erased, clock.now()));
  let rewritten = 0;
  do {
    rewritten = await db.transaction().execute(async (tx) => {
      const some = await eraseSome(tx, lrs, identifiers, alias);
      await sql`update traces.erasure set attachments = attachments || ${some.gone}::text[],
        statements = statements + ${some.rewritten} where lrs = ${lrsNumber} and id = ${id}`.execute(tx);
      return some.rewritten;
    });
  } while (rewritten > 0);
  const { rows: soFar } = await sql<{ attachments: string[]; statements: number }>`select attachments, statements
    from traces.erasure where lrs = ${lrsNumber} and id = ${id}`.execute(db);
  const { attachments = [], statements = 0 } = soFar[0] ?? {};
  await dropAttachments(db, lrs, attachments);
  await db.transaction().execute(async (tx) => {
    const documents = await eraseRest(tx, lrs, identifiers, alias, identifiers.map(wordOf));
    const at = clock.now();
    await sql`update traces.erasure set state = 'done', identifiers = null, asked_by = null, ended_at = ${at},
      documents = ${documents} where lrs = ${lrsNumber} and id = ${id}`.execute(tx);
    await record(
      tx,
      'traces',
      entry('trace-erasure-done', lrsNumber, id, null, at, 'as ordered', { statements, documents }),
    );
  });
}
