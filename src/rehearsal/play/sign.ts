import { awardOf, committeeOf } from '../../committee/index.ts';
import {
  type Agreement,
  agreementById,
  currentVersion,
  missingPartners,
  openAgreement,
  sendAgreement,
  signAgreement,
  typedName,
} from '../../grants/index.ts';
import { membersOf, personById } from '../../identity/index.ts';
import { newId } from '../../kernel/ids.ts';
import { before, first, holders, type Play, Refused, type Stage, taken, whole } from './stage.ts';

/** Awards that stand for the files of a wave. */
export async function awardsOf({ kernel, waveId }: Stage) {
  const items = (await committeeOf(kernel.db, waveId))?.items ?? [];
  const awards = await Promise.all(items.map(({ applicationId }) => awardOf(kernel.db, applicationId)));
  return awards.filter((award) => award !== null);
}

/** « Signer les conventions »: drafted from the decision, sent, signed by each partner, then by the State. */
export const playSignatures: Play = async (stage) => {
  const { kernel, tick } = stage;
  const committee = await committeeOf(kernel.db, stage.waveId);
  if (!committee?.decided) return before('decide');
  const managerId = first(await holders(stage, 'programme-manager'));
  const awards = await awardsOf(stage);
  for (const [index, award] of awards.entries()) {
    const id = await openAgreement(kernel, award, kernel.clock.now());
    await bringIntoForce(stage, id, managerId);
    await tick(index + 1, awards.length);
  }
  return whole(awards.length);
};

const ENDED = new Set(['lapsed', 'declined']);

async function bringIntoForce(stage: Stage, id: string, managerId: string): Promise<void> {
  const { kernel } = stage;
  const draft = await reread(stage, id);
  if (draft.inForceVersion !== null || ENDED.has(draft.state)) return;
  if (currentVersion(draft).state === 'draft') {
    const act = { agreementId: id, authorId: managerId, versionRead: draft.lockVersion, at: kernel.clock.now() };
    taken('sendAgreement', await sendAgreement(kernel, act, null));
  }
  const sent = await reread(stage, id);
  for (const { partnerId, organisationId } of missingPartners(sent, currentVersion(sent))) {
    const members = await membersOf(kernel.db, organisationId, kernel.clock.now());
    const personId = members.find(({ role }) => role === 'representative')?.personId;
    if (!personId) throw new Refused('signAgreement', 'no-representative');
    await signFor(stage, sent, partnerId, personId);
  }
  await signFor(stage, sent, 'state', managerId);
}

async function reread({ kernel }: Stage, id: string): Promise<Agreement> {
  const agreement = await agreementById(kernel.db, id);
  if (agreement === null) throw new Refused('agreementById', 'not-found');
  return agreement;
}

async function signFor({ kernel }: Stage, agreement: Agreement, signer: string, personId: string): Promise<void> {
  const name = (await personById(kernel.db, personId))?.name ?? '';
  const version = currentVersion(agreement);
  const at = kernel.clock.now();
  const proof = await typedName.prove({
    ...{ reference: newId(), agreementNumber: agreement.number, version: version.number },
    ...{ textSha256: version.textSha256 ?? '', organisation: signer, personId, personName: name, at },
  });
  if (proof === null) throw new Refused('signAgreement', 'no-proof');
  const command = { agreementId: agreement.id, version: version.number, signer, personId, typedName: name, at };
  const capacity = signer === 'state' ? 'Responsable du programme' : 'Représentante légale';
  taken('signAgreement', await signAgreement(kernel, { ...command, capacity }, proof));
}
