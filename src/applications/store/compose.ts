import { type Field, formRevisionById, type Section } from '../../calls/index.ts';
import type { Organisation } from '../../identity/index.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';
import { storeFormFile } from '../../uploads/index.ts';
import type { Partner } from '../model/consortium.ts';
import type { Whole } from '../model/dossier.ts';
import { expenseKey, fundingKey, GRANT_KEY, shareKey } from '../model/values.ts';
import { joinFile } from './annexes.ts';
import { addPartner, answerMandate, changeDraft, declare, describePartner, moveMandate } from './consortium.ts';
import { type Author, editFields } from './edit.ts';
import { insertMember } from './open.ts';
import { readWhole } from './whole.ts';

/**
 * Writes a whole file as its consortium would, by the commands of this slice: for the worlds that are played (seed, rehearsal).
 * Each part does what is still missing, so that a run that was cut is taken up where it stopped.
 */

/** Who acts for one partner; its representative. */
export interface Actor {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly organisation: Organisation;
}

const everybody = () => true;

/** @throws when a played act is refused: the world that is played is at fault, never its reader */
function done<Changes>(decision: Decision<Changes, { readonly code: string }> | null): Changes {
  if (decision === null || decision.refusal !== null)
    throw new Error(`a played file was refused: ${JSON.stringify(decision?.refusal ?? 'not found')}`);
  return decision.changes as Changes;
}

async function wholeOf({ db }: Pick<Kernel, 'db'>, { id, personId }: Author): Promise<Whole> {
  const whole = await readWhole(db, id, personId);
  if (whole === null) throw new Error(`a played file is not its author’s: ${id}`);
  return whole;
}

/** Values that differ from what the file holds, each with the version it replaces. */
export async function writeValues(
  means: Pick<Kernel, 'db'>,
  author: Author,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { fields } = await wholeOf(means, author);
  const edits = Object.entries(values)
    .map(([key, value]) => ({ key, value, versionRead: fields.get(key)?.version ?? 0 }))
    .filter(({ key, value }) => JSON.stringify(fields.get(key)?.value) !== JSON.stringify(value));
  if (edits.length > 0) done(await editFields(means.db, author, edits, everybody));
}

export async function joinPartners(means: Pick<Kernel, 'db'>, author: Author, actors: readonly Actor[]): Promise<void> {
  const { partners } = await wholeOf(means, author);
  const here = new Set(partners.map(({ siret }) => siret));
  for (const { organisation } of actors)
    if (!here.has(organisation.siret)) done(await addPartner(means.db, author, organisation));
}

export interface BudgetPlan {
  /** Eligible expenses and grant of each partner, lead first, integer cents. */
  readonly costsCents: readonly Cents[];
  readonly grantsCents: readonly Cents[];
  /** Years over which the expenses are spread evenly, the first taking the rest. */
  readonly years: readonly number[];
}

/** One line of expenses and its own funds for each partner that has none yet, then the shares and the grant. */
export async function writeBudget(means: Pick<Kernel, 'db'>, author: Author, plan: BudgetPlan): Promise<void> {
  const { partners, fields } = await wholeOf(means, author);
  const held = new Set([...fields.values()].map(({ value }) => (value as { partnerId?: string } | null)?.partnerId));
  const values: Record<string, unknown> = { [GRANT_KEY]: sumCents(plan.grantsCents) };
  for (const [rank, { id, name }] of partners.entries()) {
    const [cost, grant] = [plan.costsCents[rank] ?? 0, plan.grantsCents[rank] ?? 0];
    values[shareKey(id)] = grant;
    if (held.has(id)) continue;
    values[expenseKey(newId())] = {
      ...{ partnerId: id, category: 'staff', label: 'Ingénierie et formation', inKind: false, eligible: true },
      amounts: overYears(cost, plan.years),
    };
    values[fundingKey(newId())] = {
      ...{ partnerId: id, kind: 'own-funds', funder: name, status: null, amountCents: cost - grant },
    };
  }
  await writeValues(means, author, values);
}

function overYears(cents: Cents, years: readonly number[]): Record<string, Cents> {
  const part = Math.floor(cents / Math.max(1, years.length));
  return Object.fromEntries(
    years.map((year, index) => [String(year), index === 0 ? cents - part * (years.length - 1) : part]),
  );
}

/** Who each partner is, its mandate and its declarations, each by the person who acts for it. */
export async function commitPartners(
  means: Pick<Kernel, 'db'>,
  author: Author,
  actors: readonly Actor[],
): Promise<void> {
  for (const partner of (await wholeOf(means, author)).partners) {
    const actor = actors.find(({ organisation }) => organisation.siret === partner.siret);
    if (!actor) throw new Error(`nobody signs for ${partner.name}`);
    const isAssociation = actor.organisation.isAssociation === true;
    const card = { partnerId: partner.id, family: 'school', isAssociation, sections: [] } as const;
    done(await describePartner(means.db, author, card));
    await commit(means, author, partner, actor, isAssociation);
  }
}

async function commit(
  { db }: Pick<Kernel, 'db'>,
  lead: Author,
  partner: Partner,
  actor: Actor,
  isAssociation: boolean,
): Promise<void> {
  const signature = { name: actor.name, capacity: 'Représentant (démonstration)' };
  const own: Author = { ...lead, personId: actor.personId };
  if (!partner.isLead && partner.mandateState !== 'signed') {
    if (partner.mandateState !== 'asked') done(await askMandate(db, lead, partner, actor));
    done(await answerMandate(db, own, 'sign', signature));
  }
  const signed = new Set((await wholeOf({ db }, own)).statements.map(({ partnerId, kind }) => `${partnerId} ${kind}`));
  const nothing = { concerned: false, linkedSirens: [], aids: [] };
  if (!signed.has(`${partner.id} de-minimis`)) done(await declare(db, own, 'de-minimis', nothing, signature));
  if (isAssociation && !signed.has(`${partner.id} republican-commitment`))
    done(await declare(db, own, 'republican-commitment', {}, signature));
}

const askMandate = (db: Kernel['db'], lead: Author, partner: Partner, actor: Actor) =>
  changeDraft(db, lead, everybody, async (tx) => {
    await moveMandate(tx, partner, 'ask');
    const person = { id: actor.personId, name: actor.name };
    await insertMember(tx, { applicationId: lead.id, partnerId: partner.id, person, at: lead.at });
    return accept(null);
  });

type FilesField = Extract<Field, { kind: 'files' }>;
const filesAsked = (section: Section): FilesField[] =>
  section.fields.filter((field): field is FilesField => field.kind === 'files' && field.required);

/** The same paper answers every question that requires a file and holds none. */
export async function joinAnnexes(kernel: Kernel, author: Author, lead: Actor, paper: File): Promise<void> {
  const { application, fields } = await wholeOf(kernel, author);
  const revision = await formRevisionById(kernel.db, application.formRevisionId);
  for (const section of revision?.sections ?? [])
    for (const field of filesAsked(section)) {
      if (fields.has(field.key)) continue;
      const sender = { personId: lead.personId, email: lead.email };
      const { uploadId } = done(await storeFormFile(kernel, sender, paper, author.at));
      done(await joinFile(kernel.db, author, { sectionKey: section.key, field }, uploadId));
    }
}
