import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantWaveMoney } from '../grants/fixtures.ts';
import { decline } from '../grants/store/lapse.ts';
import type { Cast } from '../identity/fixtures.ts';
import { insertMembership } from '../identity/store/memberships.ts';
import { sqlState } from '../kernel/db.ts';
import { euros } from '../kernel/money.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantMembers } from './fixtures.ts';
import { awardOf } from './index.ts';
import { noteLapse } from './store/lapse.ts';
import { committeeOf, itemsOf } from './store/wave.ts';

let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;
let members: string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await plantEvaluatedWave(site.kernel, cast, { count: 6, now: TEST_NOW });
  const asked = await site.kernel.db.selectFrom('evaluation.file').select('requested_cents').execute();
  const total = asked.reduce((sum, row) => sum + row.requested_cents, 0);
  await plantWaveMoney(site.kernel, wave.waveId, Math.floor(total / 2), TEST_NOW);
  members = await plantMembers(site.kernel, cast, 3, TEST_NOW);
  // The last member belongs to the lead of the first file.
  const linked = {
    personId: members[2] ?? '',
    organisationId: cast.organisationIds.btpPicardie,
    role: 'member',
  } as const;
  await insertMembership(site.kernel.db, { ...linked, confirmedBy: null, at: TEST_NOW });
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const base = () => `/comite/vagues/${wave.waveId}`;
const post = (path: string, fields: Record<string, string | readonly string[]>, viewer = manager()) =>
  site.post(`${base()}${path}`, fields, viewer);
const version = async () => String((await committeeOf(site.kernel.db, wave.waveId))?.version ?? 0);
const items = () => itemsOf(site.kernel.db, wave.waveId);
const decisions = () => site.kernel.db.selectFrom('committee.decision').selectAll().orderBy('decided_at').execute();
const sentence = async (response: Response) => [response.status, await response.text()] as const;
const convening = () => ({ heldAt: '2027-01-12T10:00', place: 'Paris', quorum: '2', members, chair: members[0] ?? '' });

describe('before the decision', () => {
  test('there is no committee before the ranking is frozen', async () => {
    expect((await site.get(base(), manager())).status).toBe(404);
    expect((await post('/convoquer', convening())).status).toBe(404);
    const freeze = { scenario: 'simple', reason: 'Comité' };
    expect((await site.post(`/agent/vagues/${wave.waveId}/classement/figer`, freeze, manager())).status).toBe(303);
  });

  test('a session is called with a quorum it can reach and a chair among its members', async () => {
    const call = (fields = {}) => post('/convoquer', { ...convening(), ...fields });
    const [status, text] = await sentence(await call({ quorum: '9' }));
    expect([status, text.includes('Ce quorum dépasse le nombre de membres'), await items()]).toEqual([409, true, []]);
    expect([(await call({ chair: '' })).status, (await call()).status, (await call()).status]).toEqual([422, 303, 409]);
    expect((await post('/ouvrir', { present: [members[0] ?? ''] })).status).toBe(409);
  });

  test('at the opening, a member linked to a file leaves for it', async () => {
    expect((await post('/ouvrir', { present: members })).status).toBe(303);
    const recusals = await site.kernel.db.selectFrom('committee.recusal').select(['person_id', 'conflict']).execute();
    expect(recusals.length).toBeGreaterThan(0);
    expect(new Set(recusals.map(({ person_id }) => person_id))).toEqual(new Set([members[2]]));
    const page = await (await site.get(base(), manager())).text();
    expect(page).toContain('se retire pour');
  });

  test('a departure has a reason, an amount that makes sense, a lever when redirected, and is kept with its author', async () => {
    const refused = (await items()).filter(({ outcome }) => outcome === 'reserve').at(-1);
    const id = refused?.applicationId ?? '';
    const move = async (fields: Record<string, string>) =>
      post(`/dossiers/${id}/mouvement`, { version: await version(), outcome: 'redirected', ...fields });
    expect((await move({ reason: '' })).status).toBe(422);
    const [status, text] = await sentence(await move({ reason: 'Mieux ailleurs' }));
    expect([status, text.includes('Dites vers quel dispositif')]).toEqual([409, true]);
    const more = await move({ outcome: 'retained-for-less', amount: '999 000 000', reason: 'Trop' });
    expect([more.status, (await more.text()).includes('Ce montant ne convient pas')]).toEqual([409, true]);
    expect(await site.kernel.db.selectFrom('committee.move').select('id').execute()).toEqual([]);
    const stale = await version();
    expect((await move({ lever: 'tiers-lieux', reason: 'Le projet relève d’un autre levier.' })).status).toBe(303);
    const late = await post(`/dossiers/${id}/mouvement`, { version: stale, outcome: 'refused', reason: 'Non' });
    expect([late.status, (await late.text()).includes('Le projet relève d’un autre levier.')]).toEqual([409, true]);
    const moves = await site.kernel.db.selectFrom('committee.move').select(['author_id', 'reason']).execute();
    expect(moves).toEqual([{ author_id: manager().personId, reason: 'Le projet relève d’un autre levier.' }]);
  });

  test('a list beyond the money of the wave is refused by the ledger, and nothing is decided', async () => {
    const reserve = (await items()).find(({ outcome }) => outcome === 'reserve');
    const path = `/dossiers/${reserve?.applicationId}/mouvement`;
    await post(path, { version: await version(), outcome: 'retained', reason: 'À financer aussi' });
    const [status, text] = await sentence(await post('/decider', { version: await version(), reason: 'Adoptée' }));
    expect([status, text.includes('dépassent ce dont la vague dispose')]).toEqual([409, true]);
    expect(await decisions()).toEqual([]);
    const back = { version: await version(), outcome: 'reserve', reason: 'Faute de crédits' };
    expect((await post(path, back)).status).toBe(303);
  });

  test('no opinion, no letter, no page for the applicant', async () => {
    const id = wave.applicationIds[0] ?? '';
    expect((await site.get(`/dossiers/${id}/decision`, cast.lea)).status).toBe(404);
    const early = { application_id: id, asked_by: cast.lea.personId, asked_at: TEST_NOW };
    const bare = site.kernel.db.insertInto('committee.opinion_request').values(early).execute();
    expect(sqlState(await bare.catch((error) => error))).toBe('23514');
  });
});

describe('the decision of the wave', () => {
  test('reserves the money, writes one decision and one letter a file, and opens the agreements', async () => {
    expect((await post('/decider', { version: await version(), reason: 'Liste adoptée à l’unanimité' })).status).toBe(
      303,
    );
    const made = await decisions();
    expect(made.length).toBe(6);
    const funded = made.filter(({ granted_cents }) => granted_cents > 0);
    const accounts = await site.kernel.db
      .selectFrom('ledger.account')
      .select(['code', 'balance'])
      .where('stage', '=', 'reserved')
      .execute();
    expect(new Map(accounts.map(({ code, balance }) => [code, balance]))).toEqual(
      new Map(funded.map(({ id, granted_cents }) => [`award:${id}:reserved`, granted_cents])),
    );
    const award = await awardOf(site.kernel.db, funded[0]?.application_id ?? '');
    expect(award?.reservedAccount).toEqual({ awardId: funded[0]?.id, waveId: wave.waveId });
    await site.kernel.drain();
    const letters = await site.kernel.db.selectFrom('committee.letter').select(['pdf', 'made_at']).execute();
    expect(letters.every(({ pdf }) => pdf?.subarray(0, 5).toString() === '%PDF-')).toBe(true);
    const agreements = await site.kernel.db.selectFrom('grants.agreement').select('application_id').execute();
    expect(agreements.length).toBe(funded.length);
  });

  test('is taken once: the second is told who, when and why', async () => {
    const [status, text] = await sentence(await post('/decider', { version: await version(), reason: 'Encore' }));
    expect([status, text.includes('La décision est déjà prise'), text.includes('Liste adoptée à l’unanimité')]).toEqual(
      [409, true, true],
    );
    expect((await decisions()).length).toBe(6);
    const bare = site.kernel.db.updateTable('committee.item').set({ reason: 'x' }).execute();
    expect(sqlState(await bare.catch((error) => error))).toBe('42501');
  });

  test('letters leave once, whatever is run again', async () => {
    const count = async () =>
      (
        await site.kernel.db
          .selectFrom('kernel.mail_message')
          .select('id')
          .where('about', '=', 'committee.letter')
          .execute()
      ).length;
    const before = await count();
    expect(before).toBeGreaterThanOrEqual(6);
    const made = await decisions();
    await site.kernel.db.transaction().execute(async (tx) => {
      for (const { id } of made) await site.kernel.jobs.enqueue(tx, 'committee.make-letter', { decisionId: id });
    });
    await site.kernel.drain();
    expect(await count()).toBe(before);
  });

  test('has minutes, on screen and on paper', async () => {
    const page = await (await site.get(`${base()}/seances/1/proces-verbal`, manager())).text();
    expect(page).toContain('elle vaut décision de la vague');
    expect(page).toContain('Le projet relève d’un autre levier.');
    const pdf = await site.get(`${base()}/seances/1/proces-verbal.pdf`, manager());
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });
});

describe('after the decision', () => {
  const mine = () => wave.applicationIds[0] ?? '';

  test('the applicant reads the reasons and the letter, then the opinions without a name', async () => {
    const page = await (await site.get(`/dossiers/${mine()}/decision`, cast.lea)).text();
    expect(page).toContain('Critère par critère');
    expect(page).toContain('traitement algorithmique');
    expect((await site.get(`/dossiers/${mine()}/decision`, cast.sam)).status).toBe(404);
    expect((await site.get(`/dossiers/${mine()}/decision/lettre.pdf`, cast.lea)).status).toBe(200);
    expect((await site.post(`/dossiers/${mine()}/decision/avis`, {}, cast.lea)).status).toBe(303);
    const told = await (await site.get(`/dossiers/${mine()}/decision`, cast.lea)).text();
    expect(told).toContain('Avis A');
    expect(told).not.toContain('Experte Essai');
  });

  test('an appeal is filed once, and answered with reasons', async () => {
    const file = () =>
      site.post(`/dossiers/${mine()}/decision/recours`, { grounds: 'Une note est erronée.' }, cast.lea);
    expect((await file()).status).toBe(303);
    const again = await file();
    expect([again.status, (await again.text()).includes('Un recours est déjà en cours')]).toEqual([409, true]);
    const { id } = await site.kernel.db.selectFrom('committee.appeal').select('id').executeTakeFirstOrThrow();
    const other = (await decisions()).find(({ application_id }) => application_id !== mine())?.application_id;
    const reject = async (file?: string) =>
      (await post(`/dossiers/${file}/recours/rejeter`, { appeal: id, version: '1', reason: 'Vérifiée.' })).status;
    expect([await reject(other), await reject(mine())]).toEqual([409, 303]);
    expect(await (await site.get(`/dossiers/${mine()}/decision`, cast.lea)).text()).toContain('Vérifiée.');
  });

  test('the reserve list is followed in its order, within the money, and each file is decided once', async () => {
    const standing = await decisions();
    const waiting = (await items()).filter(
      ({ applicationId }) => standing.find((one) => one.application_id === applicationId)?.outcome === 'reserve',
    );
    const [first, last] = [waiting[0]?.applicationId ?? '', waiting.at(-1)?.applicationId ?? ''];
    expect(waiting.length).toBeGreaterThan(1);
    const next = (id: string, fields: Record<string, string>) =>
      post(`/dossiers/${id}/suite`, { version: '1', reason: 'Suite de la liste', ...fields });
    const skipped = await next(last, { outcome: 'retained-for-less', amount: '1000' });
    expect([skipped.status, (await skipped.text()).includes('D’autres dossiers sont avant celui-ci')]).toEqual([
      409,
      true,
    ]);
    const over = await next(first, { outcome: 'retained' });
    expect([over.status, (await over.text()).includes('dépassent')]).toEqual([409, true]);
    expect((await decisions()).length).toBe(6);
    expect((await next(first, { outcome: 'retained-for-less', amount: '1000' })).status).toBe(303);
    const twice = await next(first, { outcome: 'refused' });
    expect([twice.status, (await twice.text()).includes('Suite de la liste')]).toEqual([409, true]);
    expect((await awardOf(site.kernel.db, first))?.grantedCents).toBe(euros(1000));
    expect((await decisions()).length).toBe(7);
  });

  test('an award given up ends its decision, once, whoever tells it twice at once; its money comes back once', async () => {
    const awards = await Promise.all(wave.applicationIds.map((id) => awardOf(site.kernel.db, id)));
    const award = awards.find((one) => one?.outcome === 'retained');
    const [file, before] = [award?.applicationId ?? '', (await decisions()).length];
    const lead = [cast.lea, cast.marc, cast.ines][wave.applicationIds.indexOf(file) % 3] ?? cast.lea;
    const agreement = site.kernel.db.selectFrom('grants.agreement').select('id').where('application_id', '=', file);
    const { id } = await agreement.executeTakeFirstOrThrow();
    const end = { agreementId: id, personId: lead.personId, reason: 'Projet abandonné', at: TEST_NOW };
    expect((await decline(site.kernel, end))?.refusal).toBeNull();
    const [waveId, decisionId] = [wave.waveId, award?.decisionId ?? ''];
    const told = { applicationId: file, waveId, decisionId, reason: 'Encore', authorId: null, at: TEST_NOW };
    await Promise.all([site.kernel.drain(), noteLapse(site.kernel, told), noteLapse(site.kernel, told)]);
    expect([await awardOf(site.kernel.db, file), (await decisions()).length]).toEqual([null, before + 1]);
    const lapsed = (await decisions()).filter(({ kind }) => kind === 'lapse');
    expect(lapsed).toMatchObject([{ previous_id: decisionId, outcome: 'lapsed', granted_cents: 0, version: 2 }]);
    const released = site.kernel.db.selectFrom('ledger.transfer').select('id').where('event', '=', 'award-lapse');
    expect((await released.execute()).length).toBe(1);
    await site.kernel.drain();
    const page = await (await site.get(`/dossiers/${file}/decision`, lead)).text();
    expect(page).toContain('Aide devenue caduque');
    expect(page).not.toContain('traitement algorithmique');
    expect(page).toContain('Télécharger la lettre (PDF)');
  });
});
