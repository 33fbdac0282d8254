import { type Decision, refuse } from '../../kernel/decision.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import {
  type CommonsRefusal,
  decideDescribe,
  decidePublish,
  type Output,
  type Read,
  type Told,
} from '../model/resource.ts';
import { outputsOffered } from './agreements.ts';
import { chainOf, type Depositor } from './deposit.ts';
import { learnWords, writeEntry } from './entry.ts';
import { lockForMember } from './read.ts';
import '../tables.ts';

type Means = Pick<Kernel, 'db'>;

export function describe(
  { db }: Means,
  by: Depositor,
  resourceId: string,
  read: Read | null,
  { description, changes, output }: Told,
): Promise<Decision<{ number: number }, CommonsRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const resource = await lockForMember(tx, resourceId, by.personId, by.at);
    if (resource === null) return null;
    const decision = decideDescribe(resource, read);
    if (decision.refusal !== null) return decision;
    if (output !== null && !isOffered(await outputsOffered(tx, resource.organisationId), output)) return null;
    await tx
      .updateTable('commons.version')
      .set({ description: JSON.stringify(description), changes, edits: decision.changes.edits })
      .set({ agreement_id: output?.agreementId ?? null, tranche_id: output?.trancheId ?? null })
      .where('resource_id', '=', resourceId)
      .where('number', '=', decision.changes.number)
      .execute();
    return decision;
  });
}

const isOffered = (offered: readonly Output[], { agreementId, trancheId }: Output) =>
  offered.some((one) => one.agreementId === agreementId && one.trancheId === trancheId);

/** From then on this version never changes; the catalogue shows it in place of the one before. */
export function publish(
  { db }: Means,
  by: Depositor,
  resourceId: string,
  read: Read | null,
): Promise<Decision<{ number: number }, CommonsRefusal> | null> {
  return db.transaction().execute(async (tx) => {
    const resource = await lockForMember(tx, resourceId, by.personId, by.at);
    if (resource === null) return null;
    const decision = decidePublish(resource, read);
    if (decision.refusal !== null) return refuse(decision.refusal);
    const { version, description, report } = decision.changes;
    await tx
      .updateTable('commons.version')
      .set({ state: 'published', published_by: by.personId, published_at: by.at })
      .where('resource_id', '=', resourceId)
      .where('number', '=', version.number)
      .execute();
    await tx
      .updateTable('commons.resource')
      .set({ published_version: version.number, published_at: by.at })
      .where('id', '=', resourceId)
      .execute();
    await writeEntry(tx, { resourceId, description, report, publishedAt: by.at }, by.at);
    await learnWords(tx, description);
    await record(tx, chainOf(resourceId), {
      ...{
        subjectType: 'resource',
        subjectId: resourceId,
        event: 'resource-published',
        authorId: by.personId,
        at: by.at,
      },
      reason: version.number === 1 ? 'Première version.' : version.changes,
      after: {
        number: version.number,
        sha256: version.sha256,
        agreementId: version.agreementId,
        trancheId: version.trancheId,
      },
    });
    return { changes: { number: version.number }, refusal: null };
  });
}
