import { sql } from 'kysely';
import type { FileAnswer } from '../../calls/index.ts';
import { holdPower, powerOf } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { explain } from '../messages/eligibility.ts';
import { APPLICATION_TABLE, type ApplicationEvent, type ApplicationState } from '../model/application.ts';
import type { Judged } from '../model/dossier.ts';
import { blockingChecks } from '../model/eligibility.ts';
import { placeHref } from '../model/places.ts';
import { judge } from './dossier.ts';
import { readWhole, readWholes } from './whole.ts';
import '../tables.ts';

/** One thing that keeps a file from being deposited, with the page where it is put right. */
export interface MissingItem {
  readonly text: string;
  readonly href: string;
  readonly source: string | null;
}

export interface DepositFile {
  readonly field: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** What a deposit seals, frozen at this instant; JSON, the same value for the same file. */
export interface DepositContent {
  readonly title: string;
  readonly formRevisionId: string;
  readonly formNumber: number;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly consortium: readonly {
    readonly id: string;
    readonly siret: string;
    readonly name: string;
    readonly isLead: boolean;
    readonly family: string | null;
    readonly isAssociation: boolean | null;
    readonly shareCents: number;
    readonly mandateSignedAt: string | null;
  }[];
  readonly budget: Judged['budget'];
  readonly totals: Judged['totals'];
  readonly statements: Judged['statements'];
  readonly checks: readonly { readonly rule: string; readonly state: string }[];
}

/** A file as a deposit seals it. */
export interface DepositDraft {
  readonly id: string;
  readonly waveId: string;
  readonly title: string;
  readonly state: ApplicationState;
  /** The person acts for the lead: only the lead deposits and withdraws. */
  readonly mine: 'lead' | 'partner';
  /** The person still acts for the organisation of their partner: as a member, or under a mandate. */
  readonly actsForIt: boolean;
  readonly organisation: string;
  readonly lead: { readonly name: string; readonly siret: string };
  /** What keeps it from being deposited, a French sentence each: the blocking rules of the call not met. */
  readonly missing: readonly string[];
  /** The same, each with its page and its source. */
  readonly todo: readonly MissingItem[];
  /** Names of the partners whose mandate is not signed. */
  readonly unsignedMandates: readonly string[];
  readonly content: DepositContent;
  readonly files: readonly DepositFile[];
}

export interface DepositAsked {
  readonly id: string;
  readonly personId: string;
  /** Arrival of the request: the rules are judged at it. */
  readonly at: Instant;
}

/** A file that another transaction holds: `wait` until it is done, or `skip` it. */
type Patience = 'wait' | 'skip';

/**
 * The files and the right to deposit each, locked until the transaction ends: a save under way is waited for, the next one waits.
 *
 * The lock is a statement of its own: what is read after it sees what was committed while it waited. Always in the same order,
 * so that two transactions that lock several never wait for each other.
 *
 * @param clock read once the locks are held: the right to bind the organisation must hold at arrival, and still then
 * @returns by file: `null` when this person has no such file; those skipped are not in it
 */
export async function lockForDeposits(
  tx: Tx,
  asked: readonly DepositAsked[],
  clock: Clock,
  patience: Patience,
): Promise<Map<string, DepositDraft | null>> {
  const { rows } = await sql<{ id: string }>`
    select id from applications.application where id = any(${asked.map(({ id }) => id).filter(isId)}::uuid[])
    order by id for no key update ${patience === 'skip' ? sql`skip locked` : sql``}`.execute(tx);
  const locked = new Set(rows.map(({ id }) => id));
  const ours = asked.filter(({ id }) => locked.has(id));
  const wholes = new Map((await readWholes(tx, ours)).map((whole) => [whole.application.id, whole]));
  const drafts = new Map<string, DepositDraft | null>();
  for (const { id, personId, at } of ours) {
    const whole = wholes.get(id);
    const held = whole && (await holdPower(tx, personId, whole.mine.organisationId, 'apply', at, clock.now));
    drafts.set(id, whole ? draftOf(await judge(tx, whole, at), held !== null) : null);
  }
  return drafts;
}

/** One file, waited for. @returns `null` when this person has no such file */
export async function lockForDeposit(tx: Tx, asked: DepositAsked, clock: Clock): Promise<DepositDraft | null> {
  return (await lockForDeposits(tx, [asked], clock, 'wait')).get(asked.id) ?? null;
}

/** The same, read without a lock, for the page that shows what will be sealed; `null` too for who no longer acts for its organisation. */
export async function draftForDeposit(
  db: DbOrTx,
  id: string,
  personId: string,
  at: Instant,
): Promise<DepositDraft | null> {
  const whole = await readWhole(db, id, personId);
  if (!whole) return null;
  const power = await powerOf(db, personId, whole.mine.organisationId, 'apply', at);
  return power ? draftOf(await judge(db, whole, at), true) : null;
}

function draftOf(dossier: Judged, actsForIt: boolean): DepositDraft {
  const { application, mine, partners } = dossier;
  const lead = partners.find((one) => one.isLead);
  if (!lead) throw new Error(`application without a lead: ${application.id}`);
  const todo = blockingChecks(dossier.checks).map((check) => ({
    text: explain(check),
    href: placeHref(application.id, check, dossier.revision, dossier.missing),
    source: check.rule.source,
  }));
  return {
    id: application.id,
    waveId: application.waveId,
    title: application.title,
    state: application.state,
    mine: mine.isLead ? 'lead' : 'partner',
    actsForIt,
    organisation: mine.name,
    lead: { name: lead.name, siret: lead.siret },
    missing: todo.map((item) => item.text),
    todo,
    unsignedMandates: partners.filter((one) => !one.isLead && one.mandateState !== 'signed').map((one) => one.name),
    content: contentOf(dossier),
    files: filesOf(dossier),
  };
}

export function contentOf(dossier: Judged): DepositContent {
  const { application, revision, answers, partners, statements } = dossier;
  const signedAt = (partnerId: string) =>
    statements.find((one) => one.kind === 'mandate' && one.partnerId === partnerId)?.signedAt.toISOString() ?? null;
  return {
    title: application.title,
    formRevisionId: revision.id,
    formNumber: revision.number,
    answers: answers as Record<string, unknown>,
    consortium: partners.map((one) => ({
      id: one.id,
      siret: one.siret,
      name: one.name,
      isLead: one.isLead,
      family: one.family,
      isAssociation: one.isAssociation,
      shareCents: one.shareCents,
      mandateSignedAt: signedAt(one.id),
    })),
    budget: dossier.budget,
    totals: dossier.totals,
    statements,
    checks: dossier.checks.map((check) => ({ rule: check.rule.key, state: check.state })),
  };
}

/** Every annex, in the order of the form. */
export const filesOf = ({ revision, answers }: Pick<Judged, 'revision' | 'answers'>): DepositFile[] =>
  revision.sections
    .flatMap((section) => section.fields)
    .filter((field) => field.kind === 'files')
    .flatMap((field) =>
      ((answers[field.key] ?? []) as readonly FileAnswer[]).map((file) => ({ ...file, field: field.key })),
    );

/** States from which a file goes by this event. */
const statesBefore = (event: ApplicationEvent): ApplicationState[] =>
  APPLICATION_TABLE.filter((one) => one.event === event).map((one) => one.from);

/** Locked files, each deposited at its own instant. @returns whether all were in a state that has a deposit */
export async function markDeposited(
  tx: Tx,
  deposited: readonly { readonly id: string; readonly at: Instant }[],
): Promise<boolean> {
  const [ids, instants] = [deposited.map(({ id }) => id), deposited.map(({ at }) => at)];
  const { numAffectedRows } = await sql`
    update applications.application a set state = 'deposited', touched_at = d.at, last_deposited_at = d.at,
      first_deposited_at = coalesce(a.first_deposited_at, d.at)
    from unnest(${ids}::uuid[], ${instants}::timestamptz[]) as d (id, at)
    where a.id = d.id and a.state = any(${statesBefore('deposit')}::text[])`.execute(tx);
  return numAffectedRows === BigInt(deposited.length);
}

/** Moves a locked file along its table. @returns whether the event means something in its state */
async function move(tx: Tx, id: string, event: 'reopen' | 'withdraw', at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('applications.application')
    .set({ state: event === 'reopen' ? 'draft' : 'withdrawn', touched_at: at })
    .where('id', '=', id)
    .where('state', 'in', statesBefore(event))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The deposits slice decides, writes the journal and calls these in its own transaction. */
export const markWithdrawn = (tx: Tx, id: string, at: Instant) => move(tx, id, 'withdraw', at);
export const reopenForRedeposit = (tx: Tx, id: string, at: Instant) => move(tx, id, 'reopen', at);
