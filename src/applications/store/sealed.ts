import { type FormRevision, missingFields, rulesOfWave } from '../../calls/index.ts';
import type { DbOrTx } from '../../kernel/db.ts';
import { type Instant, zonedLocal } from '../../kernel/instant.ts';
import { explain } from '../messages/eligibility.ts';
import { consortiumFaults, type Partner } from '../model/consortium.ts';
import { type Check, type DeMinimisDeclaration, selfCheck } from '../model/eligibility.ts';
import type { StatementKind } from '../model/statements.ts';
import type { DepositContent } from './deposit.ts';
import { revisionOf } from './whole.ts';

/** A rule of the wave against what was sealed: outcome, what was compared, and the sentence the applicant read. */
export interface SealedCheck {
  readonly rule: Check['rule'];
  readonly state: Check['state'];
  readonly inputs: Check['inputs'];
  readonly names: readonly string[];
  readonly sentence: string;
}

/**
 * Judges sealed contents by the rules frozen with their wave, as the draft was judged: the same content gives the same
 * outcomes, whatever became of the draft since.
 *
 * @returns a function of a content and the instant its deposit was received at
 */
export async function openChecker(db: DbOrTx, waveId: string) {
  const rules = await rulesOfWave(db, waveId);
  const revisions = new Map<string, FormRevision>();
  return async (content: DepositContent, at: Instant): Promise<SealedCheck[]> => {
    const revision = revisions.get(content.formRevisionId) ?? (await revisionOf(db, content.formRevisionId));
    revisions.set(content.formRevisionId, revision);
    const checks = selfCheck(rules, factsOf(content, revision, at));
    return checks.map((check) => ({
      rule: check.rule,
      state: check.state,
      inputs: check.inputs,
      names: check.names,
      sentence: explain(check),
    }));
  };
}

function factsOf(content: DepositContent, revision: FormRevision, at: Instant) {
  const partners = content.consortium.map(partnerOf);
  const answers = content.answers as Parameters<typeof missingFields>[1];
  const of = (kind: StatementKind) => content.statements.filter((one) => one.kind === kind);
  return {
    partners,
    consortium: consortiumFaults(partners, content.budget.requestedGrantCents),
    budget: content.budget,
    totals: content.totals,
    answers,
    missingFields: missingFields(revision, answers),
    // A deposit is refused while two versions of an answer wait.
    openConflicts: 0,
    contractSignedBy: new Set(of('republican-commitment').map((one) => one.partnerId)),
    deMinimis: new Map(of('de-minimis').map((one) => [one.partnerId, one.content as DeMinimisDeclaration])),
    awardOn: zonedLocal(at).slice(0, 10),
  };
}

/** Contents sealed before partners had their identifier there are known by their SIRET. */
const partnerOf = (one: DepositContent['consortium'][number]): Partner => ({
  id: one.id ?? one.siret,
  organisationId: '',
  siret: one.siret,
  name: one.name,
  isLead: one.isLead,
  family: one.family as Partner['family'],
  isAssociation: one.isAssociation ?? null,
  mandateState: one.mandateSignedAt === null ? 'none' : 'signed',
  shareCents: one.shareCents,
  sections: [],
});
