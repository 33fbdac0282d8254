import { sql } from 'kysely';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import type { ApplicationState } from '../model/application.ts';
import { blockingOf, type Progress, stepOfKey, stepsOf } from '../model/progress.ts';
import { judge } from './dossier.ts';
import { readAsLeads } from './whole.ts';

/** Files of one wave that are followed; DEFFINUM counted about 900 in its largest. */
export const MAX_FOLLOWED = 5000;
/** Files judged from one read: their answers stand in memory together. */
const BATCH = 50;
/** Verdicts kept by this process; beyond it, it starts again. */
const MAX_KEPT = 20_000;

type Verdict = Pick<Progress, 'steps' | 'blocking' | 'lastStep'>;

interface Kept extends Verdict {
  readonly stamp: string;
}

/** A file is judged again only when something of it changed: its stamp says it. */
const kept = new Map<string, Kept>();

interface Row {
  readonly id: string;
  readonly title: string;
  readonly state: ApplicationState;
  readonly created_at: Date;
  readonly touched_at: Date;
  readonly first_deposited_at: Date | null;
  readonly last_deposited_at: Date | null;
  readonly lead_name: string;
  readonly lead_siret: string;
  readonly partners: number;
  readonly last_key: string | null;
  readonly last_at: Date | null;
  readonly stamp: string;
}

/** The stamp changes with any value, partner, statement or open conflict, and with the file's state. */
const linesOf = (db: DbOrTx, waveId: string) =>
  sql<Row>`
    select a.id, a.title, a.state, a.created_at, a.touched_at, a.first_deposited_at, a.last_deposited_at,
      l.name as lead_name, l.siret as lead_siret, p.n as partners, f.key as last_key, f.updated_at as last_at,
      concat_ws('/', v.versions, p.marks, s.ids, c.n) as stamp
    from applications.application a
    join applications.partner l on l.application_id = a.id and l.is_lead and l.removed_at is null
    left join lateral (select count(*)::int as n,
        md5(string_agg(concat_ws(' ', o.id, o.mandate_state, o.family, o.is_association::text), ',' order by o.id)) as marks
      from applications.partner o where o.application_id = a.id and o.removed_at is null) p on true
    left join lateral (select sum(e.version) as versions from applications.field e where e.application_id = a.id) v on true
    left join lateral (select e.key, e.updated_at from applications.field e
      where e.application_id = a.id and e.version > 0 order by e.updated_at desc, e.key limit 1) f on true
    left join lateral (select md5(string_agg(t.id::text, ',' order by t.id)) as ids from applications.statement t
      where t.application_id = a.id and t.replaced_at is null) s on true
    left join lateral (select count(*)::int as n from applications.field_conflict k
      where k.application_id = a.id and k.resolved_at is null) c on true
    where a.wave_id = ${waveId}
    order by a.id
    limit ${MAX_FOLLOWED}`.execute(db);

/** Every file of a wave, oldest first, with how far it has come and none of its answers. */
export async function progressOfWave(db: DbOrTx, waveId: string, at: Instant): Promise<Progress[]> {
  const { rows } = await linesOf(db, waveId);
  // De minimis aids are counted on a day: the same file may be judged otherwise tomorrow.
  const day = zonedLocal(at).slice(0, 10);
  const stampOf = (row: Row) => `${day} ${row.stamp}`;
  const stale = rows.filter((row) => kept.get(row.id)?.stamp !== stampOf(row));
  if (kept.size + stale.length > MAX_KEPT) kept.clear();
  const fresh = new Map<string, Verdict>();
  for (let from = 0; from < stale.length; from += BATCH) {
    const batch = stale.slice(from, from + BATCH);
    const lastKeys = new Map(batch.map((row) => [row.id, row.last_key]));
    for (const [id, verdict] of await judgeAll(db, lastKeys, at)) fresh.set(id, verdict);
  }
  for (const row of stale) {
    const verdict = fresh.get(row.id);
    if (verdict) kept.set(row.id, { ...verdict, stamp: stampOf(row) });
  }
  return rows.flatMap((row) => {
    const verdict = fresh.get(row.id) ?? kept.get(row.id);
    return verdict ? [progressFrom(row, verdict)] : [];
  });
}

async function judgeAll(
  db: DbOrTx,
  lastKeys: ReadonlyMap<string, string | null>,
  at: Instant,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (const whole of await readAsLeads(db, [...lastKeys.keys()])) {
    const file = await judge(db, whole, at);
    const lastKey = lastKeys.get(whole.application.id) ?? null;
    verdicts.set(whole.application.id, {
      steps: stepsOf(file),
      blocking: blockingOf(file),
      lastStep: lastKey === null ? null : stepOfKey(file, lastKey),
    });
  }
  return verdicts;
}

const progressFrom = (row: Row, { steps, blocking, lastStep }: Verdict): Progress => ({
  id: row.id,
  title: row.title,
  state: row.state,
  lead: { name: row.lead_name, siret: row.lead_siret },
  partners: row.partners,
  createdAt: row.created_at,
  touchedAt: row.touched_at,
  firstDepositedAt: row.first_deposited_at,
  lastDepositedAt: row.last_deposited_at,
  steps,
  blocking,
  lastStep,
  lastStepAt: row.last_at,
});

/** Files of each wave by state; a wave without any is absent. */
export async function countsByState(
  db: DbOrTx,
  waveIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Partial<Record<ApplicationState, number>>>>> {
  if (waveIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('applications.application')
    .select(({ fn }) => ['wave_id', 'state', fn.countAll<number>().as('n')])
    .where('wave_id', 'in', waveIds)
    .groupBy(['wave_id', 'state'])
    .execute();
  const counts = new Map<string, Partial<Record<ApplicationState, number>>>();
  for (const row of rows) counts.set(row.wave_id, { ...counts.get(row.wave_id), [row.state]: Number(row.n) });
  return counts;
}
