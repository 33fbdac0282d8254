import { sql } from 'kysely';
import { holdPower, organisationById, organisationsById } from '../../identity/index.ts';
import type { DbOrTx, Tx } from '../../kernel/db.ts';
import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { attach } from '../../uploads/index.ts';
import { maskIban } from '../bank/iban.ts';
import { sameness, seal } from '../bank/seal.ts';
import { type AccountRefusal, type BankAccount, decideConfirm, decideRefuse } from '../model/account.ts';
import { sirensOf } from './figures.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db' | 'config'>;
type Answer<Changes> = Promise<Decision<Changes, AccountRefusal> | null>;

export interface DeclaredAccount {
  readonly organisationId: string;
  readonly holder: string;
  /** Checked, without spaces. */
  readonly iban: string;
  readonly bic: string;
  readonly uploadId: string;
}

interface Act {
  readonly personId: string;
  readonly at: Instant;
}

/** Takes the place of a declaration that waits; the account in use stays until the new one is confirmed. */
export function declareAccount({ db, config }: Means, act: Act, given: DeclaredAccount): Answer<{ id: string }> {
  return db.transaction().execute(async (tx) => {
    const { organisationId, iban } = given;
    const organisation = await organisationById(tx, organisationId);
    if (organisation === null) return null;
    if ((await holdPower(tx, act.personId, organisationId, 'sign', act.at)) === null)
      return refuse({ code: 'not-yours' });
    await lockAccounts(tx, organisationId);
    const hash = sameness(config.SECRET, iban);
    const live = await liveAccounts(tx, organisationId);
    if (live.some((one) => one.iban_hash.equals(hash) && one.bic === given.bic && one.holder === given.holder))
      return refuse({ code: 'same-account' });
    const proof = await attach(tx, given.uploadId, act.personId, act.at);
    if (proof === null) return refuse({ code: 'upload-gone' });
    const pending = live.find((one) => one.confirmed_at === null);
    if (pending) await endAccount(tx, pending.id, act, 'Remplacé par une nouvelle déclaration.');
    const id = newId();
    await tx
      .insertInto('payments.bank_account')
      .values({
        ...{ id, organisation_id: organisationId, siren: organisation.siren, holder: given.holder, bic: given.bic },
        ...{ iban_sealed: seal(config.SECRET, id, iban), iban_hash: hash, iban_shown: maskIban(iban) },
        ...{ proof_sha256: proof.sha256, proof_name: proof.name, proof_size_bytes: proof.sizeBytes },
        ...{ declared_by: act.personId, declared_at: act.at },
      })
      .execute();
    await tell(tx, { id, organisationId, shown: maskIban(iban) }, act, 'bank-account-declared', 'Compte déclaré.');
    return accept({ id });
  });
}

/** @param iban the number read on the proof, without spaces; @param checkMade what was done to be sure */
export function confirmAccount(
  { db, config }: Means,
  act: Act & { readonly accountId: string },
  { iban, checkMade }: { readonly iban: string; readonly checkMade: string },
) {
  return onAccount({ db, config }, act, async (tx, account, hash) => {
    const sirens = await sirensOf(tx, act);
    const sameIban = hash.equals(sameness(config.SECRET, iban));
    const decision = decideConfirm(account, { personId: act.personId, sirens, sameIban });
    if (decision.refusal !== null) return decision;
    const before = (await liveAccounts(tx, account.organisationId)).find((one) => one.confirmed_at !== null);
    if (before) await endAccount(tx, before.id, act, 'Remplacé par un compte confirmé depuis.');
    await tx
      .updateTable('payments.bank_account')
      .set({ confirmed_by: act.personId, confirmed_at: act.at, check_made: checkMade, confirmer_sirens: [...sirens] })
      .where('id', '=', account.id)
      .execute();
    await tell(tx, account, act, 'bank-account-confirmed', checkMade);
    return decision;
  });
}

export function refuseAccount(means: Means, act: Act & { readonly accountId: string }, reason: string) {
  return onAccount(means, act, async (tx, account) => {
    const sirens = await sirensOf(tx, act);
    const decision = decideRefuse(account, { personId: act.personId, sirens });
    if (decision.refusal !== null) return decision;
    await endAccount(tx, account.id, act, reason);
    await tell(tx, account, act, 'bank-account-refused', reason);
    return decision;
  });
}

/** `null`: no such account. */
function onAccount<Changes>(
  { db }: Means,
  { accountId }: { readonly accountId: string },
  then: (tx: Tx, account: BankAccount, hash: Buffer) => Promise<Decision<Changes, AccountRefusal>>,
): Answer<Changes> {
  return db.transaction().execute(async (tx) => {
    const first = await accountById(tx, accountId);
    if (first === null) return null;
    await lockAccounts(tx, first.organisationId);
    const account = await accountById(tx, accountId);
    const row = await tx
      .selectFrom('payments.bank_account')
      .select('iban_hash')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    return account === null ? null : then(tx, account, row.iban_hash);
  });
}

/** What concerns the accounts of one organisation happens one after the other, batches included. */
export const lockAccounts = (tx: Tx, organisationId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`bank accounts ${organisationId}`}, 0))`.execute(tx);

const liveAccounts = (tx: Tx, organisationId: string) =>
  tx
    .selectFrom('payments.bank_account')
    .select(['id', 'iban_hash', 'bic', 'holder', 'confirmed_at'])
    .where('organisation_id', '=', organisationId)
    .where('ended_at', 'is', null)
    .execute();

const endAccount = (tx: Tx, id: string, { personId, at }: Act, reason: string) =>
  tx
    .updateTable('payments.bank_account')
    .set({ ended_at: at, ended_by: personId, end_reason: reason })
    .where('id', '=', id)
    .execute();

const tell = (
  tx: Tx,
  { id, organisationId, shown }: Pick<BankAccount, 'id' | 'organisationId' | 'shown'>,
  { personId, at }: Act,
  event: string,
  reason: string,
) =>
  record(tx, `payments.accounts.${organisationId}`, {
    ...{ subjectType: 'bank-account', subjectId: id, event, authorId: personId, at, reason },
    after: { organisationId, account: shown },
  });

const ACCOUNTS_MAX = 500;
const accounts = (db: DbOrTx) =>
  db
    .selectFrom('payments.bank_account')
    .select(['id', 'organisation_id as organisationId', 'siren', 'holder', 'bic', 'iban_shown as shown'])
    .select(['proof_sha256 as proofSha256', 'proof_name as proofName', 'proof_size_bytes as proofSizeBytes'])
    .select(['declared_by as declaredBy', 'declared_at as declaredAt', 'confirmed_by as confirmedBy'])
    .select(['confirmed_at as confirmedAt', 'check_made as checkMade', 'ended_at as endedAt'])
    .select('end_reason as endReason')
    .limit(ACCOUNTS_MAX);

async function named(db: DbOrTx, rows: readonly Omit<BankAccount, 'organisationName'>[]): Promise<BankAccount[]> {
  const organisations = await organisationsById(db, [...new Set(rows.map((row) => row.organisationId))]);
  return rows.map((row) => ({ ...row, organisationName: organisations.get(row.organisationId)?.name ?? '' }));
}

export async function accountById(db: DbOrTx, id: string): Promise<BankAccount | null> {
  if (!isId(id)) return null;
  const [account] = await named(db, await accounts(db).where('id', '=', id).execute());
  return account ?? null;
}

/** Those that wait first, then those in use, by organisation. */
export const liveAccountsOfAll = async (db: DbOrTx): Promise<BankAccount[]> =>
  named(
    db,
    await accounts(db)
      .where('ended_at', 'is', null)
      .orderBy(sql`confirmed_at is not null`)
      .orderBy('declared_at')
      .orderBy('id')
      .execute(),
  );

/** Newest first: what waits, what is in use, what was. */
export const accountsOf = async (db: DbOrTx, organisationId: string): Promise<BankAccount[]> =>
  named(
    db,
    await accounts(db)
      .where('organisation_id', '=', organisationId)
      .orderBy('declared_at', 'desc')
      .orderBy('id', 'desc')
      .limit(20)
      .execute(),
  );

/** Other organisations that gave the same number, now or before. */
export async function sharersOf(db: DbOrTx, { id, organisationId }: BankAccount): Promise<string[]> {
  const rows = await db
    .selectFrom('payments.bank_account as a')
    .innerJoin('payments.bank_account as b', 'b.iban_hash', 'a.iban_hash')
    .select('b.organisation_id')
    .distinct()
    .where('a.id', '=', id)
    .where('b.organisation_id', '<>', organisationId)
    .limit(20)
    .execute();
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.organisation_id),
  );
  return [...organisations.values()].map(({ name }) => name).sort();
}
