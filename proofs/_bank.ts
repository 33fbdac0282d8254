import assert from 'node:assert/strict';
import { plantAccounts } from '../src/payments/fixtures/paid.ts';
import { pain002 } from '../src/payments/fixtures/report.ts';
import { reread } from '../src/payments/fixtures.ts';
import type { PaymentRequest } from '../src/payments/model/request.ts';
import { travelId } from '../src/payments/sepa/text.ts';
import { composeBatch, handBatch } from '../src/payments/store/batch.ts';
import { batchFile } from '../src/payments/store/batch-file.ts';
import { reorder } from '../src/payments/store/certify.ts';
import { applyReturn, readReturn } from '../src/payments/store/return.ts';
import type { Rig } from './_rig.ts';
import '../src/payments/tables.ts';

const FILES = 8;

const refresh = ({ kernel }: Rig, requests: readonly PaymentRequest[]) =>
  Promise.all(requests.map(({ id }) => reread(kernel, id)));

/**
 * The ordered requests really paid: every officer composes the same batch at once, the bank's files contradict each other and
 * are applied at once, what failed is ordered again by everybody at once, and a second batch pays it.
 */
export async function payThroughBank(
  rig: Rig,
  requests: readonly PaymentRequest[],
  officers: readonly string[],
): Promise<string[]> {
  const [agent = ''] = officers;
  const ids = requests.map(({ id }) => id);
  await plantAccounts(rig.kernel, ids, agent, rig.kernel.clock.now());
  const batchId = await oneBatch(rig, ids, officers);
  const told = await contradictoryFiles(rig, batchId, await refresh(rig, requests), officers);
  const failed = (await refresh(rig, requests)).filter(({ state }) => state === 'failed');
  const again = await orderedAgain(rig, failed, officers);
  const settled = await refresh(rig, requests);
  assert.ok(
    settled.every(({ state }) => state === 'paid'),
    `some are not paid: ${settled.map(({ state }) => state)}`,
  );
  for (const { orders } of settled)
    assert.equal(orders.filter(({ state }) => state !== 'failed').length, 1, 'not one standing order');
  return [
    `${officers.length} agents composent la même remise à la fois : 1 remise, ${requests.length} virements, chaque ordre une fois`,
    ...told,
    ...again,
  ];
}

/** Everybody composes and hands at once: one does. */
async function oneBatch({ kernel }: Rig, requestIds: readonly string[], officers: readonly string[]): Promise<string> {
  const at = kernel.clock.now();
  const chosen = { requestIds, executeOn: '2099-12-31' };
  const answers = await Promise.all(officers.map((personId) => composeBatch(kernel, { personId, at }, chosen)));
  const made = answers.flatMap(({ changes }) => changes ?? []);
  assert.equal(made.length, 1, `${made.length} batches of the same requests`);
  const batchId = made[0]?.id ?? '';
  const handed = await Promise.all(officers.map((personId) => handBatch(kernel, { personId, at }, batchId)));
  assert.equal(handed.filter((one) => one?.changes).length, 1, 'handed more than once');
  return batchId;
}

/** Files that say opposite things of the same orders; the first order is always said paid. */
async function contradictoryFiles(
  { kernel }: Rig,
  batchId: string,
  requests: readonly PaymentRequest[],
  officers: readonly string[],
): Promise<string[]> {
  const at = kernel.clock.now();
  const xml = await batchFile(kernel, batchId);
  const orderIds = requests.flatMap(({ orders }) => orders.map(({ id }) => id));
  for (const id of orderIds)
    assert.ok(xml?.includes(`<EndToEndId>${travelId(id)}</EndToEndId>`), 'an order is not in the file');
  const files = Array.from({ length: FILES }, (_none, file) =>
    pain002(
      batchId,
      orderIds.map((orderId, rank) =>
        rank === 0 || (file + rank) % 2 === 0
          ? { orderId, status: 'ACSC' }
          : { orderId, status: 'RJCT', code: file % 3 === 0 ? 'AC04' : 'MS03' },
      ),
    ),
  );
  const read = await Promise.all(
    [...files, ...files].map((text, index) =>
      readReturn(kernel, { personId: officers[index] ?? '', at }, { name: `${index}.xml`, bytes: Buffer.from(text) }),
    ),
  );
  const distinct = new Set(read.map(({ changes }) => changes?.id));
  assert.equal(distinct.size, new Set(files).size, 'the same file became two');
  const applied = await Promise.all(
    [...distinct, ...distinct, ...distinct].map((id, index) =>
      applyReturn(kernel, { personId: officers[index] ?? '', at }, id ?? ''),
    ),
  );
  assert.equal(applied.filter(Boolean).length, distinct.size, 'a file was applied twice');
  return [
    `${applied.length} applications à la fois de ${distinct.size} fichiers de la banque qui se contredisent : chacun appliqué une fois`,
  ];
}

async function orderedAgain(
  rig: Rig,
  failed: readonly PaymentRequest[],
  officers: readonly string[],
): Promise<string[]> {
  const { kernel } = rig;
  const at = kernel.clock.now();
  assert.ok(failed.length > 0, 'nothing failed: the files did not contradict each other');
  const clicks = await Promise.all(
    officers.flatMap((personId) =>
      failed.map(({ id, version }) =>
        reorder(kernel, { requestId: id, personId, versionRead: version, at }, 'Compte vérifié.'),
      ),
    ),
  );
  assert.equal(clicks.filter((one) => one?.changes).length, failed.length, 'not one new order a request');
  const batchId = await oneBatch(
    rig,
    failed.map(({ id }) => id),
    officers,
  );
  const bytes = Buffer.from(pain002(batchId, [], 'ACSC'));
  const act = { personId: officers[0] ?? '', at };
  const read = await readReturn(kernel, act, { name: 'lot.xml', bytes });
  assert.equal(await applyReturn(kernel, act, read.changes?.id ?? ''), true);
  return [
    `${failed.length} échecs repris par ${officers.length} agents à la fois : un nouvel ordre chacun, payés par une seconde remise`,
  ];
}
