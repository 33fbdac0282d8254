import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../kernel/db.ts';
import type { Axis, Envelope, Figure, FunnelStep, Lever, Milestone, Plan, Source } from './model.ts';
import './tables.ts';

const MAX_ROWS = 200;

const sourceOf = (row: { source_label: string; source_url: string | null }): Source => ({
  label: row.source_label,
  url: row.source_url,
});
const sourceColumns = ({ label, url }: Source) => ({ source_label: label, source_url: url });

/** The plan as its sources tell it; `null` before it is described. */
export async function readPlan(db: DbOrTx): Promise<Plan | null> {
  const [axes, levers, envelopes, rest] = await Promise.all([
    readAxes(db),
    readLevers(db),
    readEnvelopes(db),
    readFacts(db),
  ]);
  return envelopes.length === 0 ? null : { axes, levers, envelopes, ...rest };
}

const readAxes = (db: DbOrTx): Promise<Axis[]> =>
  db
    .selectFrom('programme.axis')
    .select(['slug', 'position', 'name', 'summary'])
    .orderBy('position')
    .limit(MAX_ROWS)
    .execute();

export async function readLevers(db: DbOrTx): Promise<Lever[]> {
  const rows = await db.selectFrom('programme.lever').selectAll().orderBy('position').limit(MAX_ROWS).execute();
  return rows.map(({ axis_slug: axisSlug, slug, position, name, state, summary, facts, ...row }) => ({
    ...{ slug, position, axisSlug, name, state, summary, facts },
    source: sourceOf(row),
  }));
}

export async function readEnvelopes(db: DbOrTx): Promise<Envelope[]> {
  const rows = await db
    .selectFrom('programme.envelope')
    .selectAll()
    .select(sql<string>`dated_on::text`.as('day'))
    .orderBy('position')
    .limit(MAX_ROWS)
    .execute();
  return rows.map((row) => ({
    slug: row.slug,
    parentSlug: row.parent_slug,
    position: row.position,
    name: row.name,
    amountCents: row.amount_cents,
    funds: row.funds,
    isFrr: row.is_frr,
    datedOn: row.day,
    datedLabel: row.dated_label,
    source: sourceOf(row),
    accountCode: row.account_code,
  }));
}

async function readFacts(db: DbOrTx): Promise<Pick<Plan, 'figures' | 'milestones' | 'funnel'>> {
  const figures = await db.selectFrom('programme.figure').selectAll().orderBy('position').limit(MAX_ROWS).execute();
  const milestones = await db
    .selectFrom('programme.milestone')
    .selectAll()
    .select(sql<string>`dated_on::text`.as('day'))
    .orderBy('position')
    .limit(MAX_ROWS)
    .execute();
  const funnel = await db.selectFrom('programme.funnel_step').selectAll().orderBy('position').limit(MAX_ROWS).execute();
  return {
    figures: figures.map((row) => ({
      amountLabel: row.amount_label,
      amountsCents: row.amounts_cents.map(Number),
      meaning: row.meaning,
      datedLabel: row.dated_label,
      source: sourceOf(row),
    })),
    milestones: milestones.map((row) => ({
      datedLabel: row.dated_label,
      datedOn: row.day,
      title: row.title,
      source: sourceOf(row),
    })),
    funnel: funnel.map((row) => ({
      label: row.label,
      valueLabel: row.value_label,
      value: row.value,
      note: row.note,
      source: sourceOf(row),
    })),
  };
}

/** Writes the plan whole; only on an empty slice. */
export async function plantPlan(tx: Tx, plan: Plan): Promise<void> {
  await tx
    .insertInto('programme.axis')
    .values([...plan.axes])
    .execute();
  await tx.insertInto('programme.lever').values(plan.levers.map(leverRow)).execute();
  await tx.insertInto('programme.envelope').values(plan.envelopes.map(envelopeRow)).execute();
  await tx.insertInto('programme.figure').values(plan.figures.map(figureRow)).execute();
  await tx
    .insertInto('programme.milestone')
    .values(
      plan.milestones.map(({ datedLabel, datedOn, title, source }: Milestone, position) => ({
        ...{ position, dated_label: datedLabel, dated_on: datedOn, title },
        ...sourceColumns(source),
      })),
    )
    .execute();
  await tx
    .insertInto('programme.funnel_step')
    .values(
      plan.funnel.map(({ label, valueLabel, value, note, source }: FunnelStep, position) => ({
        ...{ position, label, value_label: valueLabel, value, note },
        ...sourceColumns(source),
      })),
    )
    .execute();
}

const leverRow = ({ slug, position, axisSlug, name, state, summary, facts, source }: Lever) => ({
  ...{ slug, position, axis_slug: axisSlug, name, state, summary, facts: JSON.stringify(facts) },
  ...sourceColumns(source),
});

const envelopeRow = (e: Envelope) => ({
  slug: e.slug,
  parent_slug: e.parentSlug,
  position: e.position,
  name: e.name,
  amount_cents: e.amountCents,
  funds: e.funds,
  is_frr: e.isFrr,
  dated_on: e.datedOn,
  dated_label: e.datedLabel,
  ...sourceColumns(e.source),
  account_code: e.accountCode,
});

const figureRow = ({ amountLabel, amountsCents, meaning, datedLabel, source }: Figure, position: number) => ({
  ...{ position, amount_label: amountLabel, amounts_cents: amountsCents, meaning, dated_label: datedLabel },
  ...sourceColumns(source),
});
