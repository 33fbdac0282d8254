import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import { type AgreementInForce, agreementInForce, lockAgreement } from '../grants/index.ts';
import { currentVersion } from '../grants/model/whole.ts';
import { amendAgreement } from '../grants/store/amend.ts';
import type { Cast } from '../identity/fixtures.ts';
import { ensurePerson } from '../identity/index.ts';
import { sqlState } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder } from '../ledger/index.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { plantCredits, plantDraft, plantLine, plantRequest, reread, taken } from './fixtures.ts';
import type { PaymentRequest } from './model/request.ts';
import { approve, certify, judgeLine } from './store/certify.ts';
import { addLine, submit } from './store/partner.ts';

let kernel: TestKernel;
let cast: Cast;
let wave: EvaluatedWave;
let approvers: string[];
const agreements: AgreementInForce[] = [];

beforeAll(async () => {
  kernel = await openTestKernel();
  cast = await seedCastBefore(kernel, TEST_NOW);
  wave = await plantEvaluatedWave(kernel, cast, { count: 2, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  for (const applicationId of wave.applicationIds) {
    const award = await plantAward(kernel, applicationId, TEST_NOW);
    const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
    const found = await agreementInForce(kernel.db, id);
    if (found) agreements.push(found);
  }
  const second = await ensurePerson(kernel.db, { name: 'Essai deux', email: 'deux@essai.example', at: TEST_NOW });
  approvers = [cast.byRole['payment-officer'].personId, second.id];
});
afterAll(() => kernel.close());

const agreement = (index = 0) => {
  const found = agreements[index];
  if (!found) throw new Error('no agreement');
  return found;
};
const wanted = (trancheIndex: number, partnerIndex = 0, agreementIndex = 0) => {
  const of = agreement(agreementIndex);
  return {
    agreementId: of.id,
    trancheId: of.tranches[trancheIndex]?.id ?? '',
    partnerId: of.partners[partnerIndex]?.partnerId ?? '',
    at: TEST_NOW,
  };
};
const act = (request: PaymentRequest, personId: string) => ({
  requestId: request.id,
  personId,
  versionRead: request.version,
  at: TEST_NOW,
});
const certifier = () => cast.byRole.certifier.personId;
const balance = async (request: PaymentRequest, stage: string) =>
  (await balancesUnder(kernel.db, 'AE', '')).find(
    ({ code }) => code === `agreement:${request.agreementId}:partner:${request.partnerId}:${stage}`,
  )?.balanceCents ?? 0;
const orders = async (request: PaymentRequest) =>
  (await kernel.db.selectFrom('payments.payment_order').select('id').where('request_id', '=', request.id).execute())
    .length;

describe('an advance', () => {
  let request: PaymentRequest;
  test('certified by one person moves the partner’s money', async () => {
    request = await plantRequest(kernel, wanted(0));
    taken(await certify(kernel, act(request, certifier()), request.askedCents));
    expect(await balance(request, 'certified')).toBe(request.askedCents);
    request = await reread(kernel, request.id);
  });

  test('is not approved by who certified it, nor twice by one person', async () => {
    expect((await approve(kernel, act(request, certifier())))?.refusal).toEqual({
      code: 'same-person',
      step: 'certified',
    });
    taken(await approve(kernel, act(request, approvers[0] ?? '')));
    request = await reread(kernel, request.id);
    expect((await approve(kernel, act(request, approvers[0] ?? '')))?.refusal?.code).toBe('same-person');
    expect(await orders(request)).toBe(0);
  });

  test('waits for payment credits, then is ordered in the same transaction', async () => {
    const second = act(request, approvers[1] ?? '');
    expect((await approve(kernel, second))?.refusal).toMatchObject({ code: 'no-credits', year: 2027 });
    expect([await orders(request), (await reread(kernel, request.id)).visas.length]).toEqual([0, 2]);
    await plantCredits(kernel, request.instrument ?? '', 2027, euros(20_000_000), TEST_NOW);
    taken(await approve(kernel, second));
    expect([await orders(request), (await reread(kernel, request.id)).state]).toEqual([1, 'ordered']);
  });
});

describe('the database itself refuses', () => {
  const refused = (work: Promise<unknown>) => work.then(() => 'passed', sqlState);
  const order = (requestId: string, amountCents: number) =>
    kernel.db
      .insertInto('payments.payment_order')
      .values({
        ...{ id: newId(), request_id: requestId, amount_cents: amountCents },
        ...{ year: 2027, instrument: 'deffinum', ordered_at: TEST_NOW },
      })
      .execute();
  const visa = (requestId: string, personId: string, sirens: string[], step: 'certified' | 'approved-1') =>
    kernel.db
      .insertInto('payments.visa')
      .values({ request_id: requestId, step, person_id: personId, sirens, journal_entry_id: newId(), at: TEST_NOW })
      .execute();

  test('a payment without certified evidence, and a visa of the same person, of a party, or before its step', async () => {
    const draft = await plantDraft(kernel, wanted(1, 0, 1));
    expect(await refused(order(draft.id, draft.askedCents))).toBe('23514');
    expect(await refused(visa(draft.id, certifier(), [], 'certified'))).toBe('23514');
    const sent = await plantRequest(kernel, wanted(0, 0, 1));
    expect(await refused(order(sent.id, sent.askedCents))).toBe('23514');
    expect(await refused(visa(sent.id, certifier(), [sent.partySirens[0] ?? ''], 'certified'))).toBe('23514');
    expect(await refused(visa(sent.id, certifier(), [], 'approved-1'))).toBe('23514');
    await visa(sent.id, certifier(), [], 'certified');
    expect(await refused(visa(sent.id, certifier(), [], 'approved-1'))).toBe('23505');
    expect(
      await refused(
        kernel.db.updateTable('payments.request').set({ state: 'ordered' }).where('id', '=', draft.id).execute(),
      ),
    ).toBe('23514');
  });
});

describe('an invoice', () => {
  const invoice = { siren: '732829320', number: 'FA-2027/001', text: 'facture unique' };
  test('is accepted once in the whole programme: the second is told by which agreement, and nothing is written', async () => {
    const first = await plantRequest(kernel, { ...wanted(1), spentCents: euros(50), invoice });
    // Not judged yet: the other project may still bring it, and is refused at acceptance.
    const other = await plantDraft(kernel, wanted(1, 0, 1));
    const mine = { personId: other.openedBy, at: TEST_NOW };
    await plantLine(kernel, other.id, mine, { ...wanted(1, 0, 1), invoice: { ...invoice, text: 'copie' } });
    const verdict = (request: PaymentRequest) => ({
      lineId: request.lines[0]?.id ?? '',
      verdict: 'accepted' as const,
      acceptedCents: 0,
      reason: '',
    });
    taken(await judgeLine(kernel, act(first, certifier()), verdict(first)));
    const again = await reread(kernel, other.id);
    const reuse = {
      ...{ supplierSiren: invoice.siren, invoiceNumber: 'fa 2027 001', invoicedOn: '2027-01-05', label: 'Copie' },
      amountCents: 100,
      uploadId: (
        await kernel.db
          .selectFrom('uploads.upload')
          .select('id')
          .where('person_id', '=', other.openedBy)
          .where('state', '=', 'finished')
          .executeTakeFirstOrThrow()
      ).id,
    };
    expect((await addLine(kernel, other.id, mine, reuse))?.refusal).toEqual({
      code: 'invoice-used',
      agreementNumber: first.agreementNumber,
    });
    expect((await reread(kernel, other.id)).lines).toHaveLength(again.lines.length);
  });

  test('reduced or refused carries its reason; an unjudged line stops the certification', async () => {
    const request = await plantRequest(kernel, { ...wanted(1, 1), spentCents: euros(50) });
    expect((await certify(kernel, act(request, certifier()), 100))?.refusal).toEqual({
      code: 'lines-to-judge',
      lines: 1,
    });
    const given = { lineId: request.lines[0]?.id ?? '', verdict: 'reduced' as const, acceptedCents: 4000, reason: '' };
    expect((await judgeLine(kernel, act(request, certifier()), given))?.refusal?.code).toBe('reason-needed');
    taken(await judgeLine(kernel, act(request, certifier()), { ...given, reason: 'Hors assiette' }));
    expect((await reread(kernel, request.id)).lines[0]).toMatchObject({ verdict: 'reduced', acceptedCents: 4000 });
  });
});

test('a request without its evidence is not sent; somebody else’s does not exist', async () => {
  const draft = await plantDraft(kernel, wanted(2, 1));
  const own = await submit(kernel, draft.id, { personId: draft.openedBy, at: TEST_NOW });
  expect(own?.refusal?.code).toMatch(/evidence-missing|no-line/);
  expect(await submit(kernel, draft.id, { personId: cast.sam.personId, at: TEST_NOW })).toBeNull();
  expect((await reread(kernel, draft.id)).state).toBe('draft');
});

test('an amendment leaves a tranche that is asked for as it is, and may change the others', async () => {
  const asked = await plantDraft(kernel, wanted(2, 1));
  const whole = async () => {
    const found = await kernel.db.transaction().execute((tx) => lockAgreement(tx, asked.agreementId));
    if (found === null) throw new Error('no agreement');
    return found;
  };
  const before = await whole();
  const { terms } = currentVersion(before);
  const act = {
    ...{ agreementId: before.id, authorId: cast.byRole['programme-manager'].personId },
    ...{ versionRead: before.lockVersion, at: TEST_NOW },
  };
  const tranches = terms.tranches.map((one) => (one.id === asked.trancheId ? { ...one, dueOn: '2031-06-30' } : one));
  const refused = await amendAgreement(kernel, { ...act }, { ...terms, tranches }, 'Essai');
  expect(refused?.refusal).toEqual({ code: 'tranche-asked', label: asked.label });
  expect((await whole()).versions).toHaveLength(before.versions.length);
  expect((await amendAgreement(kernel, act, { ...terms, endsOn: '2031-12-31' }, 'Essai'))?.refusal).toBeNull();
});
