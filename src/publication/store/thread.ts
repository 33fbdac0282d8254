import { callById, waveById } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import {
  balancesUnder,
  type EnvelopeFigures,
  type EnvelopeStep,
  envelopeFigures,
  envelopesAlong,
  envelopesIn,
  type HoldingSum,
  holdingsIn,
  paymentsUnder,
} from '../../ledger/index.ts';
import { readEnvelopes, readPlan } from '../../programme/index.ts';
import type { Project } from '../model/project.ts';
import {
  type AgreementThread,
  agreementHref,
  type EnvelopeThread,
  envelopeHref,
  type PartnerThread,
  type ThreadBranch,
  type ThreadStep,
} from '../model/thread.ts';
import { projectsOf } from './projects.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const BRANCHES = 200;

/** Names of envelopes by account code, as the plan publishes them. */
type Names = ReadonlyMap<string, string>;

async function namesOf(db: DbOrTx): Promise<Names> {
  const plan = await readPlan(db);
  const envelopes = await readEnvelopes(db);
  const axes = (plan?.axes ?? []).map((axis) => [`axis:${axis.slug}`, axis.name] as const);
  const known = envelopes.flatMap((one) => (one.accountCode ? [[one.accountCode, one.name] as const] : []));
  return new Map([['programme', 'Plan de transformation'] as const, ...axes, ...known]);
}

async function nameOf(db: DbOrTx, names: Names, { code, stage, scope }: EnvelopeStep): Promise<string> {
  if (stage !== 'wave') return names.get(code) ?? code.slice(code.indexOf(':') + 1);
  const wave = await waveById(db, scope.split('/').at(-1) ?? '');
  const call = wave ? await callById(db, wave.callId) : null;
  return wave && call ? `${call.title}, ${wave.name}` : 'Une vague';
}

const KINDS = { programme: 'programme', axis: 'axis', instrument: 'instrument', wave: 'wave' } as const;

/** From the plan down to this path. */
export async function stepsDown(db: DbOrTx, scope: string): Promise<ThreadStep[]> {
  const names = await namesOf(db);
  const along = await envelopesAlong(db, scope);
  return Promise.all(
    along.map(async (step) => ({
      kind: KINDS[step.stage as keyof typeof KINDS],
      name: await nameOf(db, names, step),
      totalCents: (await envelopeFigures(db, step.code))?.totalCents ?? 0,
      href: envelopeHref(step.id),
    })),
  );
}

/** An envelope with all that it holds, branch by branch: the branches make its total. */
export async function envelopeThread(db: DbOrTx, envelope: EnvelopeStep): Promise<EnvelopeThread | null> {
  const figures = await envelopeFigures(db, envelope.code);
  if (figures === null) return null;
  const names = await namesOf(db);
  const inside = await envelopesIn(db, envelope.scope);
  const nested = await Promise.all(
    inside.map(async (step) =>
      branchOfEnvelope(step, await nameOf(db, names, step), await envelopeFigures(db, step.code)),
    ),
  );
  const holdings = await holdingsIn(db, envelope.scope);
  const agreements = await branchesOfAgreements(db, holdings);
  const rest = restBranches(envelope, holdings);
  return { steps: await stepsDown(db, envelope.scope), figures, branches: [...nested, ...agreements, ...rest] };
}

const branchOfEnvelope = (step: EnvelopeStep, name: string, figures: EnvelopeFigures | null): ThreadBranch => ({
  name,
  kind: 'envelope',
  href: envelopeHref(step.id),
  committedCents: figures?.committedCents ?? 0,
  certifiedCents: figures?.certifiedCents ?? 0,
  paidCents: figures?.paidCents ?? 0,
  totalCents: figures?.totalCents ?? 0,
});

/** The largest have their own line; those not published yet, and the smallest of a very long list, are told together. */
async function branchesOfAgreements(db: DbOrTx, holdings: readonly HoldingSum[]): Promise<ThreadBranch[]> {
  const byId = new Map<string, HoldingSum[]>();
  for (const one of holdings.filter(({ family }) => family === 'agreement'))
    byId.set(one.agreementId, [...(byId.get(one.agreementId) ?? []), one]);
  const projects = await projectsOf(db, [...byId.keys()]);
  const named = [...byId]
    .flatMap(([id, sums]) => {
      const project = projects.get(id);
      return project ? [branch(titleOf(project), 'agreement', agreementHref(id), sums)] : [];
    })
    .sort((a, b) => b.totalCents - a.totalCents);
  const hidden = [...byId].filter(([id]) => !projects.has(id)).flatMap(([, sums]) => sums);
  const small = named.slice(BRANCHES);
  return [
    ...named.slice(0, BRANCHES),
    ...(small.length > 0 ? [together(`${small.length} autres conventions`, small)] : []),
    ...(hidden.length > 0 ? [branch('Conventions en attente de publication', 'rest', null, hidden)] : []),
  ];
}

const titleOf = ({ acronym, title }: Project): string => (acronym ? `${acronym} : ${title}` : title);

const REST_NAMES: Readonly<Record<string, string>> = {
  award: 'Décidé, convention en cours de signature',
  voucher: 'Bons en tiers payant',
  released: 'Rendu après réduction de conventions',
  recovered: 'Recouvré',
};

function restBranches(envelope: EnvelopeStep, holdings: readonly HoldingSum[]): ThreadBranch[] {
  const families = [...new Set(holdings.map(({ family }) => family))].filter((family) => family !== 'agreement');
  const kept = families.map((family) =>
    branch(
      REST_NAMES[family] ?? family,
      'rest',
      null,
      holdings.filter((one) => one.family === family),
    ),
  );
  const available = { ...branch('Non réparti ici', 'rest', null, []), totalCents: envelope.availableCents };
  return [...kept.filter(({ totalCents }) => totalCents !== 0), ...(available.totalCents !== 0 ? [available] : [])];
}

function branch(
  name: string,
  kind: ThreadBranch['kind'],
  href: string | null,
  sums: readonly HoldingSum[],
): ThreadBranch {
  const at = (stage?: string) =>
    sums.filter((one) => stage === undefined || one.stage === stage).reduce((sum, one) => sum + one.balanceCents, 0);
  return {
    ...{ name, kind, href },
    committedCents: at('committed'),
    certifiedCents: at('certified'),
    paidCents: at('paid'),
    totalCents: at(),
  };
}

const together = (name: string, all: readonly ThreadBranch[]): ThreadBranch => {
  const add = (key: 'committedCents' | 'certifiedCents' | 'paidCents' | 'totalCents') =>
    all.reduce((sum, one) => sum + one[key], 0);
  return {
    ...{ name, kind: 'rest', href: null },
    committedCents: add('committedCents'),
    certifiedCents: add('certifiedCents'),
    paidCents: add('paidCents'),
    totalCents: add('totalCents'),
  };
};

const PAYMENTS = 500;

/** A published agreement: the way down to it, its partners, and every payment made to each. */
export async function agreementThread(db: DbOrTx, agreementId: string): Promise<AgreementThread | null> {
  const project = (await projectsOf(db, [agreementId])).get(agreementId);
  if (!project) return null;
  const prefix = `agreement:${agreementId}:partner:`;
  const balances = await balancesUnder(db, 'AE', prefix);
  const payments = await paymentsUnder(db, prefix, FIRST_ID, PAYMENTS);
  const scope = balances[0]?.scope ?? '';
  const total = balances.reduce((sum, { balanceCents }) => sum + balanceCents, 0);
  const here: ThreadStep = {
    kind: 'agreement',
    name: titleOf(project),
    totalCents: total,
    href: agreementHref(agreementId),
  };
  const partners = partnersIn(project, balances).map((partner) => ({
    ...partner,
    payments: payments.filter(({ account }) => account.startsWith(`${prefix}${partner.partnerId}:`)),
  }));
  return { project, steps: [...(await stepsDown(db, scope)), here], partners };
}

type Balances = Awaited<ReturnType<typeof balancesUnder>>;

/** Those of the version in force, then those who left with money behind them. */
function partnersIn(project: Project, balances: Balances): Omit<PartnerThread, 'payments'>[] {
  const held = balances.filter(({ balanceCents }) => balanceCents !== 0).map(({ code }) => code.split(':')[3] ?? '');
  const ids = [...new Set([...project.partners.map(({ partnerId }) => partnerId), ...held])];
  return ids.map((partnerId) => {
    const at = (stage: string) =>
      balances.find((one) => one.stage === stage && one.code.split(':')[3] === partnerId)?.balanceCents ?? 0;
    return {
      partnerId,
      name: project.partners.find((one) => one.partnerId === partnerId)?.name ?? 'Ancien partenaire',
      committedCents: at('committed'),
      certifiedCents: at('certified'),
      paidCents: at('paid'),
    };
  });
}
