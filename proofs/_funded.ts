import pg from 'pg';
import { plantEvaluatedWave, seedCastBefore } from '../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../src/grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../src/grants/index.ts';
import { newId } from '../src/kernel/ids.ts';
import type { Instant } from '../src/kernel/instant.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { euros } from '../src/kernel/money.ts';
import { decide } from '../src/ledger/fixtures.ts';
import {
  allotPayments,
  appropriate,
  certify,
  executePayment,
  orderPayment,
  recover,
  reverse,
} from '../src/ledger/index.ts';
import { nameFunder, publishDue } from '../src/publication/index.ts';
import { onRig } from './_rig.ts';

/** A SIRET that passes every check and belongs to no service that grants. */
const FICTIONAL_FUNDER = { name: 'Attribuant fictif', siret: '35600000000048', notified: false };

async function accepted(answer: ReturnType<typeof reverse>) {
  const decision = await answer;
  if (!decision?.changes) throw new Error(`the ledger refused: ${decision?.refusal?.code ?? 'no such group'}`);
  return decision.changes;
}

/**
 * A wave of fictional files funded by the product's own acts: agreements signed by all and published; of each three, one is
 * paid in two payments, one is certified only, one is committed only; one payment is undone, one is recovered in part.
 */
async function fundedWave(kernel: Kernel, files: number): Promise<AgreementInForce[]> {
  const now = kernel.clock.now();
  const cast = await seedCastBefore(kernel, now);
  const wave = await plantEvaluatedWave(kernel, cast, { count: files, now, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(30_000_000), now);
  const credits = { year: now.getUTCFullYear(), instrument: `essai-${wave.waveId}`, amountCents: euros(5_000_000) };
  await accepted(decide(kernel.db, 'credits', (tx, p) => appropriate(tx, p, credits)));
  await accepted(decide(kernel.db, 'credits-to', (tx, p) => allotPayments(tx, p, credits)));
  const agreements: AgreementInForce[] = [];
  for (const [index, applicationId] of wave.applicationIds.entries()) {
    const award = await plantAward(kernel, applicationId, now);
    const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, now);
    const agreement = await agreementInForce(kernel.db, id);
    if (agreement === null) throw new Error('a planted agreement is not in force');
    agreements.push(agreement);
    if (index % 3 < 2) await serve(kernel, agreement, credits, index);
  }
  await publish(kernel, now);
  return agreements;
}

type Credits = { readonly year: number; readonly instrument: string };

async function serve({ db }: Kernel, agreement: AgreementInForce, { year, instrument }: Credits, index: number) {
  for (const { partnerId, shareCents } of agreement.partners.filter((one) => one.shareCents > 0)) {
    const payee = { agreementId: agreement.id, partnerId, awardId: agreement.awardId };
    const amountCents = Math.floor(shareCents / 3);
    await accepted(decide(db, `certify:${partnerId}`, (tx, p) => certify(tx, p, { ...payee, amountCents })));
    if (index % 3 === 1) continue;
    for (const [rank, part] of [Math.floor(amountCents / 2), amountCents - Math.floor(amountCents / 2)].entries()) {
      const order = { orderId: newId(), year, instrument, amountCents: part };
      await accepted(decide(db, `order:${order.orderId}`, (tx, p) => orderPayment(tx, p, order)));
      const { groupId } = await accepted(
        decide(db, `pay:${order.orderId}`, (tx, p) => executePayment(tx, p, { ...order, payee })),
      );
      if (index === 0 && rank === 0 && agreement.partners[0]?.partnerId === partnerId)
        await accepted(decide(db, `undo:${order.orderId}`, (tx, p) => reverse(tx, { ...p, groupId })));
    }
    if (index === 3)
      await accepted(decide(db, `back:${partnerId}`, (tx, p) => recover(tx, p, { ...payee, amountCents: 7 })));
  }
}

async function publish(kernel: Kernel, at: Instant): Promise<void> {
  const rows = await kernel.db.selectFrom('grants.agreement').select('authority').distinct().execute();
  for (const { authority } of rows)
    await nameFunder(kernel, { authority, ...FICTIONAL_FUNDER, versionRead: 0, authorId: null, at });
  await publishDue(kernel, at);
}

const FILES = 6;

/** A database of its own in which a wave went from its envelope to its payments; the raw client is for who believes nothing. */
export const onFundedRig = (
  prove: (kernel: Kernel, client: pg.Client, agreements: readonly AgreementInForce[]) => Promise<readonly string[]>,
): Promise<string[]> =>
  onRig({ DEMO: '1' }, async ({ kernel }, databaseUrl) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return await prove(kernel, client, await fundedWave(kernel, FILES));
    } finally {
      await client.end();
    }
  });
