import assert from 'node:assert/strict';
import { type RawBuilder, sql } from 'kysely';
import type { Proof } from '../scripts/prove.ts';
import { plantEvaluatedWave, seedCastBefore } from '../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../src/grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../src/grants/index.ts';
import type { Cast } from '../src/identity/fixtures.ts';
import { ensurePerson } from '../src/identity/index.ts';
import { type Db, type DbOrTx, sqlState } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { euros, formatCents, sumCents } from '../src/kernel/money.ts';
import { balancesUnder, checkBooks } from '../src/ledger/index.ts';
import { plantCredits, plantRequest, reread } from '../src/payments/fixtures.ts';
import type { PaymentRequest } from '../src/payments/model/request.ts';
import { approve, certify, judgeLine } from '../src/payments/store/certify.ts';
import { payThroughBank } from './_bank.ts';
import { onRig, type Rig } from './_rig.ts';
import '../src/payments/tables.ts';

const CLIENTS = 32;
const AGREEMENTS = 6;
const INVOICE = { siren: '732829320', number: 'FA-2027-77', text: 'la même facture pour tous' };

export const proof: Proof = {
  promise:
    'aucun paiement sans preuve certifiée ; payé ≤ certifié ≤ engagé par partenaire, sous 32 clients qui se contredisent',
  run: () => onRig({ DEMO: '1', PUBLIC_URL: 'http://localhost:3000' }, prove),
};

async function prove(rig: Rig): Promise<string[]> {
  const { kernel } = rig;
  const cast = await seedCastBefore(kernel, kernel.clock.now());
  const agreements = await plantAgreements(rig, cast);
  const officers = await plantOfficers(rig);
  const lines = [await oneInvoice(rig, agreements, officers), await withoutEvidence(rig, agreements)];
  return [...lines, ...(await contradictoryClicks(rig, agreements, officers))];
}

async function plantAgreements({ kernel }: Rig, cast: Cast): Promise<AgreementInForce[]> {
  const at = kernel.clock.now();
  const wave = await plantEvaluatedWave(kernel, cast, { count: AGREEMENTS, now: at, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(20_000_000), at);
  const found: AgreementInForce[] = [];
  for (const applicationId of wave.applicationIds) {
    const award = await plantAward(kernel, applicationId, at);
    const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, at);
    const agreement = await agreementInForce(kernel.db, id);
    if (agreement) found.push(agreement);
  }
  return found;
}

async function plantOfficers({ kernel }: Rig): Promise<string[]> {
  const at = kernel.clock.now();
  const people = Array.from({ length: CLIENTS }, (_none, index) => index);
  return Promise.all(
    people.map(async (index) => {
      const person = await ensurePerson(kernel.db, {
        name: `Agent ${index}`,
        email: `agent-${index}@essai.example`,
        at,
      });
      return person.id;
    }),
  );
}

const act = ({ kernel }: Rig, request: PaymentRequest, personId: string) => ({
  requestId: request.id,
  personId,
  versionRead: request.version,
  at: kernel.clock.now(),
});

const plant = ({ kernel }: Rig, agreement: AgreementInForce, tranche: number, invoice?: typeof INVOICE) =>
  plantRequest(kernel, {
    agreementId: agreement.id,
    trancheId: agreement.tranches[tranche]?.id ?? '',
    partnerId: agreement.partners[0]?.partnerId ?? '',
    at: kernel.clock.now(),
    spentCents: euros(1000),
    ...(invoice ? { invoice } : {}),
  });

/** The same invoice in every project, accepted by all officers at once. */
async function oneInvoice(rig: Rig, agreements: readonly AgreementInForce[], officers: readonly string[]) {
  const requests = await Promise.all(agreements.map((one) => plant(rig, one, 1, INVOICE)));
  const clicks = officers.map(async (personId, index) => {
    const request = requests[index % requests.length];
    const lineId = request?.lines[0]?.id ?? '';
    if (!request) throw new Error('no request');
    return judgeLine(rig.kernel, act(rig, request, personId), {
      lineId,
      verdict: 'accepted',
      acceptedCents: 0,
      reason: '',
    });
  });
  const answers = await Promise.all(clicks);
  const held = await rig.kernel.db
    .selectFrom('payments.expense_line')
    .select('id')
    .where('accepted_cents', '>', 0)
    .execute();
  assert.equal(held.length, 1, `the invoice is accepted ${held.length} times`);
  const told = answers.filter((answer) => answer?.refusal?.code === 'invoice-used').length;
  assert.ok(told > 0, 'nobody was told');
  return `une facture dans ${requests.length} projets, ${officers.length} clics : acceptée 1 fois, ${told} refus qui nomment la convention`;
}

/** Straight to the tables, as whoever forgot the program would. */
async function withoutEvidence({ kernel }: Rig, agreements: readonly AgreementInForce[]): Promise<string> {
  const requests = await kernel.db.selectFrom('payments.request').select(['id', 'asked_cents']).execute();
  assert.equal(requests.length, agreements.length);
  for (const { id, asked_cents } of requests) {
    const order = kernel.db
      .insertInto('payments.payment_order')
      .values({
        ...{ id: newId(), request_id: id, amount_cents: asked_cents, year: 2027, instrument: 'x' },
        ordered_at: kernel.clock.now(),
      })
      .execute();
    assert.equal(await order.then(() => 'passed', sqlState), '23514');
  }
  return `${requests.length} paiements écrits dans la base sans certification : ${requests.length} refusés par la base`;
}

/** Every officer certifies, then approves, the same advances at once. */
async function contradictoryClicks(rig: Rig, agreements: readonly AgreementInForce[], officers: readonly string[]) {
  const { kernel } = rig;
  const at = kernel.clock.now();
  const requests = await Promise.all(agreements.map((one) => plant(rig, one, 0)));
  await plantCredits(kernel, requests[0]?.instrument ?? '', at.getFullYear(), euros(20_000_000), at);
  let accepted = 0;
  const round = async (step: (request: PaymentRequest, personId: string) => ReturnType<typeof approve>) => {
    const fresh = await Promise.all(requests.map(({ id }) => reread(kernel, id)));
    const answers = await Promise.all(officers.flatMap((personId) => fresh.map((request) => step(request, personId))));
    const done = answers.filter((answer) => answer?.changes).length;
    assert.equal(done, requests.length, `${done} acts for ${requests.length} requests`);
    accepted += done;
    return answers.length;
  };
  const certifyOne = (request: PaymentRequest, personId: string) =>
    certify(kernel, act(rig, request, personId), request.askedCents) as ReturnType<typeof approve>;
  const approveOne = (request: PaymentRequest, personId: string) => approve(kernel, act(rig, request, personId));
  const clicks = (await round(certifyOne)) + (await round(approveOne)) + (await round(approveOne));
  return [
    `${clicks} clics contradictoires (certifier, approuver, approuver encore) : ${accepted} actes, un par étape et par demande`,
    ...(await payThroughBank(rig, requests, officers)),
    ...(await verify(rig, requests)),
  ];
}

async function verify({ kernel: { db } }: Rig, requests: readonly PaymentRequest[]): Promise<string[]> {
  const visas = await db.selectFrom('payments.visa').select(['request_id', 'person_id']).execute();
  for (const { id } of requests) {
    const people = visas.filter((visa) => visa.request_id === id).map((visa) => visa.person_id);
    assert.equal(new Set(people).size, 3, 'not three different persons');
  }
  const { faults, paidCents, certifiedCents } = await chainOfMoney(db, requests);
  assert.deepEqual(faults, []);
  assert.ok(paidCents > 0, 'paid ≤ certified says nothing while nothing is paid');
  const books = await checkBooks(db);
  for (const book of books) assert.ok(book.sumCents === 0 && book.wrongAccounts === 0, `book ${book.book} is broken`);
  return [
    `${requests.length} partenaires : ${formatCents(paidCents)} payés ≤ ${formatCents(certifiedCents)} certifiés ≤ leurs parts, trois personnes différentes par demande`,
    `${books.length} livres recalculés : sommes nulles, aucun solde faux`,
    await controls(db, requests),
  ];
}

/** Paid is read in the ledger, certified in the requests, committed in the agreements: three sources that must agree. */
async function chainOfMoney(db: DbOrTx, requests: readonly PaymentRequest[]) {
  const [faults, sums] = [[] as string[], { paidCents: 0, certifiedCents: 0 }];
  for (const { agreementId, partnerId } of requests) {
    const accounts = await balancesUnder(db, 'AE', `agreement:${agreementId}:partner:${partnerId}:`);
    const at = (stage: string) => accounts.find((account) => account.stage === stage)?.balanceCents ?? 0;
    const agreement = await agreementInForce(db, agreementId);
    const committed = agreement?.partners.find((one) => one.partnerId === partnerId)?.shareCents ?? 0;
    const rows = await db
      .selectFrom('payments.request')
      .select('certified_cents')
      .where('agreement_id', '=', agreementId)
      .where('partner_id', '=', partnerId)
      .execute();
    const certified = sumCents(rows.map((row) => row.certified_cents ?? 0));
    if (at('paid') > certified) faults.push('paid over certified');
    if (certified > committed) faults.push('certified over committed');
    if (at('paid') + at('certified') !== certified) faults.push('the ledger certified another sum');
    sums.paidCents += at('paid');
    sums.certifiedCents += certified;
  }
  return { faults, ...sums };
}

/** In a transaction undone afterwards, triggers off: each of the three comparisons must see its fault. */
async function controls(db: Db, requests: readonly PaymentRequest[]): Promise<string> {
  const seen = async (sabotage: RawBuilder<unknown>) => {
    const tx = await db.startTransaction().execute();
    try {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sabotage.execute(tx);
      return (await chainOfMoney(tx, requests)).faults;
    } finally {
      await tx.rollback().execute();
    }
  };
  const overPaid = sql`update ledger.account set balance = balance + 100000000 where book = 'AE' and stage = 'paid'`;
  assert.ok((await seen(overPaid)).includes('paid over certified'));
  const moved = sql`update ledger.account set balance = balance - 1 where book = 'AE' and stage = 'paid'`;
  assert.ok((await seen(moved)).includes('the ledger certified another sum'));
  const overCertified = sql`update payments.request set asked_cents = 900000000000, certified_cents = 900000000000
    where certified_cents is not null`;
  assert.ok((await seen(overCertified)).includes('certified over committed'));
  return 'témoins : un payé au-delà du certifié, un centime déplacé, un certifié au-delà de la part sont vus';
}
