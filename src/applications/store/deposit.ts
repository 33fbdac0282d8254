import type { FileAnswer } from '../../calls/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { nextState } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { explain } from '../messages/eligibility.ts';
import { APPLICATION_TABLE, type ApplicationEvent } from '../model/application.ts';
import { blockingChecks } from '../model/eligibility.ts';
import { placeHref } from '../model/places.ts';
import { type Dossier, dossierFor, loadDossier, partnerOf } from './dossier.ts';
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
    readonly siret: string;
    readonly name: string;
    readonly isLead: boolean;
    readonly family: string | null;
    readonly shareCents: number;
    readonly mandateSignedAt: string | null;
  }[];
  readonly budget: Dossier['budget'];
  readonly totals: Dossier['totals'];
  readonly statements: readonly unknown[];
  readonly checks: readonly { readonly rule: string; readonly state: string }[];
}

export interface ForDeposit {
  readonly application: Dossier['application'];
  readonly dossier: Dossier;
  readonly isLead: boolean;
  readonly missing: readonly MissingItem[];
  readonly mandatesUnsigned: readonly string[];
  readonly content: DepositContent;
  readonly files: readonly DepositFile[];
}

/**
 * Locks a file against every change until the transaction ends, and reads it whole.
 *
 * @returns `null`: no such file for this person
 */
export async function lockForDeposit(tx: Tx, id: string, personId: string, at: Instant): Promise<ForDeposit | null> {
  const partnerId = await partnerOf(tx, id, personId, at);
  if (partnerId === null) return null;
  await tx.selectFrom('applications.application').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  const dossier = await loadDossier(tx, id, partnerId, at);
  return dossier ? forDeposit(dossier) : null;
}

/** The same reading without a lock: for the page that says what is left. */
export async function readyForDeposit(
  db: DbOrTx,
  id: string,
  personId: string,
  at: Instant,
): Promise<ForDeposit | null> {
  const dossier = await dossierFor(db, id, personId, at);
  return dossier ? forDeposit(dossier) : null;
}

function forDeposit(dossier: Dossier): ForDeposit {
  const { application, mine, partners } = dossier;
  return {
    application,
    dossier,
    isLead: mine.isLead,
    missing: blockingChecks(dossier.checks).map((check) => ({
      text: explain(check),
      href: placeHref(application.id, check, dossier.revision, dossier.missing),
      source: check.rule.source,
    })),
    mandatesUnsigned: partners.filter((one) => !one.isLead && one.mandateState !== 'signed').map((one) => one.name),
    content: contentOf(dossier),
    files: filesOf(dossier),
  };
}

export function contentOf(dossier: Dossier): DepositContent {
  const { application, revision, answers, partners, statements } = dossier;
  const signedAt = (partnerId: string) =>
    statements.find((one) => one.kind === 'mandate' && one.partnerId === partnerId)?.signedAt.toISOString() ?? null;
  return {
    title: application.title,
    formRevisionId: revision.id,
    formNumber: revision.number,
    answers: answers as Record<string, unknown>,
    consortium: partners.map((one) => ({
      siret: one.siret,
      name: one.name,
      isLead: one.isLead,
      family: one.family,
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
export const filesOf = ({ revision, answers }: Pick<Dossier, 'revision' | 'answers'>): DepositFile[] =>
  revision.sections
    .flatMap((section) => section.fields)
    .filter((field) => field.kind === 'files')
    .flatMap((field) =>
      ((answers[field.key] ?? []) as readonly FileAnswer[]).map((file) => ({ ...file, field: field.key })),
    );

/** Moves a locked file along its table. @returns whether the event means something in its state */
async function move(tx: Tx, id: string, event: ApplicationEvent, at: Instant): Promise<boolean> {
  const row = await tx
    .selectFrom('applications.application')
    .select(['state', 'first_deposited_at'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const state = row ? nextState(APPLICATION_TABLE, row.state, event) : null;
  if (!row || state === null) return false;
  const stamps = event === 'deposit' ? { last_deposited_at: at, first_deposited_at: row.first_deposited_at ?? at } : {};
  await tx
    .updateTable('applications.application')
    .set({ state, touched_at: at, ...stamps })
    .where('id', '=', id)
    .execute();
  return true;
}

/** The deposits slice decides, writes the journal and calls these in its own transaction. */
export const markDeposited = (tx: Tx, id: string, at: Instant) => move(tx, id, 'deposit', at);
export const markWithdrawn = (tx: Tx, id: string, at: Instant) => move(tx, id, 'withdraw', at);
export const reopenForRedeposit = (tx: Tx, id: string, at: Instant) => move(tx, id, 'reopen', at);
