import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { sqlState } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;
let files: string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await plantEvaluatedWave(site.kernel, cast, { count: 8, now: TEST_NOW, until: 'deposited' });
  files = [...wave.applicationIds];
});
afterAll(() => site.close());
beforeEach(() => site.kernel.clock.set(TEST_NOW));

const officer = () => cast.byRole['instructing-officer'];
const page = async (id: string) => (await site.get(`/agent/instruction/dossiers/${id}`, officer())).text();
const version = async (id: string) => /name="version" value="(\d+)"/.exec(await page(id))?.[1] ?? '';
const act = async (id: string, name: string, fields: Record<string, string> = {}) =>
  site.post(`/agent/instruction/dossiers/${id}/${name}`, { version: await version(id), ...fields }, officer());
const stateOf = async (id: string) =>
  (
    await site.kernel.db
      .selectFrom('instruction.file')
      .select('state')
      .where('application_id', '=', id)
      .executeTakeFirst()
  )?.state;
const decisions = async (id: string) =>
  (
    await site.kernel.db.selectFrom('instruction.decision').select('outcome').where('application_id', '=', id).execute()
  ).map(({ outcome }) => outcome);
/** Whoever leads the file: the planted ones are led in turn. */
const leadOf = (id: string) => [cast.lea, cast.marc, cast.ines][wave.applicationIds.indexOf(id) % 3] ?? cast.lea;
const letters = async (about: string) =>
  (await site.kernel.db.selectFrom('kernel.mail_message').select('to_address').where('about', '=', about).execute())
    .length;
const next = () => files.pop() ?? '';

describe('the list of a closed wave', () => {
  test('holds every deposited file, with its state and its implicit rejection', async () => {
    const text = await (await site.get(`/agent/instruction/vagues/${wave.waveId}`, officer())).text();
    expect(text).toMatch(/8\sdossiers\. À instruire : 8/);
    expect(text).toContain('DEFFINUM-V90-00001');
    expect(text).toContain('10/03/2027');
  });

  test('is searched in French, without accents, and by number', async () => {
    const find = async (q: string) =>
      (
        await (await site.get(`/agent/instruction/vagues/${wave.waveId}?q=${encodeURIComponent(q)}`, officer())).text()
      ).match(/href="\/agent\/instruction\/dossiers\//g)?.length ?? 0;
    expect(await find('toleries')).toBe(1);
    expect(await find('DEFFINUM-V90-00003')).toBe(1);
    expect(await find('"entrepôt virtuel"')).toBe(1);
    expect(await find('zzz')).toBe(0);
  });

  test('does not exist while the wave is open, nor for another role', async () => {
    const open = await site.kernel.db
      .selectFrom('calls.wave')
      .select('id')
      .where('number', '=', 4)
      .executeTakeFirstOrThrow();
    expect((await site.get(`/agent/instruction/vagues/${open.id}`, officer())).status).toBe(404);
    expect((await site.get(`/agent/instruction/vagues/${wave.waveId}`, cast.byRole.evaluator)).status).toBe(404);
  });
});

describe('the rules of a file', () => {
  test('are shown with what was compared and where they are written', async () => {
    const text = await page(files[0] ?? '');
    expect(text).toContain('Assiette éligible');
    expect(text).toContain('Conditions de l’appel rapportées par le Guide du portage');
    expect(text).toContain('Calcul : respectée');
  });

  test('are overridden with a reason only', async () => {
    const id = next();
    const refused = await act(id, 'regles', { rule: 'min-base', 'resultat-min-base': 'unmet' });
    expect([refused.status, (await refused.text()).includes('Donnez vos motifs')]).toEqual([409, true]);
    expect(
      await site.kernel.db.selectFrom('instruction.verdict').select('id').where('application_id', '=', id).execute(),
    ).toEqual([]);
    expect(
      (
        await act(id, 'regles', {
          rule: 'min-base',
          'resultat-min-base': 'unmet',
          'motif-min-base': 'Dépense non éligible',
        })
      ).status,
    ).toBe(303);
    expect(await page(id)).toContain('Retenu : non respectée');
  });

  test('all confirmed, make the file eligible, and everybody hears of it', async () => {
    const id = next();
    const early = await act(id, 'eligible');
    expect([early.status, (await early.text()).includes('Il reste à juger')]).toEqual([409, true]);
    expect((await act(id, 'regles/confirmer')).status).toBe(303);
    expect((await act(id, 'eligible')).status).toBe(303);
    expect([await stateOf(id), await decisions(id)]).toEqual(['eligible', ['eligible']]);
    const before = await letters('instruction.decided');
    await site.kernel.drain();
    expect((await letters('instruction.decided')) - before).toBe(2);
  });

  test('decided on an older page are refused: the other officer is told', async () => {
    const id = next();
    const read = await version(id);
    await act(id, 'regles/confirmer');
    const late = await site.post(`/agent/instruction/dossiers/${id}/eligible`, { version: read }, officer());
    expect([late.status, (await late.text()).includes('Un autre agent, ou le candidat, a agi')]).toEqual([409, true]);
    expect(await decisions(id)).toEqual([]);
  });
});

describe('missing pieces', () => {
  const ask = (id: string, dueAt = '2027-01-21T10:00') =>
    act(id, 'pieces', { pieces: 'Devis signé\nStatuts', message: 'Deux pièces manquent.', dueAt });
  const join = (id: string, item: string) => {
    const body = new FormData();
    body.set(item, new File(['%PDF-1.7 essai'], 'devis.pdf', { type: 'application/pdf' }));
    return site.fetch(`/dossiers/${id}/suite/pieces/${item}`, { method: 'POST', body }, leadOf(id));
  };
  const send = (id: string) => site.post(`/dossiers/${id}/suite/transmettre`, {}, leadOf(id));

  test('suspend the clock, which runs again when all is received', async () => {
    const id = next();
    expect((await ask(id)).status).toBe(303);
    expect(await page(id)).toContain('20/03/2027');
    site.kernel.clock.set(plus(TEST_NOW, 4 * DAY_MS));
    expect((await join(id, 'p1')).status).toBe(303);
    const partial = await send(id);
    expect([partial.status, (await partial.text()).includes('Statuts')]).toEqual([409, true]);
    expect(await stateOf(id)).toBe('awaiting-pieces');
    expect((await join(id, 'p2')).status).toBe(303);
    expect((await send(id)).status).toBe(303);
    expect(await stateOf(id)).toBe('to-instruct');
    expect(await page(id)).toMatch(/10\/03\/2027 \+ 4\sjours = 14\/03\/2027/);
    expect(await (await site.get(`/dossiers/${id}/suite`, leadOf(id))).text()).toContain('Rien n’est attendu de vous');
  });

  test('arrive until the deadline, to the millisecond; at the deadline they are refused, and instruction resumes', async () => {
    const id = next();
    await ask(id);
    const due = new Date('2027-01-21T09:00:00Z');
    site.kernel.clock.set(plus(due, -1));
    expect((await join(id, 'p1')).status).toBe(303);
    site.kernel.clock.set(due);
    const late = await join(id, 'p2');
    expect([late.status, (await late.text()).includes('Le délai est passé')]).toEqual([409, true]);
    const kept = await site.kernel.db
      .selectFrom('instruction.piece_file as f')
      .innerJoin('instruction.piece_request as r', 'r.id', 'f.request_id')
      .select('f.item_key')
      .where('r.application_id', '=', id)
      .execute();
    expect(kept).toEqual([{ item_key: 'p1' }]);
    expect(await page(id)).toContain('À instruire');
    expect((await act(id, 'regles/confirmer')).status).toBe(303);
  });

  test('are nobody else’s: another applicant finds no such page', async () => {
    const id = wave.applicationIds[0] ?? '';
    expect((await site.get(`/dossiers/${id}/suite`, cast.ines)).status).toBe(404);
    expect((await site.get(`/dossiers/${id}/suite`, cast.sam)).status).toBe(404);
    expect((await site.get(`/dossiers/${id}/suite`, cast.marc)).status).toBe(200);
  });
});

describe('an adverse decision', () => {
  const announce = async (id: string) => {
    await act(id, 'regles', { rule: 'scope', 'resultat-scope': 'unmet', 'motif-scope': 'Portée locale' });
    return act(id, 'defavorable', { outcome: 'ineligible', reasons: 'Le projet est local.' });
  };
  const end = plus(TEST_NOW, 15 * DAY_MS);

  test('is never taken before the applicant could answer: before, at and after the end of the period', async () => {
    const id = next();
    const unfounded = await act(id, 'defavorable', { outcome: 'ineligible', reasons: 'Non.' });
    expect([unfounded.status, (await unfounded.text()).includes('Aucune règle n’est jugée non respectée')]).toEqual([
      409,
      true,
    ]);
    expect((await announce(id)).status).toBe(303);
    const observed = await site.post(
      `/dossiers/${id}/suite/observations`,
      { observations: 'Le projet est national.' },
      leadOf(id),
    );
    expect(observed.status).toBe(303);
    expect(await page(id)).toContain('Le projet est national.');
    const read = async () =>
      (
        await site.kernel.db
          .selectFrom('instruction.file')
          .select('version')
          .where('application_id', '=', id)
          .executeTakeFirstOrThrow()
      ).version;
    const decide = async () =>
      site.post(`/agent/instruction/dossiers/${id}/decider`, { version: String(await read()) }, officer());
    site.kernel.clock.set(plus(end, -1));
    const early = await decide();
    expect([early.status, (await early.text()).includes('Le candidat peut encore répondre')]).toEqual([409, true]);
    expect(await decisions(id)).toEqual([]);
    site.kernel.clock.set(end);
    expect((await decide()).status).toBe(303);
    expect([await stateOf(id), await decisions(id)]).toEqual(['ineligible', ['ineligible']]);
    expect(await (await site.get(`/dossiers/${id}/suite`, leadOf(id))).text()).toContain('Le projet est local.');
  });

  test('is refused by the database itself when written before, and an observation after the period is late', async () => {
    const id = next();
    await announce(id);
    const notice = await site.kernel.db
      .selectFrom('instruction.notice')
      .select('id')
      .where('application_id', '=', id)
      .executeTakeFirstOrThrow();
    const bare = site.kernel.db
      .insertInto('instruction.decision')
      .values({
        application_id: id,
        outcome: 'ineligible',
        reasons: 'x',
        notice_id: notice.id,
        officer_id: newId(),
        at: plus(end, -1),
      })
      .execute();
    expect(sqlState(await bare.catch((error) => error))).toBe('23514');
    site.kernel.clock.set(end);
    const late = await site.post(`/dossiers/${id}/suite/observations`, { observations: 'Trop tard' }, leadOf(id));
    expect([late.status, (await late.text()).includes('Le délai est passé')]).toEqual([409, true]);
  });
});
