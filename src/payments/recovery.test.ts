import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../grants/index.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import { ensurePerson } from '../identity/index.ts';
import { sqlState } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder, checkBooks } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { centsToInput } from '../ui/index.ts';
import { plantPaid } from './fixtures/paid.ts';
import { plantCredits, plantOrdered, plantRequest, reread } from './fixtures.ts';
import { type Recovery, recoveryState } from './model/recovery.ts';
import type { PaymentRequest } from './model/request.ts';
import { makeRecoveryLetter } from './recovery-letter.ts';
import { recoveriesOfRequest } from './store/recoveries.ts';

let site: TestSite;
let cast: Cast;
let agreement: AgreementInForce;
let paid: PaymentRequest;
let unpaid: PaymentRequest;
beforeAll(async () => {
  site = await openTestSite();
  const { kernel } = site;
  cast = await seedCastBefore(kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  const award = await plantAward(kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
  agreement = (await agreementInForce(kernel.db, id)) as AgreementInForce;
  const second = await ensurePerson(kernel.db, { name: 'Essai deux', email: 'deux@essai.example', at: TEST_NOW });
  const rank = agreement.partners.findIndex(({ siret }) => siret === ORGANISATIONS.btpPicardie.siret);
  const wanted = (index: number) => ({
    ...{ agreementId: id, trancheId: agreement.tranches[0]?.id ?? '', at: TEST_NOW },
    partnerId: agreement.partners[index]?.partnerId ?? '',
  });
  const request = await plantRequest(kernel, wanted(rank));
  unpaid = await plantRequest(kernel, wanted(1 - rank));
  await plantCredits(kernel, request.instrument ?? '', 2027, euros(20_000_000), TEST_NOW);
  const signers = [cast.byRole.certifier.personId, cast.byRole['payment-officer'].personId, second.id] as const;
  paid = await plantPaid(kernel, await plantOrdered(kernel, request.id, signers, TEST_NOW), TEST_NOW);
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const payer = () => cast.byRole['payment-officer'];
const AMOUNT = euros(1000);
const order = async (request: PaymentRequest, fields: Record<string, string>) =>
  site.post(
    `/agent/paiements/demandes/${request.id}/reversement`,
    { version: String((await reread(site.kernel, request.id)).version), ...fields },
    manager(),
  );
const given = (cents = AMOUNT) => ({
  montant: centsToInput(cents),
  motif: 'Dépenses refusées.',
  echeance: '2027-03-01',
});
const recoveries = () => recoveriesOfRequest(site.kernel.db, paid.id);
const one = async () => (await recoveries()).at(-1) as Recovery;
const at = async (stage: string) =>
  (await balancesUnder(site.kernel.db, 'AE', ''))
    .filter((a) => a.stage === stage)
    .reduce((s, a) => s + a.balanceCents, 0);
describe('an order to repay', () => {
  test('is refused without its reason, too soon, beyond what was paid, or on what was not paid; nothing is written', async () => {
    expect((await order(paid, { ...given(), motif: '' })).status).toBe(422);
    const soon = await order(paid, { ...given(), echeance: '2027-01-20' });
    expect([soon.status, (await soon.text()).includes('trente jours au moins')]).toEqual([409, true]);
    const over = await order(paid, given((paid.certifiedCents ?? 0) + 100));
    expect([over.status, (await over.text()).includes('Plus que ce qui fut payé')]).toEqual([409, true]);
    expect((await order(unpaid, given())).status).toBe(404);
    expect(await recoveries()).toEqual([]);
    const raw = (amount: number) =>
      site.kernel.db
        .insertInto('payments.recovery')
        .values({
          ...{ id: newId(), number: 9, request_id: paid.id, amount_cents: amount, reason: 'x', due_on: '2027-03-01' },
          ...{ opened_by: newId(), opened_at: TEST_NOW },
        })
        .execute();
    expect(await raw((paid.certifiedCents ?? 0) + 1).then(() => 'passed', sqlState)).toBe('23514');
  });

  test('asked twice at once is given once', async () => {
    const fields = {
      version: String((await reread(site.kernel, paid.id)).version),
      ...given(paid.certifiedCents ?? 0),
    };
    const post = () => site.post(`/agent/paiements/demandes/${paid.id}/reversement`, fields, manager());
    const answers = await Promise.all([post(), post(), post()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    expect(await recoveries()).toHaveLength(1);
    const path = `/agent/paiements/reversements/${(await one()).id}/abandonner`;
    expect((await site.post(path, { motif: '' }, manager())).status).toBe(422);
    expect((await site.post(path, { motif: 'Erreur.' }, manager())).status).toBe(303);
  });

  test('has a letter, which the partner reads and nobody else does', async () => {
    expect((await order(paid, given())).status).toBe(303);
    const [newest] = await recoveries();
    const path = `/paiements/reversements/${newest?.id}/lettre.pdf`;
    expect((await site.get(path, cast.lea)).status).toBe(404);
    await makeRecoveryLetter(site.kernel, newest?.id ?? '');
    await makeRecoveryLetter(site.kernel, newest?.id ?? '');
    const letter = await site.get(path, cast.lea);
    expect([letter.status, (await letter.text()).slice(0, 5)]).toEqual([200, '%PDF-']);
    expect((await site.get(path, cast.sam)).status).toBe(404);
    expect(await (await site.get('/paiements/reversements', cast.lea)).text()).toContain('Dépenses refusées.');
    expect(await (await site.get('/paiements/reversements', cast.sam)).text()).toContain('Il n’y a rien à faire');
    const sent = await site.kernel.db
      .selectFrom('kernel.mail_message')
      .select('to_address')
      .where('about', '=', 'payments.recovery')
      .execute();
    expect(new Set(sent.map((mail) => mail.to_address)).size).toBe(sent.length);
  });

  test('comes back in parts, recorded by another person, never beyond what is due, in the books at once', async () => {
    const [newest] = await recoveries();
    const path = `/agent/paiements/reversements/${newest?.id}/recu`;
    const fields = (cents: number) => ({ montant: centsToInput(cents), recue: '2027-01-11', reference: 'VIR-1' });
    const [stood, back] = [await at('paid'), await at('recovered')];
    expect((await site.post(path, fields(AMOUNT), manager())).status).toBe(404);
    expect((await site.post(path, { ...fields(AMOUNT), recue: '2027-02-30' }, payer())).status).toBe(422);
    const future = await site.post(path, { ...fields(AMOUNT), recue: '2027-02-01' }, payer());
    expect([future.status, (await future.text()).includes('n’est pas encore venu')]).toEqual([409, true]);
    const over = await site.post(path, fields(AMOUNT + 1), payer());
    expect([over.status, (await over.text()).includes('Plus que ce qui reste dû')]).toEqual([409, true]);
    expect([await at('paid'), await at('recovered')]).toEqual([stood, back]);
    expect((await site.post(path, fields(euros(400)), payer())).status).toBe(303);
    const rest = await Promise.all([1, 2, 3, 4].map(() => site.post(path, fields(euros(600)), payer())));
    expect(rest.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
    expect([await at('paid'), await at('recovered')]).toEqual([stood - AMOUNT, back + AMOUNT]);
    const page = await (await site.get(`/agent/paiements/reversements/${newest?.id}`, payer())).text();
    expect(page).toContain('Reversé');
    for (const book of await checkBooks(site.kernel.db)) expect(book).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
  });
});

test('reminders come with the days', async () => {
  const [newest] = await recoveries();
  const open = { ...(newest as Recovery), returns: [], cancelled: null };
  const day = (days: number) =>
    plus(new Date('2027-03-01T12:00:00Z'), days * DAY_MS)
      .toISOString()
      .slice(0, 10);
  expect([0, 1, 30, 31, 60, 61].map((days) => recoveryState(open, day(days)))).toEqual([
    ...['running', 'first-reminder', 'first-reminder', 'second-reminder', 'second-reminder', 'formal-notice'],
  ]);
  const back = { amountCents: open.amountCents, receivedOn: day(0), reference: 'x' };
  expect(recoveryState({ ...open, returns: [back] }, day(90))).toBe('settled');
  const list = await (await site.get('/agent/paiements/reversements', manager())).text();
  expect(list).toContain(`N° ${open.number}`);
});
