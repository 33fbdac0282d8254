import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { record } from '../kernel/journal.ts';
import type { Cents } from '../kernel/money.ts';
import {
  allotAxis,
  allotInstrument,
  allotPayments,
  appropriate,
  type EnvelopeParent,
  type Posting,
} from '../ledger/index.ts';
import { MILESTONES } from './fixtures/milestones.ts';
import { AXES, ENVELOPES, FIGURES, FUNNEL, LEVERS } from './fixtures/plan.ts';
import type { Plan } from './model.ts';
import { plantPlan } from './store.ts';

/** The real plan, as its public sources tell it. */
export const THE_PLAN: Plan = {
  axes: AXES,
  levers: LEVERS,
  envelopes: ENVELOPES,
  figures: FIGURES,
  milestones: MILESTONES,
  funnel: FUNNEL,
};

type Act = (tx: Tx, posting: Posting) => ReturnType<typeof appropriate>;

/**
 * Describes the plan and brings its known envelopes into the ledger, each with its decision.
 *
 * @param payAt instant of the year whose payment credits are opened too
 */
export async function plantProgramme(tx: Tx, at: Instant, payAt = at): Promise<void> {
  await plantPlan(tx, THE_PLAN);
  const amountOf = (slug: string): Cents => {
    const amount = ENVELOPES.find((envelope) => envelope.slug === slug)?.amountCents;
    if (amount === undefined || amount === null) throw new Error(`no known amount: ${slug}`);
    return amount;
  };
  const act = (key: string, reason: string, move: Act) => decide(tx, at, `plan:${key}`, reason, move);
  await act('ae', 'Ouverture des 300 M€ du plan, présentés le 31 mars 2021.', (t, p) =>
    appropriate(t, p, { amountCents: amountOf('plan') }),
  );
  const known: readonly [axis: string, slug: string][] = [
    ['innovation', 'deffinum'],
    ['tiers-lieux', 'deffinov'],
  ];
  for (const [axis, slug] of known) {
    const amountCents = amountOf(slug);
    const reason = 'Seule enveloppe de l’axe dont les sources donnent le montant.';
    await act(`axe:${axis}`, reason, (t, p) => allotAxis(t, p, { axis, amountCents }));
    await allot(act, slug, { axis }, amountCents);
  }
  for (const slug of ['deffinov-bretagne', 'deffinov-normandie'])
    await allot(act, slug, { instrument: 'deffinov' }, amountOf(slug));
  await plantPayments(tx, payAt);
}

const allot = (
  act: (key: string, reason: string, move: Act) => Promise<void>,
  slug: string,
  parent: EnvelopeParent,
  amountCents: Cents,
) =>
  act(`enveloppe:${slug}`, 'Montant publié de l’enveloppe.', (t, p) =>
    allotInstrument(t, p, { instrument: slug, parent, amountCents }),
  );

const DEMO = 'Démonstration\u00a0: les sources ne donnent pas de crédits de paiement par année.';
const DEMO_PAYMENTS = 3_000_000_000; // 30 M€ in cents

/** Payment credits of the year of this instant. */
export async function plantPayments(tx: Tx, at: Instant): Promise<void> {
  const year = at.getUTCFullYear();
  const act = (key: string, reason: string, move: Act) => decide(tx, at, `plan:${key}`, reason, move);
  await act(`cp:${year}`, DEMO, (t, p) => appropriate(t, p, { year, amountCents: DEMO_PAYMENTS }));
  await act(`cp:${year}:deffinum`, DEMO, (t, p) =>
    allotPayments(t, p, { year, instrument: 'deffinum', amountCents: DEMO_PAYMENTS / 2 }),
  );
}

async function decide(tx: Tx, at: Instant, key: string, reason: string, move: Act): Promise<void> {
  const journalEntryId = newId();
  const { refusal } = await move(tx, { key, journalEntryId, occurredAt: at });
  if (refusal) throw new Error(`the ledger refused ${key}: ${refusal.code}`);
  const entry = {
    subjectType: 'envelope',
    subjectId: key,
    event: 'appropriated',
    authorId: null,
    at,
    reason,
    legalBasis: 'LOLF, art. 8',
  };
  await record(tx, 'programme', entry, journalEntryId);
}
