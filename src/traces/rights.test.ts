import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { DAY_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { keyFor, type Machine, machineOf } from './fixtures/machine.ts';
import { COMPLETED } from './fixtures.ts';
import { learnDictionaries } from './store/dictionaries.ts';
import { applyRetention, countPast } from './store/retention.ts';

let site: TestSite;
let cast: Cast;
let path: string;
let tool: Machine;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const organisationId = cast.organisationIds.btpPicardie;
  path = `/compte/organisations/${organisationId}/traces`;
  tool = machineOf(site, await keyFor(site.kernel, organisationId));
});
afterAll(() => site.close());

const PICTURE = {
  usageType: 'https://example.org/photo',
  display: { fr: 'Photo' },
  contentType: 'image/png',
  length: 4,
  sha2: 'a'.repeat(64),
  fileUrl: 'https://example.org/photo.png',
};
const mailbox = (email: string) => ({ objectType: 'Agent', name: `Nom de ${email}`, mbox: `mailto:${email}` });
const erasures = () =>
  site.kernel.pool.query(
    'select id, state, identifiers, asked_by, statements, documents from traces.erasure order by asked_at, id',
  );
const open = (fields: Record<string, string>) => site.post(`${path}/effacements`, fields, cast.lea);
/** The page of a new request for this address. */
async function asked(email: string): Promise<string> {
  const response = await open({ adresse: email });
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}
const statements = async () =>
  ((await (await tool.call('GET', 'statements?limit=500')).json()) as { statements: { actor: unknown }[] }).statements;

test('a person is erased everywhere their statements name them; totals stay, others are untouched', async () => {
  const ana = mailbox('ana.exemple@example.org');
  const other = mailbox('autre@example.org');
  const sha1 = createHash('sha1').update(ana.mbox).digest('hex');
  await tool.post([
    { ...COMPLETED, actor: ana },
    {
      ...COMPLETED,
      actor: other,
      context: { instructor: ana },
      result: { response: 'Merci à ANA.exemple@example.org !' },
    },
    { ...COMPLETED, actor: { objectType: 'Group', member: [other, { mbox_sha1sum: sha1 }] } },
    { ...COMPLETED, actor: other, object: ana },
    { ...COMPLETED, actor: other },
  ]);
  const agent = JSON.stringify({ mbox: ana.mbox });
  const state = `activities/state?${new URLSearchParams({ activityId: COMPLETED.object.id, agent, stateId: 's' })}`;
  expect((await tool.call('PUT', state, { body: { ana: 1 } })).status).toBe(204);
  const before = await statements();

  const page = await asked('ana.exemple@example.org');
  const counted = await (await site.get(page, cast.lea)).text();
  expect(counted).toContain('Outil d’exemple');
  expect(counted).toMatch(/<td[^>]*numeric[^>]*>4<\/td>/);
  expect(await statements()).toEqual(before);
  expect((await site.post(`${page}/confirmer`, {}, cast.lea)).headers.get('location')).toBe(page);
  await site.kernel.drain();

  const after = await statements();
  expect(after).toHaveLength(before.length);
  const text = JSON.stringify(after);
  for (const gone of ['ana.exemple', 'ANA.exemple', sha1, ana.name]) expect(text).not.toContain(gone);
  expect(after.filter((one) => JSON.stringify(one.actor) === JSON.stringify(other))).toHaveLength(3);
  const [done] = (await erasures()).rows;
  expect(done).toMatchObject({ state: 'done', identifiers: null, statements: 4, documents: 1 });
  expect(await tool.ids({ agent, related_agents: 'true' })).toEqual([]);
  const alias = { account: { homePage: `${site.kernel.config.PUBLIC_URL}/traces/personne-effacee`, name: done?.id } };
  expect(await tool.ids({ agent: JSON.stringify(alias), related_agents: 'true' })).toHaveLength(4);
  expect((await tool.call('GET', state)).status).toBe(404);
  const told = await (await site.get(page, cast.lea)).text();
  expect(told).toContain('4\u00a0traces réécrites');
  const { rows } = await site.kernel.pool.query("select body from kernel.journal_entry where chain = 'traces'");
  expect(JSON.stringify(rows)).toContain('trace-erasure-done');
  expect(JSON.stringify(rows)).not.toContain('example.org');
});

test('an erasure runs once; a request not gone on with writes nothing; one already open is joined', async () => {
  await tool.post({ ...COMPLETED, actor: mailbox('bea@example.org') });
  const page = await asked('bea@example.org');
  expect(await asked('bea@example.org')).toBe(page);
  const before = await statements();
  expect((await site.post(`${page}/abandonner`, {}, cast.lea)).status).toBe(303);
  expect((await site.post(`${page}/confirmer`, {}, cast.lea)).status).toBe(404);
  await site.kernel.drain();
  expect(await statements()).toEqual(before);
});

test('a form that names nobody, or two persons, opens nothing', async () => {
  const before = (await erasures()).rowCount;
  for (const [fields, says] of [
    [{}, 'Donnez l’adresse de l’apprenant'],
    [{ adresse: 'pas une adresse' }, 'pas complète'],
    [{ adresse: 'a@example.org', compte: 'x' }, 'pas les deux'],
    [{ plateforme: 'lms', compte: '4711' }, 'en entier'],
    [{ plateforme: 'https://lms.example.org' }, 'identifiant de l’apprenant'],
  ] as const) {
    const response = await open(fields);
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(says)]);
  }
  expect((await erasures()).rowCount).toBe(before);
});

test('nobody else sees or orders an erasure', async () => {
  const page = await asked('cy@example.org');
  for (const viewer of [cast.ines, cast.sam]) {
    expect((await site.get(`${path}/effacements`, viewer)).status).toBe(404);
    expect((await site.get(page, viewer)).status).toBe(404);
    expect((await site.post(`${page}/confirmer`, {}, viewer)).status).toBe(404);
  }
  expect((await site.get(`${path}/effacements/nimporte`, cast.lea)).status).toBe(404);
});

test('a learner reads, takes away and asks to erase what tools told of them', async () => {
  const { sam } = cast;
  expect(await (await site.get('/compte/traces', sam)).text()).toContain('Aucune trace');
  const id = newId();
  await tool.post([
    { ...COMPLETED, id, actor: mailbox(sam.email), result: { success: true, score: { scaled: 0.8 } } },
    {
      ...COMPLETED,
      actor: { account: { homePage: site.kernel.config.PUBLIC_URL, name: sam.personId } },
    },
  ]);
  const page = await (await site.get('/compte/traces', sam)).text();
  for (const said of ['BTP CFA PICARDIE', 'a terminé', 'Geste de soudure', 'réussi, 80 sur 100', 'Pas encore déclaré'])
    expect(page).toContain(said);
  const lines = (await (await site.get('/compte/traces/export', sam)).text()).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines.map((line) => JSON.parse(line).id)).toContain(id);
  expect(await (await site.get('/compte/traces/export', cast.ines)).text()).toBe('');

  const organisation = cast.organisationIds.btpPicardie;
  expect((await site.post(`/compte/traces/${organisation}/effacement`, {}, cast.ines)).status).toBe(404);
  expect((await site.post(`/compte/traces/${organisation}/effacement`, {}, sam)).status).toBe(303);
  expect(await (await site.get('/compte/traces', sam)).text()).toContain('Effacement demandé');
  const mine = (await erasures()).rows.find(({ asked_by }) => asked_by === sam.personId);
  expect((await site.post(`${path}/effacements/${mine.id}/abandonner`, {}, cast.lea)).status).toBe(404);
  expect((await site.post(`${path}/effacements/${mine.id}/confirmer`, {}, cast.lea)).status).toBe(303);
  await site.kernel.drain();
  expect(await (await site.get('/compte/traces', sam)).text()).toContain('Aucune trace');
});

test('what a key is for is declared, then read by learners; a form without it declares nothing', async () => {
  const { rows } = await site.kernel.pool.query('select id from traces.credential');
  const page = `${path}/${rows[0].id}/finalite`;
  const refused = await site.post(page, { finalite: '', base: 'autre', mois: '0' }, cast.lea);
  expect(refused.status).toBe(422);
  const purposes = () => site.kernel.pool.query('select purpose, retention_months from traces.credential');
  expect((await purposes()).rows).toEqual([{ purpose: null, retention_months: null }]);
  const fields = { finalite: 'Suivre la progression.', base: 'contract', mois: '36' };
  expect((await site.post(page, fields, cast.ines)).status).toBe(404);
  expect((await site.post(page, fields, cast.lea)).status).toBe(303);
  expect((await purposes()).rows).toEqual([{ purpose: 'Suivre la progression.', retention_months: 36 }]);
  await tool.post({ ...COMPLETED, actor: mailbox(cast.ines.email) });
  expect(await (await site.get('/compte/traces', cast.ines)).text()).toContain('36 mois');
});

test('what is past the time declared for its key is counted, then deleted by night; the rest stays', async () => {
  const { kernel } = site;
  const key = await keyFor(kernel, cast.organisationIds.chambreDeMetiers);
  const other = machineOf(site, key);
  await kernel.pool.query(
    "update traces.credential set purpose = 'Essai', legal_basis = 'consent', retention_months = 2 where id = $1",
    [key.id],
  );
  const [old = ''] = (await (await other.post({ ...COMPLETED, attachments: [PICTURE] })).json()) as string[];
  kernel.clock.advance(40 * DAY_MS);
  const [recent] = (await (await other.post(COMPLETED)).json()) as string[];
  const count = async () => {
    const { rows } = await kernel.pool.query('select lrs, number from traces.credential where id = $1', [key.id]);
    return countPast(kernel.db, { ...rows[0], retentionMonths: 2 }, kernel.clock.now());
  };
  await applyRetention(kernel);
  expect([await count(), await other.ids({})]).toEqual([0, [recent, old]]);
  kernel.clock.advance(25 * DAY_MS);
  expect([await count(), await other.ids({})]).toEqual([1, [recent, old]]);
  await applyRetention(kernel);
  expect([await count(), await other.ids({})]).toEqual([0, [recent]]);
  expect((await other.call('GET', `statements?statementId=${old}`)).status).toBe(404);
  const { rows } = await kernel.pool.query(
    "select body from kernel.journal_entry where body like '%traces-past-their-time-deleted%'",
  );
  expect(rows.map(({ body }) => JSON.parse(body).after.statements)).toEqual([1]);
});

test('a dictionary learnt from statements holds none of their people', async () => {
  const many = Array.from({ length: 300 }, (_, n) => ({
    ...COMPLETED,
    actor: mailbox(`eleve-${n}@ecole.example.org`),
  }));
  expect((await tool.post(many)).status).toBe(200);
  await learnDictionaries(site.kernel.db, site.kernel.clock.now());
  const { rows } = await site.kernel.pool.query('select bytes from traces.dictionary');
  expect(rows).toHaveLength(1);
  expect(rows[0].bytes.toString('utf8')).toContain('Geste de soudure');
  expect(rows[0].bytes.toString('utf8')).not.toMatch(/eleve-|Nom de/);
});
