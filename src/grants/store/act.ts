import { sql, type Updateable } from 'kysely';
import type { Tables, Tx } from '../../kernel/db.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type JournalEntry, record } from '../../kernel/journal.ts';
import type { GrantRefusal } from '../model/agreement.ts';
import type { Agreement, Version } from '../model/whole.ts';
import { chainOf, type Means } from './open.ts';
import { lockAgreement } from './read.ts';
import '../tables.ts';

/** Who acts, on which page, when. */
export interface Act {
  readonly agreementId: string;
  /** `null`: the system, by a rule. */
  readonly authorId: string | null;
  /** Lock version of the page the person read. */
  readonly versionRead: number;
  readonly at: Instant;
}

export type Answer<Changes> = Promise<Decision<Changes, GrantRefusal> | null>;

/** `null`: no such agreement. Under its lock: the second of two people reads what the first did. */
export function onAgreement<Changes>(
  { db }: Pick<Means, 'db'>,
  agreementId: string,
  then: (tx: Tx, agreement: Agreement) => Answer<Changes>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const agreement = await lockAgreement(tx, agreementId);
    return agreement ? then(tx, agreement) : null;
  });
}

/** One more lock version at each act: the page it was decided on is then the last one, or refused. */
export const move = (tx: Tx, agreement: Agreement, changes: Updateable<Tables['grants.agreement']>) =>
  tx
    .updateTable('grants.agreement')
    .set({ ...changes, lock_version: sql`lock_version + 1` })
    .where('id', '=', agreement.id)
    .execute();

export const moveVersion = (
  tx: Tx,
  agreement: Agreement,
  version: Pick<Version, 'number'>,
  changes: Updateable<Tables['grants.agreement_version']>,
) =>
  tx
    .updateTable('grants.agreement_version')
    .set(changes)
    .where('agreement_id', '=', agreement.id)
    .where('number', '=', version.number)
    .execute();

type Told = Pick<JournalEntry, 'event' | 'reason' | 'legalBasis' | 'after' | 'mandateId'>;

/** @param entryId given when money moved first under this decision */
export const journal = (
  tx: Tx,
  agreement: Agreement,
  { authorId, at }: Pick<Act, 'authorId' | 'at'>,
  told: Told,
  entryId?: string,
) =>
  record(
    tx,
    chainOf(agreement.waveId),
    {
      subjectType: 'agreement',
      subjectId: agreement.id,
      authorId,
      at,
      before: { state: agreement.state, version: agreement.openVersion ?? agreement.inForceVersion },
      ...told,
    },
    entryId,
  );

interface NewVersion extends Pick<Version, 'number' | 'reason' | 'terms'> {
  /** Says what the agreement comes to: nobody signs it. */
  readonly closing?: boolean;
  readonly act: Act;
}

export const insertVersion = (
  tx: Tx,
  agreement: Agreement,
  { number, reason, terms, act, closing = false }: NewVersion,
) =>
  tx
    .insertInto('grants.agreement_version')
    .values({
      agreement_id: agreement.id,
      number,
      reason,
      terms: JSON.stringify(terms),
      created_by: act.authorId,
      created_at: act.at,
      closing,
    })
    .execute();
