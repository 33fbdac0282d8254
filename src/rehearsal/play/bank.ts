import { membersOf, personById } from '../../identity/index.ts';
import { zonedLocal } from '../../kernel/instant.ts';
import {
  composeBatch,
  confirmAccount,
  declareAccount,
  handBatch,
  ordersToTell,
  payables,
  requestById,
  settlePayments,
} from '../../payments/index.ts';
import { storeFormFile } from '../../uploads/index.ts';
import { fictionalIban, NO_BIC } from '../model/iban.ts';
import { fictionalPaper } from './paper.ts';
import { Refused, type Stage, taken } from './stage.ts';

const CHECK = 'Compte fictif de la répétition : personne n’a été appelé.';
const PAID = 'Payé par la banque fictive de la répétition.';

/** Ordered requests leave in one file and come back paid: accounts declared and confirmed, batch handed, bank’s answer. */
export async function payByBank(stage: Stage, requestIds: readonly string[], officerId: string): Promise<void> {
  const { kernel } = stage;
  for (const { organisationId, account } of await payables(kernel.db, requestIds)) {
    if (account === null) await openAccount(stage, organisationId, officerId);
    // The last request is not told done before the bank answered.
    await stage.tick(requestIds.length - 1, requestIds.length);
  }
  const ready = await payables(kernel.db, requestIds);
  const act = () => ({ personId: officerId, at: kernel.clock.now() });
  if (ready.length > 0) {
    const chosen = { requestIds: ready.map(({ requestId }) => requestId), executeOn: today(stage) };
    taken('composeBatch', await composeBatch(kernel, act(), chosen));
  }
  const sent = await ordersToTell(kernel.db, await sentOrders(stage, requestIds));
  const composed = new Set([...sent.values()].flatMap(({ batch }) => (batch?.state === 'composed' ? [batch.id] : [])));
  for (const id of composed) taken('handBatch', await handBatch(kernel, act(), id));
  const said = { said: 'executed', batchId: null, amountCents: null, code: null, reason: PAID } as const;
  const outcomes = [...sent.keys()].map((orderId) => ({ ...said, orderId }));
  const settled = await kernel.db.transaction().execute((tx) => settlePayments(tx, outcomes, act()));
  for (const one of settled) taken('settle', one);
}

const today = ({ kernel }: Stage): string => zonedLocal(kernel.clock.now()).slice(0, 10);

/** Orders that left and of which the bank said nothing yet. */
async function sentOrders({ kernel }: Stage, requestIds: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const id of requestIds) {
    const request = await requestById(kernel.db, id);
    ids.push(...(request?.orders ?? []).filter(({ state }) => state === 'sent').map((order) => order.id));
  }
  return ids;
}

async function openAccount({ kernel }: Stage, organisationId: string, officerId: string): Promise<void> {
  const at = kernel.clock.now();
  const members = await membersOf(kernel.db, organisationId, at);
  const person = await personById(kernel.db, members.find(({ role }) => role === 'representative')?.personId ?? '');
  if (person === null) throw new Refused('declareAccount', 'no-representative');
  const iban = fictionalIban(Number.parseInt(organisationId.slice(-8), 16));
  const sender = { personId: person.id, email: person.email };
  const paper = fictionalPaper(`RIB fictif ${iban}`);
  const { uploadId } = taken('storeFormFile', await storeFormFile(kernel, sender, paper, at));
  const given = { organisationId, holder: 'Organisme fictif', iban, bic: NO_BIC, uploadId };
  const { id } = taken('declareAccount', await declareAccount(kernel, { personId: person.id, at }, given));
  const act = { accountId: id, personId: officerId, at: kernel.clock.now() };
  taken('confirmAccount', await confirmAccount(kernel, act, { iban, checkMade: CHECK }));
}
