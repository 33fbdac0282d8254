import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../grants/index.ts';
import { askedTranches } from '../grants/store/asked.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import { sqlState } from '../kernel/db.ts';
import type { Viewer } from '../kernel/http.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder, checkBooks } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantCredits, plantDraft, plantRequest, reread, taken } from './fixtures.ts';
import { tellPartner } from './letters.ts';
import type { PaymentRequest } from './model/request.ts';
import { approve, certify, judgeLine } from './store/certify.ts';
import { withdrawCertification } from './store/undo.ts';

let site: TestSite;
let cast: Cast;
let agreement: AgreementInForce;
let partner: Viewer;
let rank = 0;
beforeAll(async () => {
  site = await openTestSite();
  const { kernel } = site;
  cast = await seedCastBefore(kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  const award = await plantAward(kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
  agreement = (await agreementInForce(kernel.db, id)) as AgreementInForce;
  rank = agreement.partners.findIndex(({ siret }) => siret === ORGANISATIONS.btpPicardie.siret);
  partner = cast.lea;
});
afterAll(() => site.close());

const wanted = (tranche: number) => ({
  ...{ agreementId: agreement.id, trancheId: agreement.tranches[tranche]?.id ?? '', at: TEST_NOW },
  partnerId: agreement.partners[rank]?.partnerId ?? '',
});
const fresh = (request: PaymentRequest) => reread(site.kernel, request.id);
const act = (request: PaymentRequest, personId: string) => ({
  ...{ requestId: request.id, personId, versionRead: request.version, at: TEST_NOW },
});
const certifier = () => cast.byRole.certifier;
const at = async (request: PaymentRequest, stage: string) =>
  (await balancesUnder(site.kernel.db, 'AE', `agreement:${request.agreementId}:partner:${request.partnerId}:`)).find(
    (one) => one.stage === stage,
  )?.balanceCents ?? 0;
const send = async (request: PaymentRequest, name: string, fields: Record<string, string>, viewer: Viewer) =>
  site.post(
    `/agent/paiements/demandes/${request.id}/${name}`,
    { version: String((await fresh(request)).version), ...fields },
    viewer,
  );
const journal = async (request: PaymentRequest) =>
  (
    await site.kernel.db
      .selectFrom('kernel.journal_entry')
      .select('event')
      .where('subject_id', '=', request.id)
      .orderBy('seq')
      .execute()
  ).map(({ event }) => event);

describe('a certification', () => {
  let request: PaymentRequest;
  test('is withdrawn with a reason before the second approval: money and visas go back, their history stays', async () => {
    request = await plantRequest(site.kernel, wanted(0));
    const committed = await at(request, 'committed');
    taken(await certify(site.kernel, act(request, certifier().personId), request.askedCents));
    taken(await approve(site.kernel, act(await fresh(request), cast.byRole['payment-officer'].personId)));
    expect(await at(request, 'committed')).toBe(committed - request.askedCents);
    const mute = await send(request, 'retirer', {}, certifier());
    expect([mute.status, (await fresh(request)).state]).toEqual([422, 'approved']);
    const other = await send(request, 'retirer', { 'motif-retrait': 'x' }, cast.byRole['payment-officer']);
    expect(other.status).toBe(404);
    const done = await send(request, 'retirer', { 'motif-retrait': 'Le livrable manque.' }, certifier());
    expect(done.status).toBe(303);
    expect(await fresh(request)).toMatchObject({ state: 'submitted', certifiedCents: null, visas: [] });
    expect([await at(request, 'committed'), await at(request, 'certified')]).toEqual([committed, 0]);
    const page = await (await site.get(`/agent/paiements/demandes/${request.id}`, certifier())).text();
    expect(page).toContain('Le livrable manque.');
    expect(page).toContain('Première approbation par Essai payment-officer');
    expect((await checkBooks(site.kernel.db)).every((one) => one.sumCents === 0 && one.wrongAccounts === 0)).toBe(true);
  });

  test('is given again by the same person, then goes on to its order; after it nothing is withdrawn', async () => {
    taken(await certify(site.kernel, act(await fresh(request), certifier().personId), request.askedCents));
    await plantCredits(site.kernel, request.instrument ?? '', 2027, euros(20_000_000), TEST_NOW);
    taken(await approve(site.kernel, act(await fresh(request), cast.byRole['payment-officer'].personId)));
    taken(await approve(site.kernel, act(await fresh(request), cast.byRole['programme-manager'].personId)));
    const late = await send(request, 'retirer', { 'motif-retrait': 'Trop tard' }, certifier());
    expect([late.status, (await fresh(request)).state, (await fresh(request)).visas.length]).toEqual([
      409,
      'ordered',
      3,
    ]);
    const raw = site.kernel.db.deleteFrom('payments.visa').where('request_id', '=', request.id).execute();
    expect(await raw.then(() => 'passed', sqlState)).toBe('23514');
    expect(await journal(request)).toContain('certification-withdrawn');
  });
});

test('many withdraw and approve at once: one act wins, the books follow it', async () => {
  const request = await plantRequest(site.kernel, { ...wanted(1), spentCents: euros(900_000) });
  const given = { lineId: request.lines[0]?.id ?? '', verdict: 'accepted' as const, acceptedCents: 0, reason: '' };
  taken(await judgeLine(site.kernel, act(request, certifier().personId), given));
  taken(await certify(site.kernel, act(await fresh(request), certifier().personId), 10_000));
  const read = await fresh(request);
  const clicks = Array.from({ length: 8 }, (_, index) =>
    index % 2
      ? approve(site.kernel, act(read, cast.byRole['payment-officer'].personId))
      : withdrawCertification(site.kernel, act(read, certifier().personId), 'Essai'),
  );
  const answers = await Promise.all(clicks);
  expect(answers.filter((one) => one?.refusal === null)).toHaveLength(1);
  const now = await fresh(request);
  expect(await at(request, 'certified')).toBe((now.certifiedCents ?? 0) + (await certifiedElsewhere(request)));
  expect(now.state === 'approved' ? now.certifiedCents : now.state).toBe(
    now.state === 'approved' ? 10_000 : 'submitted',
  );
  if (now.state === 'approved')
    taken(await withdrawCertification(site.kernel, act(now, certifier().personId), 'Essai'));
});
/** Certified by the advance of the test before. */
const certifiedElsewhere = async (request: PaymentRequest) => {
  const rows = await site.kernel.db
    .selectFrom('payments.request')
    .select('certified_cents')
    .where('partner_id', '=', request.partnerId)
    .where('id', '<>', request.id)
    .execute();
  return rows.reduce((sum, one) => sum + (one.certified_cents ?? 0), 0);
};

describe('a request', () => {
  test('is refused by the certifier with its reason; the partner is told, and asks again with the same invoice', async () => {
    const [first] = await site.kernel.db
      .selectFrom('payments.request')
      .select('id')
      .where('state', '=', 'submitted')
      .execute();
    const request = await reread(site.kernel, first?.id ?? '');
    const mute = await send(request, 'refuser', {}, certifier());
    expect([mute.status, (await fresh(request)).state]).toEqual([422, 'submitted']);
    const done = await send(request, 'refuser', { 'motif-refus': 'Les dépenses sont d’un autre projet.' }, certifier());
    expect(done.status).toBe(303);
    expect(await fresh(request)).toMatchObject({ state: 'rejected', certifiedCents: null });
    expect([...(await askedTranches(site.kernel.db, agreement.id))]).not.toContain(request.trancheId);
    await tellPartner(site.kernel, request.id);
    await tellPartner(site.kernel, request.id);
    const letters = await site.kernel.db
      .selectFrom('kernel.mail_message')
      .select(['to_address', 'text_body'])
      .where('about', '=', 'payments.rejected')
      .execute();
    expect(new Set(letters.map((one) => one.to_address)).size).toBe(letters.length);
    expect(letters[0]?.text_body).toContain('Les dépenses sont d’un autre projet.');
    const page = await (await site.get('/paiements', partner)).text();
    expect(page).toContain('Préparer une autre demande');
    const [line] = request.lines;
    const invoice = { siren: line?.supplierSiren ?? '', number: line?.invoiceNumber ?? '', text: 'de nouveau' };
    const again = await plantRequest(site.kernel, { ...wanted(1), spentCents: euros(900_000), invoice });
    expect([again.id === request.id, again.state]).toEqual([false, 'submitted']);
    expect([...(await askedTranches(site.kernel.db, agreement.id))]).toContain(again.trancheId);
    const verdict = { lineId: again.lines[0]?.id ?? '', verdict: 'accepted' as const, acceptedCents: 0, reason: '' };
    expect((await judgeLine(site.kernel, act(again, certifier().personId), verdict))?.refusal).toBeNull();
    const late = await send(request, 'certifier', { montant: '100' }, certifier());
    expect([late.status, (await fresh(request)).state]).toEqual([409, 'rejected']);
  });

  test('in preparation is cancelled by its partner alone, and its tranche is free', async () => {
    const draft = await plantDraft(site.kernel, wanted(2));
    const base = `/paiements/demandes/${draft.id}`;
    expect((await site.post(`${base}/annuler`, {}, cast.sam)).status).toBe(404);
    expect((await site.post(`${base}/annuler`, {}, partner)).status).toBe(303);
    expect((await fresh(draft)).state).toBe('cancelled');
    const twice = await site.post(`${base}/annuler`, {}, partner);
    expect([twice.status, (await twice.text()).includes('Annulée par le partenaire')]).toEqual([409, true]);
    expect([...(await askedTranches(site.kernel.db, agreement.id))]).not.toContain(draft.trancheId);
    expect((await plantDraft(site.kernel, wanted(2))).id).not.toBe(draft.id);
    expect(await journal(draft)).toEqual(['payment-cancelled']);
  });

  test('that was sent is not cancelled', async () => {
    const [row] = await site.kernel.db
      .selectFrom('payments.request')
      .select('id')
      .where('state', '=', 'submitted')
      .execute();
    const answer = await site.post(`/paiements/demandes/${row?.id}/annuler`, {}, partner);
    expect([answer.status, (await reread(site.kernel, row?.id ?? '')).state]).toEqual([409, 'submitted']);
  });
});
