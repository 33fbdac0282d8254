import { type Budget, type BudgetTotals, totalsOf } from '../../budgets/index.ts';
import {
  type Answers,
  type Call,
  callById,
  type Family,
  type FormRevision,
  formRevisionById,
  type MissingField,
  missingFields,
  type Rule,
  rulesOfWave,
  type Wave,
  waveById,
} from '../../calls/index.ts';
import { isMember } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { isId } from '../../kernel/ids.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import type { ApplicationState } from '../model/application.ts';
import { consortiumFaults, type Partner } from '../model/consortium.ts';
import { type Check, type DeMinimisDeclaration, selfCheck } from '../model/eligibility.ts';
import type { StatementKind } from '../model/statements.ts';
import { answersOf, budgetOf, shareOf, type Values } from '../model/values.ts';
import { fieldsOf, type StoredField } from './fields.ts';
import '../tables.ts';

export interface Application {
  readonly id: string;
  readonly waveId: string;
  readonly formRevisionId: string;
  readonly state: ApplicationState;
  readonly title: string;
  readonly createdAt: Instant;
  readonly touchedAt: Instant;
  readonly lastDepositedAt: Instant | null;
}

export interface Statement {
  readonly partnerId: string;
  readonly kind: StatementKind;
  readonly textVersion: string;
  readonly content: unknown;
  readonly signatoryName: string;
  readonly signatoryCapacity: string;
  readonly signedAt: Instant;
}

/** A file with all that its pages, its self-check and its deposit read. */
export interface Dossier {
  readonly application: Application;
  readonly wave: Wave;
  readonly call: Call;
  readonly revision: FormRevision;
  readonly rules: readonly Rule[];
  readonly partners: readonly Partner[];
  /** The partner for which the reader acts. */
  readonly mine: Partner;
  readonly fields: ReadonlyMap<string, StoredField>;
  readonly answers: Answers;
  readonly budget: Budget;
  readonly totals: BudgetTotals;
  readonly statements: readonly Statement[];
  readonly openConflicts: number;
  readonly missing: readonly MissingField[];
  readonly checks: readonly Check[];
}

const APPLICATION = [
  'id',
  'wave_id as waveId',
  'form_revision_id as formRevisionId',
  'state',
  'title',
  'created_at as createdAt',
  'touched_at as touchedAt',
  'last_deposited_at as lastDepositedAt',
] as const;

/** The partner for which this person acts in the file at this instant; `null`: none, and the file does not exist for them. */
export async function partnerOf(db: DbOrTx, id: string, personId: string, at: Instant): Promise<string | null> {
  if (!isId(id)) return null;
  const row = await db
    .selectFrom('applications.member as m')
    .innerJoin('applications.partner as p', 'p.id', 'm.partner_id')
    .select(['p.id', 'p.organisation_id'])
    .where('m.application_id', '=', id)
    .where('m.person_id', '=', personId)
    .where('p.removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return (await isMember(db, personId, row.organisation_id, at)) ? row.id : null;
}

/** `null`: no such file for this person. */
export async function dossierFor(db: DbOrTx, id: string, personId: string, at: Instant): Promise<Dossier | null> {
  const partnerId = await partnerOf(db, id, personId, at);
  return partnerId === null ? null : loadDossier(db, id, partnerId, at);
}

/** The whole file, for a reader whose right was judged by the caller. @param minePartnerId `null`: read as the lead */
export async function loadDossier(
  db: DbOrTx,
  id: string,
  minePartnerId: string | null,
  at: Instant,
): Promise<Dossier | null> {
  const application = await db
    .selectFrom('applications.application')
    .select(APPLICATION)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!application) return null;
  const [wave, revision, rules, fields, statements] = [
    await waveById(db, application.waveId),
    await formRevisionById(db, application.formRevisionId),
    await rulesOfWave(db, application.waveId),
    await fieldsOf(db, id),
    await statementsOf(db, id),
  ];
  const call = wave ? await callById(db, wave.callId) : null;
  if (!wave || !revision || !call) throw new Error(`application ${id} lost its wave or its form`);
  const partners = await partnersOf(db, id, fields, statements);
  const mine = partners.find((one) => (minePartnerId === null ? one.isLead : one.id === minePartnerId));
  if (!mine) return null;
  const openConflicts = await countConflicts(db, id);
  const judged = judge({ partners, fields, statements, revision, rules, openConflicts }, at);
  return { application, wave, call, revision, rules, partners, mine, fields, statements, openConflicts, ...judged };
}

type Parts = Pick<Dossier, 'partners' | 'fields' | 'statements' | 'revision' | 'rules' | 'openConflicts'>;

function judge({ partners, fields, statements, revision, rules, openConflicts }: Parts, at: Instant) {
  const answers = answersOf(fields);
  const budget = budgetOf(fields, partners);
  const totals = totalsOf(budget);
  const missing = missingFields(revision, answers);
  const of = (kind: StatementKind) => statements.filter((one) => one.kind === kind);
  const checks = selfCheck(rules, {
    partners,
    consortium: consortiumFaults(partners, budget.requestedGrantCents),
    budget,
    totals,
    answers,
    missingFields: missing,
    openConflicts,
    contractSignedBy: new Set(of('republican-commitment').map((one) => one.partnerId)),
    deMinimis: new Map(of('de-minimis').map((one) => [one.partnerId, one.content as DeMinimisDeclaration])),
    awardOn: zonedLocal(at).slice(0, 10),
  });
  return { answers, budget, totals, missing, checks };
}

/** Lead first, then in the order of arrival. A mandate signed for another share than today’s must be signed again. */
export async function partnersOf(
  db: DbOrTx,
  id: string,
  values: Values,
  statements: readonly Statement[],
): Promise<Partner[]> {
  const rows = await db
    .selectFrom('applications.partner')
    .select([
      'id',
      'organisation_id',
      'siret',
      'name',
      'is_lead',
      'family',
      'is_association',
      'mandate_state',
      'sections',
    ])
    .where('application_id', '=', id)
    .where('removed_at', 'is', null)
    .orderBy('is_lead', 'desc')
    .orderBy('added_at')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => {
    const shareCents = shareOf(values, row.id);
    const mandate = statements.find((one) => one.partnerId === row.id && one.kind === 'mandate');
    const stale = mandate !== undefined && (mandate.content as { shareCents: number }).shareCents !== shareCents;
    return {
      id: row.id,
      organisationId: row.organisation_id,
      siret: row.siret,
      name: row.name,
      isLead: row.is_lead,
      family: row.family as Family | null,
      isAssociation: row.is_association,
      mandateState: row.mandate_state === 'signed' && stale ? 'asked' : row.mandate_state,
      shareCents,
      sections: row.sections,
    };
  });
}

export async function statementsOf(db: DbOrTx, id: string): Promise<Statement[]> {
  return db
    .selectFrom('applications.statement')
    .select([
      'partner_id as partnerId',
      'kind',
      'text_version as textVersion',
      'content',
      'signatory_name as signatoryName',
      'signatory_capacity as signatoryCapacity',
      'signed_at as signedAt',
    ])
    .where('application_id', '=', id)
    .where('replaced_at', 'is', null)
    .orderBy('signed_at')
    .limit(300)
    .execute();
}

async function countConflicts(db: DbOrTx, id: string): Promise<number> {
  const row = await db
    .selectFrom('applications.field_conflict')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('application_id', '=', id)
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
