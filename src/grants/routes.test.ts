import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { insertMembership } from '../identity/store/memberships.ts';
import { grantMandate } from '../identity/store/team.ts';
import type { Viewer } from '../kernel/http.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder, checkBooks } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantAward, plantSignature, plantWaveMoney, reread } from './fixtures.ts';
import { currentVersion } from './model/whole.ts';
import { watchDeadlines } from './store/lapse.ts';
import { openAgreement } from './store/open.ts';

let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;
let left: string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await plantEvaluatedWave(site.kernel, cast, { count: 8, now: TEST_NOW, until: 'deposited' });
  left = [...wave.applicationIds];
  await plantWaveMoney(site.kernel, wave.waveId, euros(20_000_000), TEST_NOW);
});
afterAll(() => site.close());
beforeEach(() => site.kernel.clock.set(TEST_NOW));

const manager = () => cast.byRole['programme-manager'];
const balance = async (prefix: string) =>
  (await balancesUnder(site.kernel.db, 'AE', prefix)).reduce((sum, { balanceCents }) => sum + balanceCents, 0);
const waveHas = () => balance(`wave:${wave.waveId}:available`);

/** The next file of the wave, its award, its agreement sent by its manager's page. */
async function sent() {
  const applicationId = left.shift() ?? '';
  const rank = wave.applicationIds.indexOf(applicationId);
  const people = [cast.lea, cast.marc, cast.ines];
  const [lead, partner] = [people[rank % 3] ?? cast.lea, people[(rank + 1) % 3] ?? cast.marc];
  const award = await plantAward(site.kernel, applicationId, TEST_NOW);
  const id = await openAgreement(site.kernel, award, TEST_NOW);
  const { lockVersion } = await reread(site.kernel, id);
  const answer = await site.post(`/agent/conventions/${id}/envoyer`, { version: String(lockVersion) }, manager());
  expect(answer.status).toBe(303);
  const { partners } = currentVersion(await reread(site.kernel, id)).terms;
  const ids = partners.map(({ partnerId }) => partnerId);
  return { id, applicationId, award, lead, partner, leadId: ids[0] ?? '', partnerId: ids[1] ?? '' };
}

const signing = (viewer: Viewer, partenaire: string, numero = 1, nom = viewer.name) => ({
  numero: String(numero),
  partenaire,
  nom,
  qualite: 'Présidente',
});
const signAs = (id: string, viewer: Viewer, partenaire: string, numero = 1, nom = viewer.name) =>
  site.post(`/conventions/${id}/signer`, signing(viewer, partenaire, numero, nom), viewer);
const signState = (id: string, numero = 1) =>
  site.post(`/agent/conventions/${id}/signer`, signing(manager(), 'state', numero), manager());
const signatures = async (id: string) => (await reread(site.kernel, id)).signatures.length;

describe('signing', () => {
  test('by the pages: partners, then the State; the money is committed at the last one, once', async () => {
    expect(await (await site.get('/agent/conventions', manager())).text()).toContain(
      'Aucune convention pour l’instant',
    );
    const before = await site.get(`/dossiers/${left[0]}/convention`, cast.lea);
    expect(await before.text()).toContain('Pas encore de convention');
    const { id, award, lead, partner, leadId, partnerId, applicationId } = await sent();
    const reserved = `award:${award.reservedAccount.awardId}:`;
    const misspelt = await signAs(id, lead, leadId, 1, 'Quelqu’un d’autre');
    expect([misspelt.status, (await misspelt.text()).includes(lead.name)]).toEqual([409, true]);
    const early = await signState(id);
    expect([early.status, (await early.text()).includes('Le service signe en dernier')]).toEqual([409, true]);
    expect(await signatures(id)).toBe(0);
    const twice = await Promise.all([signAs(id, lead, leadId, 1, 'LEA essai'), signAs(id, lead, leadId)]);
    expect([twice.map(({ status }) => status), await signatures(id)]).toEqual([[303, 303], 1]);
    expect((await signAs(id, partner, partnerId)).status).toBe(303);
    expect([await balance(reserved), await balance(`agreement:${id}:`)]).toEqual([award.grantedCents, 0]);
    expect((await Promise.all([signState(id), signState(id)])).map(({ status }) => status)).toEqual([303, 303]);
    expect([await balance(reserved), await balance(`agreement:${id}:`)]).toEqual([0, award.grantedCents]);
    expect([await signatures(id), (await reread(site.kernel, id)).state]).toEqual([3, 'in-force']);
    const page = await site.get(`/dossiers/${applicationId}/convention`, lead);
    expect([page.status, page.headers.get('location')]).toEqual([303, `/conventions/${id}`]);
    expect(await (await site.get(`/conventions/${id}`, partner)).text()).toContain('il n’y a rien à signer');
  });

  test('asks a living mandate: before, at and after, and never a partner of somebody else', async () => {
    const { id, lead, leadId, partnerId, partner } = await sent();
    const { organisationId } = currentVersion(await reread(site.kernel, id)).terms.partners[0] ?? {};
    const [from, to] = [plus(TEST_NOW, DAY_MS), plus(TEST_NOW, 2 * DAY_MS)];
    const { personId } = cast.sam;
    const place = { personId, organisationId: organisationId ?? '', role: 'member' as const, confirmedBy: null };
    await insertMembership(site.kernel.db, { ...place, at: TEST_NOW });
    const mandate = { organisationId: organisationId ?? '', personId, matter: 'sign' as const, note: 'Essai' };
    const given = { ...mandate, from, to, byId: lead.personId, at: TEST_NOW };
    expect((await grantMandate(site.kernel.db, given)).refusal).toBeNull();
    const refused = async (at: Date, signer: string) => {
      site.kernel.clock.set(at);
      const answer = await signAs(id, cast.sam, signer);
      return [answer.status, (await answer.text()).includes('Vous ne pouvez pas signer')];
    };
    expect(await refused(plus(from, -1), leadId)).toEqual([409, true]);
    expect(await refused(to, leadId)).toEqual([409, true]);
    expect(await refused(plus(to, -1), partnerId)).toEqual([409, true]);
    const byStore = plantSignature(site.kernel, await reread(site.kernel, id), leadId, personId, to);
    await expect(byStore).rejects.toThrow('may-not-sign');
    expect(await signatures(id)).toBe(0);
    site.kernel.clock.set(from);
    expect((await signAs(id, cast.sam, leadId)).status).toBe(303);
    expect((await reread(site.kernel, id)).signatures[0]).toMatchObject({ heldBy: 'mandate', signer: leadId });
    expect((await site.get(`/conventions/${id}`, partner)).status).toBe(200);
    const stranger = [cast.lea, cast.marc, cast.ines].find((one) => one !== lead && one !== partner) ?? cast.lea;
    expect((await site.get(`/conventions/${id}`, stranger)).status).toBe(404);
  });

  test('a version taken back is refused with both numbers, and the State is its delegate alone', async () => {
    const { id, lead, leadId } = await sent();
    expect((await signAs(id, lead, leadId)).status).toBe(303);
    const { lockVersion } = await reread(site.kernel, id);
    const reason = { version: String(lockVersion), acte: 'reprendre', 'motif-acte': 'Date erronée' };
    expect((await site.post(`/agent/conventions/${id}/reprendre`, reason, manager())).status).toBe(303);
    const stale = await signAs(id, lead, leadId);
    const text = await stale.text();
    expect([stale.status, text.includes('Vous avez lu la version 1 ; la version actuelle est la 2')]).toEqual([
      409,
      true,
    ]);
    expect((await reread(site.kernel, id)).signatures.filter(({ version }) => version === 2)).toEqual([]);
    const officer = cast.byRole['instructing-officer'];
    const refused = await site.post(`/agent/conventions/${id}/signer`, signing(officer, 'state', 2), officer);
    expect([refused.status, (await reread(site.kernel, id)).state]).toEqual([404, 'draft']);
  });
});

describe('an award', () => {
  test('lapses when the partners have not signed in time, told beforehand, and its money returns to the wave', async () => {
    const { id, award, lead, leadId, partner, partnerId } = await sent();
    const { signBy } = await reread(site.kernel, id);
    const due = signBy ?? TEST_NOW;
    await signAs(id, lead, leadId);
    const [stood, watch] = [await waveHas(), (at: Date) => watchDeadlines(site.kernel, at)];
    await watch(plus(due, -16 * DAY_MS));
    expect((await reread(site.kernel, id)).warnedAt).toBeNull();
    await watch(plus(due, -15 * DAY_MS));
    await site.kernel.drain();
    const told = site.kernel.db.selectFrom('kernel.mail_message').select('id').where('about', '=', 'grants.warned');
    expect((await told.execute()).length).toBeGreaterThan(1);
    await watch(plus(due, -1));
    expect((await reread(site.kernel, id)).state).toBe('partially-signed');
    site.kernel.clock.set(due);
    const late = await signAs(id, partner, partnerId);
    expect([late.status, (await late.text()).includes('Le délai de signature est passé')]).toEqual([409, true]);
    expect(await signatures(id)).toBe(1);
    await watch(due);
    await watch(plus(due, DAY_MS));
    expect((await reread(site.kernel, id)).state).toBe('lapsed');
    // Those of the tests above, left unsigned, lapse with it.
    const { released } = await site.kernel.db
      .selectFrom('grants.agreement')
      .select(({ fn }) => fn.sum<number>('granted_cents').as('released'))
      .where('state', '=', 'lapsed')
      .executeTakeFirstOrThrow();
    expect([await waveHas(), await balance(`award:${award.reservedAccount.awardId}:`)]).toEqual([stood + released, 0]);
    expect((await signAs(id, partner, partnerId)).status).toBe(409);
  });

  test('is given up by its lead alone', async () => {
    const { id, award, lead, partner } = await sent();
    const stood = await waveHas();
    const giveUp = (viewer: Viewer) => site.post(`/conventions/${id}/renoncer`, { motif: 'Projet abandonné' }, viewer);
    expect((await giveUp(partner)).status).toBe(409);
    expect([await waveHas(), (await reread(site.kernel, id)).state]).toEqual([stood, 'sent']);
    expect((await giveUp(lead)).status).toBe(303);
    expect([await waveHas(), (await reread(site.kernel, id)).state]).toEqual([stood + award.grantedCents, 'declined']);
    expect((await giveUp(lead)).status).toBe(409);
    expect((await checkBooks(site.kernel.db)).every((book) => book.sumCents === 0 && book.wrongAccounts === 0)).toBe(
      true,
    );
  });
});
