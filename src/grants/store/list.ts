import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AgreementFilters, AgreementPage, StateTally } from '../model/list.ts';
import '../tables.ts';

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
    .$if(filters.sent === true, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('grants.agreement_version as v')
            .select('v.number')
            .whereRef('v.agreement_id', '=', 'a.id')
            .where('v.sent_at', 'is not', null),
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

/** How many agreements in each state, and for how much. */
export const tallyOf = (db: DbOrTx, filters: AgreementFilters): Promise<StateTally[]> =>
  matching(db, filters)
    .select(['a.state', ({ fn }) => fn.countAll<number>().as('agreements')])
    .select(({ fn }) => fn.sum<number>('a.total_cents').as('totalCents'))
    .groupBy('a.state')
    .orderBy('a.state')
    .limit(20)
    .execute();

export interface InForceHead {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly authority: string;
  readonly callTitle: string;
  readonly totalCents: number;
  readonly signedAt: Instant;
}

/** Agreements signed by all, being amended or not, ended ones as they came to, by identifier: a thousand after the one given. */
export async function inForceHeads(db: DbOrTx, after: string, limit = 1000): Promise<InForceHead[]> {
  const rows = await db
    .selectFrom('grants.agreement')
    .select(['id', 'number', 'in_force_version as version', 'authority', 'call_title as callTitle'])
    .select(['total_cents as totalCents', 'signed_at as signedAt'])
    .where('in_force_version', 'is not', null)
    .where('signed_at', 'is not', null)
    .where('state', 'in', ['in-force', 'amending', 'completed', 'terminated'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap((row) =>
    row.version === null || row.signedAt === null ? [] : [{ ...row, version: row.version, signedAt: row.signedAt }],
  );
}
