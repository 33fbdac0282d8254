import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import { ensurePerson } from '../identity/index.ts';
import type { Viewer } from '../kernel/http.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder, checkBooks } from '../ledger/index.ts';
import { plantPaid } from '../payments/fixtures/paid.ts';
import {
  plantCredits,
  plantDraft,
  plantOrdered,
  plantRequest,
  reread as rereadRequest,
  taken,
} from '../payments/fixtures.ts';
import { certify, judgeLine } from '../payments/store/certify.ts';
import { submit } from '../payments/store/partner.ts';
import { endDrafts } from '../payments/store/undo.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { zonedLocal } from '../ui/index.ts';
import { plantAgreement, plantAward, plantWaveMoney, reread } from './fixtures.ts';
import { agreementInForce, inForceHeads } from './index.ts';
import { closingTerms } from './model/ending.ts';
import { currentVersion } from './model/whole.ts';
import { endingOf } from './store/ending-read.ts';

let site: TestSite;
let cast: Cast;
let waveId: string;
const ids: string[] = [];
const ENVELOPE = euros(20_000_000);
const LATER = plus(TEST_NOW, 17 * DAY_MS);
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(site.kernel, cast, { count: 3, now: TEST_NOW, until: 'deposited' });
  waveId = wave.waveId;
  await plantWaveMoney(site.kernel, waveId, ENVELOPE, TEST_NOW);
  for (const applicationId of wave.applicationIds) {
    const award = await plantAward(site.kernel, applicationId, TEST_NOW);
    ids.push(await plantAgreement(site.kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW));
  }
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const state = (index: number) => reread(site.kernel, ids[index] ?? '');
const inForce = async (index: number) => {
  const found = await agreementInForce(site.kernel.db, ids[index] ?? '');
  if (!found) throw new Error('not in force');
  return found;
};
const released = async (index: number) =>
  (await endingOf(site.kernel.db, await state(index)))?.release.releasedCents ?? -1;
const waveHas = async () =>
  (await balancesUnder(site.kernel.db, 'AE', `wave:${waveId}:available`))[0]?.balanceCents ?? 0;
const stage = async (index: number, name: string) =>
  (await balancesUnder(site.kernel.db, 'AE', `agreement:${ids[index]}:`))
    .filter((one) => one.stage === name)
    .reduce((sum, one) => sum + one.balanceCents, 0);
const act = async (index: number, name: string, fields: Record<string, string>) =>
  site.post(
    `/agent/conventions/${ids[index]}/${name}`,
    { version: String((await state(index)).lockVersion), ...fields },
    manager(),
  );
const wanted = async (index: number, tranche: number, rank: number) => {
  const { id, tranches, partners } = await inForce(index);
  return {
    agreementId: id,
    trancheId: tranches[tranche]?.id ?? '',
    partnerId: partners[rank]?.partnerId ?? '',
    at: TEST_NOW,
  };
};
const certified = async (index: number, tranche: number, rank: number, spentCents = 0) => {
  const request = await plantRequest(site.kernel, { ...(await wanted(index, tranche, rank)), spentCents });
  const by = async () => ({
    ...{ requestId: request.id, personId: cast.byRole.certifier.personId, at: TEST_NOW },
    versionRead: (await rereadRequest(site.kernel, request.id)).version,
  });
  for (const { id } of request.lines)
    taken(await judgeLine(site.kernel, await by(), { lineId: id, verdict: 'accepted', acceptedCents: 0, reason: '' }));
  taken(await certify(site.kernel, await by(), request.askedCents));
  return request;
};
const partnerOf = async (index: number): Promise<Viewer> =>
  (await inForce(index)).partners.some(({ siret }) => siret === ORGANISATIONS.btpPicardie.siret) ? cast.lea : cast.marc;

describe('a termination', () => {
  test('is announced with a reason and fifteen days to answer, or not at all', async () => {
    await certified(0, 0, 0);
    const until = (days: number) => zonedLocal(plus(TEST_NOW, days * DAY_MS));
    const mute = await act(0, 'resiliation', { 'motif-resiliation': '', reponse: until(16) });
    expect(mute.status).toBe(422);
    const short = await act(0, 'resiliation', { 'motif-resiliation': 'Abandon', reponse: until(10) });
    expect([short.status, (await short.text()).includes('quinze jours au moins')]).toEqual([409, true]);
    expect(await site.kernel.db.selectFrom('grants.termination').select('id').execute()).toEqual([]);
    const page = await (await site.get(`/agent/conventions/${ids[0]}`, manager())).text();
    expect(page).toContain('Plus versé');
    const done = await act(0, 'resiliation', { 'motif-resiliation': 'Le projet est abandonné.', reponse: until(16) });
    expect(done.status).toBe(303);
    expect((await act(0, 'resiliation', { 'motif-resiliation': 'x', reponse: until(16) })).status).toBe(409);
  });

  test('is answered by a partner, and read by the service; a stranger has no such page', async () => {
    const partner = await partnerOf(0);
    const page = await (await site.get(`/conventions/${ids[0]}`, partner)).text();
    expect(page).toContain('Le projet est abandonné.');
    const mute = await site.post(`/conventions/${ids[0]}/observations`, {}, partner);
    expect(mute.status).toBe(422);
    const said = await site.post(`/conventions/${ids[0]}/observations`, { observations: 'Nous contestons.' }, partner);
    expect(said.status).toBe(303);
    expect((await site.post(`/conventions/${ids[0]}/observations`, { observations: 'x' }, cast.sam)).status).toBe(404);
    expect(await (await site.get(`/agent/conventions/${ids[0]}`, manager())).text()).toContain('Nous contestons.');
  });

  test('is not pronounced before the time to answer, nor over a request that waits, nor on other figures', async () => {
    const fields = async () => ({ 'motif-fin': 'Projet abandonné.', libere: String(await released(0)) });
    expect((await act(0, 'resilier', await fields())).status).toBe(409);
    site.kernel.clock.set(LATER);
    const waiting = await plantRequest(site.kernel, await wanted(0, 0, 1));
    const refused = await act(0, 'resilier', await fields());
    expect([refused.status, (await refused.text()).includes('demandes de paiement sont en cours')]).toEqual([
      409,
      true,
    ]);
    const version = (await rereadRequest(site.kernel, waiting.id)).version;
    const no = { version: String(version), 'motif-refus': 'Projet abandonné.' };
    expect((await site.post(`/agent/paiements/demandes/${waiting.id}/refuser`, no, cast.byRole.certifier)).status).toBe(
      303,
    );
    const other = await act(0, 'resilier', { 'motif-fin': 'Projet abandonné.', libere: '1' });
    expect([other.status, (await other.text()).includes('Les montants ont changé')]).toEqual([409, true]);
    expect([(await state(0)).state, await stage(0, 'released')]).toEqual(['in-force', 0]);
  });

  test('leaves what is certified, gives the rest back to the wave, and closes what was being prepared', async () => {
    const draft = await plantDraft(site.kernel, await wanted(0, 1, 0));
    const [stood, gone, kept] = [await waveHas(), await released(0), await stage(0, 'certified')];
    const fields = { 'motif-fin': 'Projet abandonné.', libere: String(gone) };
    const twice = await Promise.all([act(0, 'resilier', fields), act(0, 'resilier', fields)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect([await waveHas(), await stage(0, 'committed'), await stage(0, 'certified')]).toEqual([
      stood + gone,
      0,
      kept,
    ]);
    const after = await state(0);
    expect([after.state, after.totalCents, currentVersion(after).closing]).toEqual(['terminated', kept, true]);
    expect((await inForce(0)).isOpen).toBe(false);
    const late = await submit(site.kernel, draft.id, { personId: draft.openedBy, at: LATER });
    expect([late?.refusal?.code, (await rereadRequest(site.kernel, draft.id)).state]).toEqual([
      'out-of-agreement',
      'draft',
    ]);
    expect(
      (await inForceHeads(site.kernel.db, '00000000-0000-0000-0000-000000000000')).map((one) => one.totalCents),
    ).toContain(kept);
    await endDrafts(site.kernel, ids[0] ?? '', LATER);
    expect((await rereadRequest(site.kernel, draft.id)).state).toBe('cancelled');
    const again = await site.post(
      '/paiements/demandes',
      { convention: ids[0] ?? '', tranche: draft.trancheId, partenaire: draft.partnerId },
      await partnerOf(0),
    );
    expect(again.status).toBe(404);
    expect((await site.get(`/agent/conventions/${ids[0]}`, manager())).status).toBe(200);
    expect((await checkBooks(site.kernel.db)).every((one) => one.sumCents === 0 && one.wrongAccounts === 0)).toBe(true);
  });

  test('before anything was certified leaves nothing in force; abandoned, the agreement goes on', async () => {
    const reponse = zonedLocal(plus(LATER, 16 * DAY_MS));
    expect((await act(1, 'resiliation', { 'motif-resiliation': 'Essai', reponse })).status).toBe(303);
    expect((await act(1, 'resiliation/abandonner', { 'motif-abandon': 'Accord trouvé' })).status).toBe(303);
    expect((await inForce(1)).isOpen).toBe(true);
    expect(
      (await act(1, 'resiliation', { 'motif-resiliation': 'Essai', destination: 'released', reponse })).status,
    ).toBe(303);
    site.kernel.clock.set(plus(LATER, 17 * DAY_MS));
    const stood = await waveHas();
    expect((await act(1, 'resilier', { 'motif-fin': 'Fin', libere: String(await released(1)) })).status).toBe(303);
    expect([await waveHas(), (await state(1)).inForceVersion]).toEqual([stood, null]);
    expect(await agreementInForce(site.kernel.db, ids[1] ?? '')).toBeNull();
  });
});

test('an agreement is closed once its balances are paid, what was not used is given back', async () => {
  const early = await act(2, 'clore', { libere: String(await released(2)) });
  expect([early.status, (await early.text()).includes('Le solde n’est pas payé')]).toEqual([409, true]);
  const second = await ensurePerson(site.kernel.db, { name: 'Essai deux', email: 'deux@essai.example', at: TEST_NOW });
  const signers = [cast.byRole.certifier.personId, manager().personId, second.id] as const;
  const { tranches, partners, totalCents, baseCents } = await inForce(2);
  const balance = tranches.findIndex(({ kind }) => kind === 'balance');
  for (const rank of partners.keys()) {
    const spentCents = rank === 0 ? baseCents : 100;
    const request = await plantRequest(site.kernel, { ...(await wanted(2, balance, rank)), spentCents });
    const now = { requestId: request.id, personId: signers[0], at: TEST_NOW, versionRead: request.version };
    for (const { id } of request.lines)
      taken(await judgeLine(site.kernel, now, { lineId: id, verdict: 'accepted', acceptedCents: 0, reason: '' }));
    if (rank === 0) await plantCredits(site.kernel, request.instrument ?? '', 2027, euros(20_000_000), TEST_NOW);
    await plantPaid(site.kernel, await plantOrdered(site.kernel, request.id, signers, TEST_NOW), TEST_NOW);
  }
  const [gone, paid, stood] = [await released(2), await stage(2, 'paid'), await waveHas()];
  expect(gone + paid).toBe(totalCents);
  expect((await act(2, 'clore', { libere: String(gone) })).status).toBe(303);
  const after = await state(2);
  expect([after.state, after.totalCents, await waveHas()]).toEqual(['completed', paid, stood + gone]);
  expect(currentVersion(after).terms.tranches.map(({ kind }) => kind)).toEqual(['balance']);
});

test('what an agreement comes to is what was certified, tranche by tranche', async () => {
  const { terms } = currentVersion(await state(2));
  expect(closingTerms(terms, [])).toBeNull();
  const [tranche, partner] = [terms.tranches[0], terms.partners[0]];
  const asked = { id: 'r', trancheId: tranche?.id ?? '', partnerId: partner?.partnerId ?? '', askedCents: 9 };
  const closed = closingTerms(terms, [{ ...asked, state: 'paid', certifiedCents: 7 }]);
  expect([closed?.totalCents, closed?.partners[0]?.shareCents]).toEqual([7, 7]);
});
