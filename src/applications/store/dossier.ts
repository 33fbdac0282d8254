import { totalsOf } from '../../budgets/index.ts';
import { callById, missingFields, waveById } from '../../calls/index.ts';
import { powerOf } from '../../identity/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import { consortiumFaults } from '../model/consortium.ts';
import type { Dossier, Judged, Whole } from '../model/dossier.ts';
import { type DeMinimisDeclaration, selfCheck } from '../model/eligibility.ts';
import type { StatementKind } from '../model/statements.ts';
import { answersOf, budgetOf } from '../model/values.ts';
import { readWhole, revisionOf, rulesOf } from './whole.ts';

/** `null`: no such file for this person, who must still act for the organisation of a partner. */
export async function dossierFor(db: DbOrTx, id: string, personId: string, at: Instant): Promise<Dossier | null> {
  const whole = await readWhole(db, id, personId);
  if (!whole || !(await powerOf(db, personId, whole.mine.organisationId, 'apply', at))) return null;
  const wave = await waveById(db, whole.application.waveId);
  const call = wave ? await callById(db, wave.callId) : null;
  if (!wave || !call) throw new Error(`application ${id} lost its wave`);
  return { ...(await judge(db, whole, at)), wave, call };
}

export async function judge(db: DbOrTx, whole: Whole, at: Instant): Promise<Judged> {
  const { application, partners, fields, statements, openConflicts } = whole;
  const revision = await revisionOf(db, application.formRevisionId);
  const rules = await rulesOf(db, application.waveId);
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
  return { ...whole, revision, rules, answers, budget, totals, missing, checks };
}
