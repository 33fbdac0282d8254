import { callById, waveById } from '../../calls/index.ts';
import { type AgreementInForce, agreementInForce, openAgreement } from '../../grants/index.ts';
import { membersOf } from '../../identity/index.ts';
import { addEvidence, approve, certify, openRequest, requestById, submitRequest } from '../../payments/index.ts';
import { payByBank } from './bank.ts';
import { ensureCredits } from './credits.ts';
import { awardsOf } from './sign.ts';
import { before, first, holders, type Play, Refused, type Stage, stopped, taken, whole } from './stage.ts';

interface Officers {
  readonly certifierId: string;
  readonly approverIds: readonly string[];
}

/** « Demander, certifier et payer la première tranche »: for each partner of each agreement in force. */
export const playPayments: Play = async (stage) => {
  const { kernel, waveId, tick } = stage;
  const wave = await waveById(kernel.db, waveId);
  const call = wave ? await callById(kernel.db, wave.callId) : null;
  if (!call) return stopped({ code: 'no-wave' });
  const owed = await owedOn(stage);
  if (owed.length === 0) return before('sign');
  const certifierId = first(await holders(stage, 'certifier'));
  const approverIds = (await holders(stage, 'payment-officer', 2)).filter((id) => id !== certifierId);
  if (call.instrument !== null) await ensureCredits(stage, call.instrument);
  const requestIds: string[] = [];
  for (const [index, one] of owed.entries()) {
    requestIds.push(await orderOne(stage, { certifierId, approverIds }, one));
    await tick(index, owed.length);
  }
  await payByBank(stage, requestIds, first(approverIds));
  return whole(owed.length);
};

interface Owed {
  readonly agreement: AgreementInForce;
  readonly trancheId: string;
  readonly partnerId: string;
  readonly organisationId: string;
}

/** The first tranche of every partner of the agreements of the wave that everybody signed. */
async function owedOn(stage: Stage): Promise<Owed[]> {
  const owed: Owed[] = [];
  for (const award of await awardsOf(stage)) {
    const id = await openAgreement(stage.kernel, award, stage.kernel.clock.now());
    const agreement = await agreementInForce(stage.kernel.db, id);
    const [tranche] = agreement?.tranches ?? [];
    if (!agreement || !tranche) continue;
    const due = new Set(tranche.byPartner.filter(({ amountCents }) => amountCents > 0).map((one) => one.partnerId));
    for (const { partnerId, organisationId } of agreement.partners)
      if (due.has(partnerId)) owed.push({ agreement, trancheId: tranche.id, partnerId, organisationId });
  }
  return owed;
}

/** Asked by who represents the partner, certified by one person, approved by two others. @returns the request */
async function orderOne(stage: Stage, { certifierId, approverIds }: Officers, owed: Owed): Promise<string> {
  const { kernel } = stage;
  const { agreement, trancheId, partnerId, organisationId } = owed;
  const members = await membersOf(kernel.db, organisationId, kernel.clock.now());
  const personId = members.find(({ role }) => role === 'representative')?.personId ?? '';
  const at = kernel.clock.now();
  const id = await openRequest(kernel, { agreementId: agreement.id, trancheId, partnerId, personId, at });
  if (id === null) throw new Refused('openRequest', 'no-representative');
  const read = () => reread(stage, id);
  const act = (officerId: string, version: number) => ({
    ...{ requestId: id, personId: officerId, versionRead: version, at: kernel.clock.now() },
  });
  let request = await read();
  if (request.state === 'draft' || request.state === 'clarification') {
    for (const key of request.requiredEvidence)
      taken('addEvidence', await addEvidence(kernel, id, { personId, at }, { key, statement: 'Attesté (fictif).' }));
    taken('submitRequest', await submitRequest(kernel, id, { personId, at: kernel.clock.now() }));
    request = await read();
  }
  if (request.state === 'submitted') {
    taken('certify', await certify(kernel, act(certifierId, request.version), request.askedCents));
    request = await read();
  }
  const seen = new Set(request.visas.map((visa) => visa.personId));
  for (const approverId of approverIds.filter((one) => !seen.has(one)).slice(0, 2)) {
    if (request.state !== 'certified' && request.state !== 'approved') break;
    taken('approve', await approve(kernel, act(approverId, request.version)));
    request = await read();
  }
  return id;
}

async function reread({ kernel }: Stage, id: string) {
  const request = await requestById(kernel.db, id);
  if (request === null) throw new Refused('requestById', 'not-found');
  return request;
}
