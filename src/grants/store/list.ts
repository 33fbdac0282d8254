import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AgreementState } from '../model/agreement.ts';
import '../tables.ts';

export interface AgreementFilters {
  readonly waveId?: string | null | undefined;
  readonly organisationId?: string | null | undefined;
  /** Several: those of a person. */
  readonly organisationIds?: readonly string[] | undefined;
  readonly state?: AgreementState | null | undefined;
  readonly search?: string | undefined;
}

export interface AgreementLine {
  readonly id: string;
  readonly number: string;
  readonly applicationId: string;
  readonly waveId: string;
  readonly title: string;
  readonly state: AgreementState;
  readonly totalCents: number;
  readonly signBy: Instant | null;
  readonly signedAt: Instant | null;
}

export interface AgreementPage {
  readonly lines: readonly AgreementLine[];
  /** Number after which the next page begins; `null`: this is the last. */
  readonly next: string | null;
}

const PAGE = 50;

const matching = (db: DbOrTx, filters: AgreementFilters) => {
  const { waveId, organisationId, state, search } = filters;
  const organisationIds = organisationId ? [organisationId] : filters.organisationIds;
  const words = foldWords(search ?? '').trim();
  return db
    .selectFrom('grants.agreement as a')
    .$if(Boolean(waveId), (query) => query.where('a.wave_id', '=', waveId ?? ''))
    .$if(Boolean(state), (query) => query.where('a.state', '=', state ?? 'draft'))
    .$if(organisationIds !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('grants.party as p')
            .select('p.agreement_id')
            .whereRef('p.agreement_id', '=', 'a.id')
            .where(sql<boolean>`p.organisation_id = any(${[...(organisationIds ?? [])]}::uuid[])`),
        ),
      ),
    )
    .$if(words !== '', (query) => query.where(sql<boolean>`a.words @@ websearch_to_tsquery('french', ${words})`));
};

/** By number, a page after a number. */
export async function agreementsOf(
  db: DbOrTx,
  filters: AgreementFilters,
  after = '',
  limit = PAGE,
): Promise<AgreementPage> {
  const rows = await matching(db, filters)
    .select(['a.id', 'a.number', 'a.application_id as applicationId', 'a.wave_id as waveId', 'a.title', 'a.state'])
    .select(['a.total_cents as totalCents', 'a.sign_by as signBy', 'a.signed_at as signedAt'])
    .where('a.number', '>', after)
    .orderBy('a.number')
    .limit(limit + 1)
    .execute();
  const lines = rows.slice(0, limit);
  return { lines, next: rows.length > limit ? (lines.at(-1)?.number ?? null) : null };
}

export interface StateTally {
  readonly state: AgreementState;
  readonly agreements: number;
  readonly totalCents: number;
}

/** How many agreements in each state, and for how much. */
export const tallyOf = (db: DbOrTx, filters: AgreementFilters): Promise<StateTally[]> =>
  matching(db, filters)
    .select(['a.state', ({ fn }) => fn.countAll<number>().as('agreements')])
    .select(({ fn }) => fn.sum<number>('a.total_cents').as('totalCents'))
    .groupBy('a.state')
    .orderBy('a.state')
    .limit(20)
    .execute();
