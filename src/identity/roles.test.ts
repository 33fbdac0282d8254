import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { type Cast, seedPeople } from './fixtures.ts';
import { ensurePerson } from './store/people.ts';
import { grantsOf, nameFirstManager, revokeRole } from './store/role-changes.ts';
import { hasRole, insertGrant, viewerById } from './store/roles.ts';

let site: TestSite;
let cast: Cast;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const written = async () => {
  const { db } = site.kernel;
  const grants = await db.selectFrom('identity.role_grant').select(['id', 'valid_to']).orderBy('id').execute();
  const journal = await db.selectFrom('kernel.journal_entry').select('id').execute();
  return JSON.stringify([grants, journal.length]);
};
const openSession = (personId: string) =>
  site.kernel.db
    .insertInto('identity.session')
    .values({
      id: newId(),
      person_id: personId,
      token: newId(),
      expires_at: plus(new Date(), DAY_MS),
      ip_address: null,
      user_agent: null,
      created_at: TEST_NOW,
      updated_at: TEST_NOW,
    })
    .execute();
const sessions = async (personId: string) =>
  (await site.kernel.db.selectFrom('identity.session').select('id').where('person_id', '=', personId).execute()).length;
const give = (personId: string, fields: Record<string, string> = {}, viewer = manager()) =>
  site.post(
    `/agent/roles/${personId}`,
    { role: 'evaluator', motif: 'Décision n° 12', du: '', au: '', ...fields },
    viewer,
  );

test('a manager finds a person by address, gives a role with its dates and reason, and takes it back; sessions close', async () => {
  const { personId, email, name } = cast.sam;
  const found = await site.get(`/agent/roles?email=${encodeURIComponent(email.toUpperCase())}`, manager());
  expect(await found.text()).toContain(name);
  const given = await give(personId, { du: '2027-01-11', au: '2027-01-20' });
  expect(given.status).toBe(303);
  const [grant] = await grantsOf(site.kernel.db, personId);
  expect(grant).toMatchObject({ role: 'evaluator', reason: 'Décision n° 12', grantedBy: manager().personId });
  const { db } = site.kernel;
  expect(grant?.validTo).toEqual(new Date('2027-01-20T23:00:00Z'));
  expect(await hasRole(db, personId, 'evaluator', new Date('2027-01-20T22:59:59.999Z'))).toBe(true);
  expect(await hasRole(db, personId, 'evaluator', new Date('2027-01-20T23:00:00Z'))).toBe(false);
  expect(await (await site.get(given.headers.get('location') ?? '', manager())).text()).toContain(
    'du 11 janvier 2027 au 20 janvier 2027',
  );

  await openSession(personId);
  const asked = await site.get(`/agent/roles/${grant?.id}/retirer`, manager());
  expect(await asked.text()).toContain('toutes les sessions ouvertes de cette personne sont fermées');
  const silent = await site.post(`/agent/roles/${grant?.id}/retirer`, { motif: ' ' }, manager());
  expect([silent.status, await sessions(personId)]).toEqual([422, 1]);
  expect((await site.post(`/agent/roles/${grant?.id}/retirer`, { motif: 'Fin de mission' }, manager())).status).toBe(
    303,
  );
  expect([await sessions(personId), await hasRole(db, personId, 'evaluator', TEST_NOW)]).toEqual([0, false]);
  const journal = await db
    .selectFrom('kernel.journal_entry')
    .select('body')
    .where('subject_id', '=', personId)
    .orderBy('seq')
    .execute();
  expect(journal.map((line) => JSON.parse(line.body))).toMatchObject([
    { event: 'role-granted', authorId: manager().personId, reason: 'Décision n° 12' },
    { event: 'role-revoked', authorId: manager().personId, reason: 'Fin de mission' },
  ]);
});

test.each([
  ['no role', { role: '' }, 'Choisissez un rôle'],
  ['a role that does not exist', { role: 'root' }, 'Choisissez un rôle'],
  ['a first day in the past', { du: '2027-01-10' }, 'ne se donne pas pour le passé'],
  ['a last day before the first', { du: '2027-02-10', au: '2027-02-09' }, 'vient avant le premier'],
  ['a day that does not exist', { au: '2027-02-30' }, 'Indiquez une date'],
  ['no reason', { motif: '  ' }, 'Écrivez le motif'],
])('%s is refused with a sentence, shown again, and nothing is written', async (_what, fields, sentence) => {
  const before = await written();
  const answer = await give(cast.sam.personId, fields);
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(sentence)]);
  expect(await written()).toBe(before);
});

test('nobody gives themselves a role, and a role is not given twice', async () => {
  const { personId } = cast.ines;
  await give(personId);
  const before = await written();
  const own = await give(manager().personId);
  expect([own.status, await own.text()]).toEqual([409, expect.stringContaining('Nul ne se donne un rôle')]);
  const twice = await give(personId);
  expect([twice.status, await twice.text()]).toEqual([409, expect.stringContaining('a déjà ce rôle')]);
  expect((await give(newId())).status).toBe(404);
  expect(await written()).toBe(before);
});

test('an auditor reads and changes nothing; a manager whose role ended meanwhile neither', async () => {
  const auditor = cast.byRole.auditor;
  const page = await (await site.get(`/agent/roles?email=${cast.ines.email}`, auditor)).text();
  expect([page.includes('Évaluateur'), page.includes('Retirer'), page.includes('Donner ce rôle')]).toEqual([
    true,
    false,
    false,
  ]);
  const before = await written();
  expect((await give(cast.ines.personId, { role: 'certifier' }, auditor)).status).toBe(404);
  // The page was opened while the role held: the transaction reads it again.
  const former = { ...cast.marc, roles: ['programme-manager'] as const };
  expect((await give(cast.ines.personId, { role: 'certifier' }, former)).status).toBe(409);
  expect(await written()).toBe(before);
});

test('the last who gives roles stays; of two who take each other’s role back at once, one stays', async () => {
  const { db } = site.kernel;
  const mine = (await grantsOf(db, manager().personId))[0]?.id ?? '';
  const before = await written();
  const last = await site.post(`/agent/roles/${mine}/retirer`, { motif: 'Je pars' }, manager());
  expect([last.status, await last.text()]).toEqual([409, expect.stringContaining('Il faut un autre responsable')]);
  expect(await written()).toBe(before);
  const at = TEST_NOW;
  const second = await ensurePerson(db, { name: 'Seconde Essai', email: 'seconde@essai.example', at });
  const theirs = await insertGrant(db, {
    personId: second.id,
    role: 'programme-manager',
    scope: null,
    grantedBy: manager().personId,
    reason: 'Essai',
    at,
  });
  const outcomes = await Promise.all([
    revokeRole(db, { id: mine, byId: second.id, reason: 'Essai', at }),
    revokeRole(db, { id: theirs, byId: manager().personId, reason: 'Essai', at }),
  ]);
  expect(outcomes.map((one) => one?.refusal?.code ?? 'done').sort()).toEqual(['done', 'not-administrator']);
  const left = await Promise.all([manager().personId, second.id].map((id) => viewerById(db, id, at)));
  expect(left.filter((one) => one?.roles.includes('programme-manager'))).toHaveLength(1);
});

test('an installation names its first manager once', async () => {
  const { db } = site.kernel;
  expect(await nameFirstManager(db, cast.lea.email, TEST_NOW)).toBe('already-managed');
  await db
    .updateTable('identity.role_grant')
    .set({ valid_to: TEST_NOW })
    .where('role', '=', 'programme-manager')
    .execute();
  expect(await nameFirstManager(db, 'personne@essai.example', TEST_NOW)).toBe('no-such-person');
  expect(await nameFirstManager(db, cast.lea.email, TEST_NOW)).toBe('named');
  expect(await hasRole(db, cast.lea.personId, 'programme-manager', TEST_NOW)).toBe(true);
});
