import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import type { Viewer } from '../kernel/http.ts';
import { euros, formatCents } from '../kernel/money.ts';
import { plantDraft, plantRequest, taken } from '../payments/fixtures.ts';
import { certify } from '../payments/store/certify.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantAgreement, plantAward, plantWaveMoney } from './fixtures.ts';
import { type AgreementInForce, agreementInForce } from './index.ts';
import { moneyOf, paidLines } from './model/paid.ts';

let site: TestSite;
let cast: Cast;
let agreement: AgreementInForce;
let id: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(site.kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(site.kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  const award = await plantAward(site.kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  id = await plantAgreement(site.kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
  agreement = (await agreementInForce(site.kernel.db, id)) as AgreementInForce;
});
afterAll(() => site.close());

const page = async (path: string, viewer: Viewer) => (await site.get(path, viewer)).text();
const section = (text: string) => text.slice(text.indexOf('id="paiements"'));
const partner = (rank: number) => agreement.partners[rank] as AgreementInForce['partners'][number];
const of = (rank: number) => (partner(rank).siret === ORGANISATIONS.btpPicardie.siret ? cast.lea : cast.marc);
const wanted = (tranche: number, rank: number) => ({
  ...{ agreementId: id, trancheId: agreement.tranches[tranche]?.id ?? '', partnerId: partner(rank).partnerId },
  at: TEST_NOW,
});

test('before anything is asked, the page shows the schedule of every partner to the service', async () => {
  const text = section(await page(`/agent/conventions/${id}`, cast.byRole['programme-manager']));
  expect(text.match(/Pas encore demandée/g)).toHaveLength(agreement.tranches.length * agreement.partners.length);
  for (const { name, shareCents } of agreement.partners) {
    expect(text).toContain(name);
    expect(text).toContain(formatCents(shareCents));
  }
});

test('what is asked and certified shows in euros, linked for those who judge it alone', async () => {
  const request = await plantRequest(site.kernel, wanted(0, 0));
  const act = { requestId: request.id, personId: cast.byRole.certifier.personId, versionRead: request.version };
  taken(await certify(site.kernel, { ...act, at: TEST_NOW }, request.askedCents - 100));
  const draft = await plantDraft(site.kernel, wanted(1, 0));
  const href = `/agent/paiements/demandes/${request.id}`;
  const manager = section(await page(`/agent/conventions/${id}`, cast.byRole['programme-manager']));
  expect([manager.includes(href), manager.includes(draft.id)]).toEqual([true, false]);
  expect(manager).toContain(formatCents(request.askedCents - 100));
  const officer = section(await page(`/agent/conventions/${id}`, cast.byRole['instructing-officer']));
  expect([officer.includes(href), officer.includes('À approuver')]).toEqual([false, true]);
});

test('a partner sees its own line and the way to its request, never those of the others', async () => {
  const own = section(await page(`/conventions/${id}`, of(0)));
  expect(own).toContain('/paiements/demandes/');
  expect(own.match(/Pas encore demandée/g)).toHaveLength(agreement.tranches.length - 2);
  const other = section(await page(`/conventions/${id}`, of(1)));
  const table = other.slice(0, other.indexOf('<h2'));
  expect([table.includes('/paiements/demandes/'), table.includes(partner(0).name)]).toEqual([false, false]);
});

test('money paid counts as certified and ordered; a draft is not asked yet', () => {
  const [p, t] = [partner(0), agreement.tranches[0]];
  if (!t) throw new Error('no tranche');
  const asked = { id: 'r', trancheId: t.id, partnerId: p.partnerId, askedCents: 100, certifiedCents: 80 };
  const line = (state: string, certifiedCents: number | null = 80) =>
    paidLines({ partners: [p], tranches: [t] }, [{ ...asked, certifiedCents, state: state as 'ordered' }])[0];
  expect(line('draft', null)).toMatchObject({ askedCents: 0, certifiedCents: 0, orderedCents: 0, paidCents: 0 });
  expect(line('certified')).toMatchObject({ askedCents: 100, certifiedCents: 80, orderedCents: 0, paidCents: 0 });
  expect(line('ordered')).toMatchObject({ askedCents: 100, certifiedCents: 80, orderedCents: 80, paidCents: 0 });
  expect(line('paid')).toMatchObject({ askedCents: 100, certifiedCents: 80, orderedCents: 80, paidCents: 80 });
  const code = (stage: string) => `agreement:${id}:partner:${p.partnerId}:${stage}`;
  const balances = [
    { code: code('committed'), balanceCents: 5 },
    { code: code('paid'), balanceCents: 7 },
    { code: 'agreement:autre:partner:autre:paid', balanceCents: 9 },
  ];
  expect(moneyOf(id, [p], balances)).toEqual([
    { partnerId: p.partnerId, partner: p.name, committedCents: 5, certifiedCents: 0, paidCents: 7 },
  ]);
});
