import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { insertMembership } from '../identity/store/memberships.ts';
import type { Viewer } from '../kernel/http.ts';
import { plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { STARTING_CRITERIA } from './fixtures.ts';
import { reviewOf } from './store/reviews.ts';

let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;
let first: Viewer;
let second: Viewer;
let id: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  const options = { count: 3, experts: 3, expertsPerFile: 2, blinded: true, now: TEST_NOW } as const;
  wave = await plantEvaluatedWave(site.kernel, cast, { ...options, until: 'assigned' });
  const held = await site.kernel.db
    .selectFrom('evaluation.assignment')
    .select(['application_id', 'person_id'])
    .orderBy('application_id')
    .orderBy('person_id')
    .execute();
  id = held[0]?.application_id ?? '';
  const of = (personId: string | undefined) => wave.experts.find((expert) => expert.personId === personId) as Viewer;
  [first, second] = held.filter((one) => one.application_id === id).map((one) => of(one.person_id)) as [Viewer, Viewer];
});
afterAll(() => site.close());

const agent = () => cast.byRole['programme-manager'];
const page = async (path: string, viewer: Viewer) => (await site.get(path, viewer)).text();
const path = () => `/evaluation/dossiers/${id}`;
const scores = (level: number, comment: string) =>
  Object.fromEntries(
    STARTING_CRITERIA.flatMap(({ key }) => [
      [`niveau-${key}`, String(level)],
      [`commentaire-${key}`, comment],
    ]),
  );
const review = (viewer: Viewer) => reviewOf(site.kernel.db, id, viewer.personId);

describe('an expert', () => {
  test('reads the files in their hands, without the names of a blinded wave', async () => {
    const text = await page(path(), first);
    expect(text).toContain('Partenaire A (chef de file)');
    expect(text).not.toContain('BTP CFA PICARDIE');
    expect(await page('/evaluation', first)).toContain(path());
    const outsider = wave.experts.find(({ personId }) => personId !== first.personId && personId !== second.personId);
    expect((await site.get(path(), outsider)).status).toBe(404);
  });

  test('searches them in French, and takes the list away', async () => {
    expect(await page('/evaluation?q=zzz', first)).toContain('Aucun dossier ne correspond');
    const csv = await page('/evaluation/dossiers.csv', first);
    expect(csv).toContain('DEFFINUM-V90-');
    expect(await page(`${path()}/dossier.json`, first)).toContain('Partenaire A');
  });

  test('saves a draft without script, and by itself with one; another window is told', async () => {
    const draft = await site.post(
      `${path()}/evaluation`,
      { version: '0', acte: 'enregistrer', ...scores(2, '') },
      first,
    );
    expect(draft.status).toBe(303);
    const json = { method: 'POST', headers: { accept: 'application/json' } };
    const body = (version: string) => new URLSearchParams({ version, ...scores(1, 'Bien') });
    const saved = await site.fetch(`${path()}/brouillon`, { ...json, body: body('1') }, first);
    expect(await saved.json()).toMatchObject({ version: 2 });
    const stale = await site.fetch(`${path()}/brouillon`, { ...json, body: body('1') }, first);
    expect(stale.status).toBe(409);
    expect((await review(first)).scores[0]?.level).toBe(1);
  });

  test('comments both ends of a scale, or the evaluation is not complete', async () => {
    const refused = await site.post(
      `${path()}/evaluation`,
      { version: '2', acte: 'remettre', ...scores(3, '') },
      first,
    );
    expect([refused.status, (await refused.text()).includes('Un niveau extrême se commente')]).toEqual([409, true]);
    expect((await review(first)).submittedAt).toBeNull();
  });

  test('sees nothing of the others before submitting, then their submitted scores', async () => {
    await site.post(
      `${path()}/evaluation`,
      { version: '0', acte: 'remettre', opinion: 'Avis de l’autre', ...scores(3, 'Très bon') },
      second,
    );
    expect(await page(`${path()}/dossier.json`, first)).not.toContain('Avis de l’autre');
    const done = await site.post(
      `${path()}/evaluation`,
      { version: '2', acte: 'remettre', ...scores(0, 'Faible') },
      first,
    );
    expect(done.status).toBe(303);
    expect(await page(path(), first)).toContain('Ce que d’autres experts ont remis');
    expect(await page(`${path()}/dossier.json`, first)).toContain('Avis de l’autre');
  });

  test('changes nothing once submitted, until the service gives it back', async () => {
    const late = await site.post(
      `${path()}/evaluation`,
      { version: '3', acte: 'enregistrer', ...scores(1, 'x') },
      first,
    );
    expect([late.status, (await late.text()).includes('déjà remise')]).toEqual([409, true]);
    const base = `/agent/evaluation/${wave.waveId}/dossiers/${id}`;
    const reopened = await site.post(
      `${base}/rouvrir`,
      { personId: first.personId, reason: 'Erreur de saisie' },
      agent(),
    );
    expect(reopened.status).toBe(303);
    expect((await review(first)).submittedAt).toBeNull();
    await site.post(`${path()}/evaluation`, { version: '4', acte: 'remettre', ...scores(0, 'Faible') }, first);
  });
});

describe('the service', () => {
  test('sees who carries what, and where experts disagree', async () => {
    const text = await page(`/agent/evaluation/${wave.waveId}`, agent());
    expect(text).toContain('2 sur 6');
    const diverging = await page(`/agent/evaluation/${wave.waveId}/divergences`, agent());
    expect(diverging).toContain('100,0');
    expect(diverging).toContain('Innovation pédagogique (3 niveaux)');
  });

  test('cannot give a file to somebody of a partner: the page says why and nothing is written', async () => {
    const outsider = wave.experts.find(({ personId }) => personId !== first.personId && personId !== second.personId);
    const join = { role: 'member', confirmedBy: null, at: TEST_NOW } as const;
    for (const organisation of ['btpPicardie', 'chambreDeMetiers', 'maisonFamiliale'] as const)
      await insertMembership(site.kernel.db, {
        personId: outsider?.personId ?? '',
        organisationId: cast.organisationIds[organisation],
        ...join,
      });
    const base = `/agent/evaluation/${wave.waveId}/dossiers/${id}`;
    expect(await page(base, agent())).toContain('cette personne appartient à un partenaire du dossier');
    const refused = await site.post(`${base}/affecter`, { personId: outsider?.personId ?? '' }, agent());
    expect([refused.status, (await refused.text()).includes('lien d’intérêts')]).toEqual([409, true]);
    expect(await page('/evaluation', outsider as Viewer)).toContain('Aucun dossier à évaluer');
  });

  test('prepares a grid whose weights must make 100, and publishes it once', async () => {
    const base = `/agent/grilles/${wave.callId}`;
    await site.post(`${base}/preparer`, {}, agent());
    const fields = (weight: string) => ({
      'c0-key': 'seul',
      'c0-label': 'Seul critère',
      'c0-help': '',
      'c0-weight': weight,
      'c0-l0-label': 'Bas',
      'c0-l0-points': '0',
      'c0-l0-anchor': '',
      'c0-l1-label': 'Haut',
      'c0-l1-points': '1',
      'c0-l1-anchor': '',
    });
    await site.post(`${base}/enregistrer`, { version: '1', ...fields('90') }, agent());
    const refused = await site.post(`${base}/publier`, { version: '2' }, agent());
    expect([refused.status, (await refused.text()).includes('90 %')]).toEqual([409, true]);
    await site.post(`${base}/enregistrer`, { version: '2', ...fields('100') }, agent());
    expect((await site.post(`${base}/publier`, { version: '3' }, agent())).status).toBe(303);
    expect(await page(base, agent())).toContain('Grille n° 2, publiée');
    expect(await page(path(), first)).toContain('Innovation pédagogique');
  });
});

describe('a hearing', () => {
  test('is proposed, booked by the lead alone and once, then written up', async () => {
    const hearings = `/agent/evaluation/${wave.waveId}/auditions`;
    const slots = { firstAt: '2027-02-01T09:00', minutes: '45', slots: '2', place: 'Visioconférence' };
    expect((await site.post(hearings, slots, agent())).status).toBe(303);
    const [a, b] = await site.kernel.db.selectFrom('evaluation.hearing').select('id').orderBy('starts_at').execute();
    const [one = '', two = ''] = wave.applicationIds;
    const book = (file: string, slot: string, viewer: Viewer) =>
      site.post(`/dossiers/${file}/audition`, { slotId: slot }, viewer);
    expect((await book(one, a?.id ?? '', cast.marc)).status).toBe(409);
    expect((await book(one, a?.id ?? '', cast.lea)).status).toBe(303);
    const taken = await book(two, a?.id ?? '', cast.marc);
    expect([taken.status, (await taken.text()).includes('vient d’être pris')]).toEqual([409, true]);
    expect((await book(one, b?.id ?? '', cast.lea)).status).toBe(409);
    site.kernel.clock.set(new Date('2027-02-01T08:00:00Z'));
    const past = await site.post(`/dossiers/${one}/audition/liberer`, {}, cast.lea);
    expect([past.status, (await past.text()).includes('passé')]).toEqual([409, true]);
    site.kernel.clock.set(plus(TEST_NOW, 0));
    const minutes = await site.post(`${hearings}/${a?.id}`, { [`minutes-${a?.id}`]: 'Entendu.' }, agent());
    expect(minutes.status).toBe(303);
  });
});
