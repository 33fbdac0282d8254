import { sql } from 'kysely';
import { foldWords } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { balancesUnder } from '../../ledger/index.ts';
import {
  type Group,
  type PartnerMoney,
  PROJECTS_PER_PAGE,
  type ProjectFilter,
  type ProjectTally,
} from '../model/listing.ts';
import type { Project } from '../model/project.ts';
import '../tables.ts';

const matching = (db: DbOrTx, { words, region, sector }: ProjectFilter) =>
  db
    .selectFrom('publication.project')
    .$if(words !== '', (query) =>
      query.where(sql<boolean>`words @@ websearch_to_tsquery('french', ${foldWords(words)})`),
    )
    .$if(region !== '', (query) => query.where(sql<boolean>`regions @> jsonb_build_array(${region}::text)`))
    .$if(sector !== '', (query) => query.where(sql<boolean>`sectors @> jsonb_build_array(${sector}::text)`));

const columns = (db: DbOrTx, filter: ProjectFilter) =>
  matching(db, filter)
    .select(['agreement_id as agreementId', 'slug', 'number', 'version', 'title', 'acronym', 'summary', 'scope'])
    .select(['regions', 'sectors', 'call_title as callTitle', 'wave_id as waveId', 'wave_name as waveName'])
    .select([sql<string>`starts_on::text`.as('startsOn'), sql<string>`ends_on::text`.as('endsOn')])
    .select(['signed_at as signedAt', 'total_cents as totalCents', 'body']);

const ALL: ProjectFilter = { words: '', region: '', sector: '' };

type Row = Awaited<ReturnType<ReturnType<typeof columns>['execute']>>[number];
const projectOf = ({ body, ...row }: Row): Project => ({ ...row, ...body });

/** Newest signature first. */
export async function listProjects(db: DbOrTx, filter: ProjectFilter, page: number): Promise<Project[]> {
  const rows = await columns(db, filter)
    .orderBy('signed_at', 'desc')
    .orderBy('number')
    .limit(PROJECTS_PER_PAGE)
    .offset((page - 1) * PROJECTS_PER_PAGE)
    .execute();
  return rows.map(projectOf);
}

export async function projectBySlug(db: DbOrTx, slug: string): Promise<Project | null> {
  const row = await columns(db, ALL).where('slug', '=', slug).executeTakeFirst();
  return row ? projectOf(row) : null;
}

/** Pages of these agreements, by agreement: at most a page of an envelope. */
export async function projectsOf(db: DbOrTx, agreementIds: readonly string[]): Promise<ReadonlyMap<string, Project>> {
  if (agreementIds.length === 0) return new Map();
  const rows = await columns(db, ALL)
    .where('agreement_id', 'in', [...agreementIds])
    .execute();
  return new Map(rows.map((row) => [row.agreementId, projectOf(row)]));
}

export async function tallyProjects(db: DbOrTx, filter: ProjectFilter = ALL): Promise<ProjectTally> {
  const row = await matching(db, filter)
    .select(({ fn }) => [fn.countAll<number>().as('projects'), fn.sum<number | null>('total_cents').as('total')])
    .executeTakeFirstOrThrow();
  return { projects: row.projects, totalCents: row.total ?? 0 };
}

/** Sectors or regions of the projects, with what they receive; a project of several counts in each. */
export async function groupsBy(db: DbOrTx, by: 'sectors' | 'regions'): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select one.name, count(*)::int as projects, sum(p.total_cents)::bigint as "totalCents"
    from publication.project p cross join lateral jsonb_array_elements_text(p.${sql.ref(by)}) as one(name)
    group by one.name order by "totalCents" desc, one.name limit 60`.execute(db);
  return rows;
}

/** Where the share of each partner stands in the ledger, by partner. */
export async function moneyOfPartners(db: DbOrTx, agreementId: string): Promise<ReadonlyMap<string, PartnerMoney>> {
  const balances = await balancesUnder(db, 'AE', `agreement:${agreementId}:partner:`);
  const found = new Map<string, PartnerMoney>();
  for (const { code, stage, balanceCents } of balances) {
    const partnerId = code.split(':')[3] ?? '';
    const known = found.get(partnerId) ?? { committedCents: 0, certifiedCents: 0, paidCents: 0 };
    found.set(partnerId, { ...known, [`${stage}Cents`]: balanceCents });
  }
  return found;
}
