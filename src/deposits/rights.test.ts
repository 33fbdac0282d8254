import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { plantStorm } from '../../proofs/_drafts.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, plus, SECOND_MS } from '../kernel/instant.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';

let site: TestSite;
let cast: Cast;
let drafts: string[];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
  const stored = await site.kernel.files.put(Readable.from(['devis']));
  const file = { ...stored, name: 'devis.pdf', mediaType: 'application/pdf' };
  const closesAt = plus(TEST_NOW, 600 * SECOND_MS);
  const storm = await plantStorm(site.kernel.db, cast, { count: 14, now: TEST_NOW, closesAt, file });
  drafts = [...storm.applicationIds];
});
afterAll(() => site.close());

const ofLea = () => ({ person_id: cast.lea.personId, organisation_id: cast.organisationIds.btpPicardie });
beforeEach(async () => {
  site.kernel.clock.set(TEST_NOW);
  const { db } = site.kernel;
  const { person_id, organisation_id } = ofLea();
  await db.deleteFrom('identity.mandate').where('person_id', '=', person_id).execute();
  await db
    .updateTable('identity.membership')
    .set({ valid_to: null })
    .where('person_id', '=', person_id)
    .where('organisation_id', '=', organisation_id)
    .execute();
});

const version = async (id: string) =>
  /name="version" value="([0-9a-f]{32})"/.exec(await (await site.get(`/dossiers/${id}/depot`, cast.lea)).text())?.[1] ??
  '';
const post = (id: string, read: string) => site.post(`/dossiers/${id}/depot`, { version: read }, cast.lea);
const leave = (db: Pick<TestSite['kernel']['db'], 'updateTable'>, at: Instant = TEST_NOW) =>
  db
    .updateTable('identity.membership')
    .set({ valid_to: at })
    .where('person_id', '=', cast.lea.personId)
    .where('valid_to', 'is', null)
    .execute();
const empower = (matter: 'apply' | 'account', validTo: Instant | null) =>
  site.kernel.db
    .insertInto('identity.mandate')
    .values({
      id: newId(),
      ...ofLea(),
      matter,
      note: 'Essai',
      valid_from: TEST_NOW,
      valid_to: validTo,
      granted_by: cast.marc.personId,
      granted_at: TEST_NOW,
    })
    .execute();
/** Everything a deposit writes, but for the queue. */
const written = async (id: string) => {
  const { db } = site.kernel;
  const of = (table: 'deposits.deposit' | 'deposits.attempt') =>
    db.selectFrom(table).select('id').where('application_id', '=', id).execute();
  const journal = await db.selectFrom('kernel.journal_entry').select('id').where('subject_id', '=', id).execute();
  const file = await db.selectFrom('applications.application').select('state').where('id', '=', id).executeTakeFirst();
  return [(await of('deposits.deposit')).length, (await of('deposits.attempt')).length, journal.length, file?.state];
};

test('who no longer acts for the organisation is told so, and nothing is written', async () => {
  const id = drafts.pop() ?? '';
  const read = await version(id);
  await leave(site.kernel.db);
  const before = await written(id);
  const answer = await post(id, read);
  expect([answer.status, await answer.text()]).toEqual([
    409,
    expect.stringContaining('Votre rattachement à BTP CFA PICARDIE, ou le mandat que vous teniez de lui, a pris fin.'),
  ]);
  expect(await written(id)).toEqual(before);
  expect((await site.get(`/dossiers/${id}/depot`, cast.lea)).status).toBe(404);
});

test('a membership that is being ended while the deposit waits is read again: nothing is deposited', async () => {
  const id = drafts.pop() ?? '';
  const read = await version(id);
  const before = await written(id);
  let answer: Promise<Response> | undefined;
  await site.kernel.db.transaction().execute(async (tx) => {
    await leave(tx);
    answer = post(id, read);
    await new Promise((later) => setTimeout(later, 300));
    expect(await written2(tx, id)).toBe(0);
  });
  expect((await answer)?.status).toBe(409);
  expect(await written(id)).toEqual(before);
});
const written2 = async (tx: Pick<TestSite['kernel']['db'], 'selectFrom'>, id: string) =>
  (await tx.selectFrom('deposits.deposit').select('id').where('application_id', '=', id).execute()).length;

test('a right that ends between arrival and decision no longer binds the organisation', async () => {
  const id = drafts.pop() ?? '';
  const read = await version(id);
  let answer: Promise<Response> | undefined;
  await site.kernel.db.transaction().execute(async (tx) => {
    await leave(tx, plus(TEST_NOW, SECOND_MS));
    answer = post(id, read);
    await new Promise((later) => setTimeout(later, 300));
    site.kernel.clock.set(plus(TEST_NOW, SECOND_MS));
  });
  expect([(await answer)?.status, (await written(id))[0]]).toEqual([409, 0]);
});

test('deposit and end of membership at once: one of the two orders, never a deposit by a stranger', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = drafts.pop() ?? '';
    const read = await version(id);
    const [answer] = await Promise.all([post(id, read), leave(site.kernel.db)]);
    expect([
      [303, 1],
      [409, 0],
    ]).toContainEqual([answer.status, (await written(id))[0]]);
    await site.kernel.db
      .updateTable('identity.membership')
      .set({ valid_to: null })
      .where('person_id', '=', cast.lea.personId)
      .execute();
  }
});

test('a mandate to apply is enough until its last instant, and one for another matter is not', async () => {
  const id = drafts.pop() ?? '';
  const read = await version(id);
  await leave(site.kernel.db);
  await empower('account', null);
  expect((await post(id, read)).status).toBe(409);
  await empower('apply', plus(TEST_NOW, SECOND_MS));
  site.kernel.clock.set(plus(TEST_NOW, SECOND_MS));
  expect([(await post(id, read)).status, (await written(id))[0]]).toEqual([409, 0]);
  site.kernel.clock.set(plus(TEST_NOW, SECOND_MS - 1));
  expect([(await post(id, read)).status, (await written(id))[0]]).toEqual([303, 1]);
});
