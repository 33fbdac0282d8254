import { type ExpressionBuilder, sql } from 'kysely';
import { organisationsById } from '../../identity/index.ts';
import type { Db, Tables } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { foldArk } from '../model/ark.ts';
import { type LomFacts, lomFactsOf } from '../model/lomfr.ts';
import type { Kind } from '../model/verdict.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db' | 'config'>;

/** A resource as catalogues elsewhere take it. */
export interface Harvested {
  readonly id: string;
  readonly changedAt: Instant;
  /** Taken down. */
  readonly deleted: boolean;
  /** Of the version in force, or of the last one. */
  readonly facts: LomFacts;
}

export interface HarvestQuery {
  /** Included. */
  readonly from: Instant | null;
  /** Excluded. */
  readonly before: Instant | null;
  readonly kind: Kind | null;
  /** As written in descriptions; `null`: any. */
  readonly sectors: readonly string[] | null;
}

/** Where a list stopped. */
export interface Place {
  readonly changedAt: Instant;
  readonly id: string;
}

const SECTORS = 2000;

const harvested = (db: Db) =>
  db
    .selectFrom('commons.resource as r')
    .innerJoin('commons.version as v', (join) =>
      join
        .onRef('v.resource_id', '=', 'r.id')
        .on(
          sql<boolean>`v.number = coalesce(r.published_version, (select max(p.number) from commons.version p where p.resource_id = r.id and p.state = 'published'))`,
        ),
    )
    .where('r.changed_at', 'is not', null);

const asked = (db: Db, { from, before, kind, sectors }: HarvestQuery) =>
  harvested(db)
    .$if(from !== null, (query) => query.where('r.changed_at', '>=', from))
    .$if(before !== null, (query) => query.where('r.changed_at', '<', before))
    .$if(kind !== null, (query) => query.where(sql<boolean>`v.report ->> 'kind' = ${kind}`))
    .$if(sectors !== null, (query) => query.where(sql<string>`v.description ->> 'sector'`, 'in', [...(sectors ?? [])]));

const COLUMNS = [
  'r.id',
  'r.ark_name as arkName',
  'r.organisation_id as organisationId',
  'r.status',
  'r.changed_at as changedAt',
  'v.number',
  'v.size_bytes as sizeBytes',
  'v.published_at as publishedAt',
  'v.report',
  'v.description',
] as const;

const rowsOf = (db: Db) => harvested(db).select(COLUMNS);
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** In the order of their changes: what changes during a harvest comes at its end. */
export async function harvestPage(
  { db, config }: Means,
  query: HarvestQuery,
  after: Place | null,
  limit: number,
): Promise<Harvested[]> {
  const rows = await asked(db, query)
    .select(COLUMNS)
    .$if(after !== null, (list) => list.where(isAfter(after as Place)))
    .orderBy('r.changed_at')
    .orderBy('r.id')
    .limit(limit)
    .execute();
  return recordsOf({ db, config }, rows);
}

const isAfter =
  ({ changedAt, id }: Place) =>
  (e: ExpressionBuilder<{ r: Tables['commons.resource'] }, 'r'>) =>
    e(e.refTuple('r.changed_at', 'r.id'), '>', e.tuple(changedAt as never, id));

export async function harvestCount({ db }: Means, query: HarvestQuery): Promise<number> {
  const row = await asked(db, query)
    .select(({ fn }) => fn.countAll<number>().as('found'))
    .executeTakeFirstOrThrow();
  return Number(row.found);
}

export async function harvestOne({ db, config }: Means, arkName: string): Promise<Harvested | null> {
  const rows = await rowsOf(db).where('r.ark_name', '=', foldArk(arkName)).execute();
  return (await recordsOf({ db, config }, rows))[0] ?? null;
}

/** As written in descriptions. */
export async function harvestSectors({ db }: Means): Promise<string[]> {
  const rows = await harvested(db)
    .select(sql<string>`v.description ->> 'sector'`.as('sector'))
    .distinct()
    .orderBy('sector')
    .limit(SECTORS)
    .execute();
  return rows.map(({ sector }) => sector);
}

export async function firstChange({ db }: Means): Promise<Instant | null> {
  const row = await db
    .selectFrom('commons.resource')
    .select('changed_at')
    .where('changed_at', 'is not', null)
    .orderBy('changed_at')
    .limit(1)
    .executeTakeFirst();
  return row?.changed_at ?? null;
}

async function recordsOf({ db, config }: Means, rows: readonly Row[]): Promise<Harvested[]> {
  const names = await organisationsById(
    db,
    rows.map(({ organisationId }) => organisationId),
  );
  return rows.flatMap(({ id, status, changedAt, arkName, organisationId, report, description, ...version }) =>
    changedAt && report && description
      ? [
          {
            ...{ id, changedAt, deleted: status === 'taken-down' },
            facts: lomFactsOf(
              config,
              arkName,
              { ...version, report, description },
              names.get(organisationId)?.name ?? '',
            ),
          },
        ]
      : [],
  );
}
