import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { historyOf } from '../kernel/journal.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { declareTie } from './store/interests.ts';

let site: TestSite;
let cast: Cast;
let id: string;
const agent = () => cast.byRole['programme-manager'];
const list = () => site.kernel.db.selectFrom('evaluation.tie').select(['id', 'person_id', 'ended_at']).execute();

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  const act = { authorId: cast.byRole.evaluator.personId, at: TEST_NOW };
  const tie = { siren: '775657570', applicationId: null, kind: 'financial', detail: 'Parts sociales' } as const;
  await declareTie(site.kernel, act, { ...tie, personId: act.authorId });
  await declareTie(site.kernel, act, { ...tie, personId: agent().personId });
  id = (await list()).find(({ person_id }) => person_id === act.authorId)?.id ?? '';
});
afterAll(() => site.close());

const end = (tie: string, reason: string) => site.post(`/agent/experts/liens/${tie}/terminer`, { reason }, agent());

describe('a tie declared by an expert', () => {
  test('is listed to the service with whom it bears on', async () => {
    const text = await (await site.get('/agent/experts', agent())).text();
    expect(text).toContain('SIREN 775657570');
    expect(text).toContain('Intérêt financier : Parts sociales');
  });

  test('is not ended without a reason: what was typed comes back, nothing is written', async () => {
    const refused = await end(id, ' ');
    expect(refused.status).toBe(422);
    expect((await list()).every(({ ended_at }) => ended_at === null)).toBe(true);
  });

  test('is never ended by the person it keeps away', async () => {
    const own = (await list()).find(({ person_id }) => person_id === agent().personId)?.id ?? '';
    const refused = await end(own, 'Je n’ai plus de parts');
    expect([refused.status, (await refused.text()).includes('Un autre agent doit le terminer')]).toEqual([409, true]);
    expect((await list()).every(({ ended_at }) => ended_at === null)).toBe(true);
  });

  test('is ended once, by another, and leaves the list', async () => {
    expect((await end(id, 'Déclaré par erreur')).status).toBe(303);
    expect((await end(id, 'Déclaré par erreur')).status).toBe(404);
    expect((await end('pas-un-identifiant', 'Déclaré par erreur')).status).toBe(404);
    expect((await list()).filter(({ ended_at }) => ended_at !== null).map((tie) => tie.id)).toEqual([id]);
    const history = await historyOf(site.kernel.db, 'person', cast.byRole.evaluator.personId);
    const told = history.filter(({ event }) => event === 'tie-ended').map(({ reason }) => reason);
    expect(told).toEqual(['Déclaré par erreur']);
  });
});
