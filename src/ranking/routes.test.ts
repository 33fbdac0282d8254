import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantWave } from '../../seeds/_files.ts';
import { waveById } from '../calls/index.ts';
import { plantWaveMoney } from '../grants/fixtures.ts';
import type { Cast } from '../identity/fixtures.ts';
import { sqlState } from '../kernel/db.ts';
import type { Viewer } from '../kernel/http.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { euros } from '../kernel/money.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { keptRun, replay } from './store/runs.ts';

let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await plantEvaluatedWave(site.kernel, cast, { count: 6, now: TEST_NOW });
  await plantWaveMoney(site.kernel, wave.waveId, euros(4_000_000), TEST_NOW);
});
afterAll(() => site.close());

const base = () => `/agent/vagues/${wave.waveId}/classement`;
const manager = () => cast.byRole['programme-manager'];
const juror = () => cast.byRole['committee-member'];
const runs = () => site.kernel.db.selectFrom('ranking.run').select('id').execute();
const scenario = (fields: Record<string, string>) =>
  site.post(`${base()}/scenario`, { basis: 'raw', envelope: '10 000 000', ...fields }, manager());

const plantClosedWave = () =>
  site.kernel.db.transaction().execute(async (tx) => {
    const { callId, formRevisionId } = wave;
    const { rulesVersionId } = (await waveById(tx, wave.waveId)) ?? {};
    const dates = { opensAt: plus(TEST_NOW, -60 * DAY_MS), closesAt: plus(TEST_NOW, -2 * DAY_MS) };
    const facts = { callId, formRevisionId, rulesVersionId: rulesVersionId ?? '', number: 91, name: 'Vague fermée' };
    return (await plantWave(tx, { ...facts, ...dates, envelopeCents: euros(1) })).waveId;
  });

test('before freezing, a manager sees a provisional list; a committee member sees nothing', async () => {
  const page = await (await site.get(base(), manager())).text();
  expect(page).toContain('Classement provisoire');
  expect(page).toContain('Ligne de l’enveloppe');
  expect((await site.get(base(), juror())).status).toBe(404);
  const list = async (viewer: Viewer) => (await site.get('/agent/classements', viewer)).text();
  expect(await list(manager())).toContain(base());
  expect(await list(juror())).toContain('quand ses notes sont figées');
});

test('a closed wave whose evaluation is not open is not offered to rank: its page would not be there', async () => {
  const waveId = await plantClosedWave();
  expect((await site.get(`/agent/vagues/${waveId}/classement`, manager())).status).toBe(404);
  expect(await (await site.get('/agent/classements', manager())).text()).not.toContain(waveId);
});

test('scenarios stand side by side; a name taken or a wrong figure is refused and nothing is kept', async () => {
  expect(
    (await scenario({ name: 'Transverses d’abord', 'quota-1': 'scope:transverse', 'quota-1-nombre': '1' })).status,
  ).toBe(303);
  const again = await scenario({ name: 'Transverses d’abord' });
  expect([again.status, (await again.text()).includes('Un scénario porte déjà ce nom')]).toEqual([422, true]);
  const wrong = await scenario({ name: 'Faux', minimum: '140', 'poids-innovation': '90' });
  const text = await wrong.text();
  expect([wrong.status, text.includes('de 0 à 100'), text.includes('Les pondérations font')]).toEqual([
    422,
    true,
    true,
  ]);
  const kept = await site.kernel.db.selectFrom('ranking.scenario').select('name').execute();
  expect(kept).toEqual([{ name: 'Transverses d’abord' }]);
  expect(await (await site.get(base(), manager())).text()).toContain('Au moins 1');
});

test('a scenario on money that is not there does not freeze, and the scores stay open', async () => {
  expect((await scenario({ name: 'Trop', envelope: '900 000 000' })).status).toBe(303);
  const trop = await site.kernel.db
    .selectFrom('ranking.scenario')
    .select('id')
    .where('name', '=', 'Trop')
    .executeTakeFirstOrThrow();
  const refused = await site.post(`${base()}/figer`, { scenario: trop.id, reason: 'Comité' }, manager());
  expect([refused.status, (await refused.text()).includes('dépasse ce qui est disponible')]).toEqual([409, true]);
  expect((await site.post(`${base()}/figer`, { scenario: 'simple' }, manager())).status).toBe(422);
  expect(await runs()).toEqual([]);
  const frozen = await site.kernel.db.selectFrom('evaluation.wave').select('frozen_at').execute();
  expect(frozen).toEqual([{ frozen_at: null }]);
});

test('frozen, the ranking is signed, replays to the byte, and is frozen once', async () => {
  const freeze = () => site.post(`${base()}/figer`, { scenario: 'simple', reason: 'Comité du 12 janvier' }, manager());
  expect((await freeze()).status).toBe(303);
  const again = await freeze();
  expect([again.status, (await again.text()).includes('Les notes sont déjà figées')]).toEqual([409, true]);
  expect((await runs()).length).toBe(1);
  const page = await (await site.get(`${base()}?rejouer=oui`, juror())).text();
  expect(page).toContain('Le calcul rejoué donne les mêmes octets');
  expect(page).toContain('Ce qui changerait');
});

test('a byte changed in what was kept is seen, and the database refuses the change itself', async () => {
  const kept = await keptRun(site.kernel.db, wave.waveId);
  if (!kept) throw new Error('no run');
  const forged = await replay(site.kernel.db, { ...kept, inputs: kept.inputs.replace('"levels":[', '"levels":[ ') });
  expect([forged.inputsHold, forged.outputHolds, forged.signatureHolds]).toEqual([false, true, true]);
  const resigned = await replay(site.kernel.db, { ...kept, body: kept.body.replace('"waveId":"0', '"waveId":"1') });
  expect(resigned.signatureHolds).toBe(false);
  expect(
    sqlState(
      await site.kernel.db
        .deleteFrom('ranking.run')
        .execute()
        .catch((error) => error),
    ),
  ).toBe('42501');
});
