import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePerson } from '../identity/index.ts';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Planted, plantDeffinum } from './fixtures.ts';
import { openWaves, waveById } from './index.ts';
import { moderate } from './store/questions.ts';
import { extendWave, publishWave } from './store/waves.ts';

let site: TestSite;
let planted: Planted;
let asker: Viewer;
const manager = newId();
const act = (reason = 'essai') => ({ authorId: manager, at: site.kernel.clock.now(), reason });
beforeAll(async () => {
  site = await openTestSite();
  planted = await site.kernel.db.transaction().execute((tx) => plantDeffinum(tx, TEST_NOW));
  const person = await ensurePerson(site.kernel.db, {
    name: 'Camille Essai',
    email: 'camille@example.org',
    at: TEST_NOW,
  });
  asker = { personId: person.id, name: person.name, email: person.email, roles: ['applicant'] };
});
afterAll(() => site.close());

const count = async (table: 'calls.question' | 'calls.amendment' | 'kernel.mail_message') =>
  (
    await site.kernel.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

test('a visitor reads the call: rules with their sources, calendar, contradictions, and where to begin', async () => {
  const page = await (await site.get('/appels/deffinum')).text();
  expect(page).toContain('70 % de l’assiette éligible');
  expect(page).toContain('lundi 2 mai 2022 à 12:00 (heure de Paris)');
  expect(page).toContain('30 avril 2022 à 12:00 (en-tête)');
  expect(page).toContain(`/dossiers/nouveau?vague=${planted.waveId}`);
  expect(page).toContain('Démonstration');
  expect(await (await site.get('/appels')).text()).toContain('Vague de démonstration');
  expect((await site.get('/appels/inconnu')).status).toBe(404);
});

test('machines read the call as an Atom feed and in the national schema of aid schemes', async () => {
  const feed = await site.get('/appels/deffinum/fil.atom');
  expect(feed.headers.get('content-type')).toContain('application/atom+xml');
  expect(await feed.text()).toContain('en-tête contredit le calendrier');
  const scheme = await (await site.get(`/appels/deffinum/vagues/${planted.waveId}.json`)).json();
  expect(scheme).toMatchObject({ types_aides: 'subvention', date_ouverture: expect.stringMatching(/^2027-/) });
});

test('a question is kept once for two clicks, published without its author, found without accents', async () => {
  const fields = { vague: planted.waveId, cle: newId(), question: 'L’éligibilité des CFA outre-mer est-elle prévue ?' };
  const send = () => site.post('/appels/deffinum/questions', fields, asker);
  expect([(await send()).status, (await send()).status]).toEqual([303, 303]);
  expect(await count('calls.question')).toBe(1);
  const { id } = await site.kernel.db.selectFrom('calls.question').select('id').executeTakeFirstOrThrow();
  const moderation = { kind: 'answer', publishedText: 'Un CFA outre-mer est-il éligible ?', answer: 'Oui.' } as const;
  const asked = { callId: planted.callId, id, versionRead: 1, moderation };
  expect((await moderate(site.kernel, act(), asked))?.refusal).toBeNull();
  expect((await moderate(site.kernel, act(), asked))?.refusal?.code).toBe('already-decided');
  const found = await (await site.get('/appels/deffinum/questions?q=ELIGIBLES')).text();
  expect(found).toContain('Un CFA outre-mer est-il éligible');
  expect(found).not.toContain('Camille');
  expect(await (await site.get('/appels/deffinum/questions?q=licence')).text()).toContain('Aucune réponse ne contient');
  await site.kernel.drain();
  await site.kernel.drain();
  expect(await count('kernel.mail_message')).toBe(1);
});

test.each([
  ['', 422, 'La question est vide'],
  ['x'.repeat(2001), 422, 'La question est trop longue'],
])(
  'a question that cannot be read is sent back with what was typed, and nothing is written',
  async (question, status, text) => {
    const before = await count('calls.question');
    const response = await site.post(
      '/appels/deffinum/questions',
      { vague: planted.waveId, cle: newId(), question },
      asker,
    );
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(await count('calls.question')).toBe(before);
  },
);

test('after the end of questions the page says when, and nothing is written', async () => {
  const wave = await waveById(site.kernel.db, planted.waveId);
  const before = await count('calls.question');
  site.kernel.clock.set(wave?.questionsCloseAt ?? TEST_NOW);
  const response = await site.post(
    '/appels/deffinum/questions',
    { vague: planted.waveId, cle: newId(), question: 'Trop tard ?' },
    asker,
  );
  site.kernel.clock.set(TEST_NOW);
  expect(response.status).toBe(409);
  expect(await response.text()).toContain('Les questions étaient reçues jusqu’au');
  expect(await count('calls.question')).toBe(before);
});

test('an extension moves the closing for all, is told once to each follower, and never goes back', async () => {
  const [wave] = await openWaves(site.kernel.db, TEST_NOW);
  if (!wave) throw new Error('no open wave');
  const letters = await count('kernel.mail_message');
  const asked = { versionRead: wave.version, closesAt: plus(wave.closesAt, 86_400_000), questionsCloseAt: null };
  const answer = await extendWave(site.kernel, act('Grève des transports'), wave.id, asked, null);
  expect(answer?.refusal).toBeNull();
  const back = { ...asked, closesAt: wave.closesAt };
  expect((await extendWave(site.kernel, act(), wave.id, back, null))?.refusal?.code).toBe('earlier');
  await site.kernel.drain();
  expect(await count('kernel.mail_message')).toBe(letters + 1);
  expect(await (await site.get('/appels/deffinum')).text()).toContain('Grève des transports');
});

test('a published wave is not published twice', async () => {
  const before = await count('calls.amendment');
  expect((await publishWave(site.kernel, act(), planted.waveId, 1))?.refusal?.code).toBe('already-published');
  expect(await count('calls.amendment')).toBe(before);
});
