import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Proof } from '../scripts/prove.ts';
import { type EvaluatedWave, partiesOf, plantEvaluatedWave, seedCastBefore } from '../seeds/_evaluated.ts';
import { asEvaluator } from '../src/evaluation/store/acts.ts';
import { declareTie, linkOrganisations } from '../src/evaluation/store/interests.ts';
import type { Cast } from '../src/identity/fixtures.ts';
import { insertMembership } from '../src/identity/store/memberships.ts';
import { type Db, sqlState } from '../src/kernel/db.ts';
import type { Viewer } from '../src/kernel/http.ts';
import { ORIGIN, PROBES, probe, readAsRole } from './_coi.ts';
import { onRig, type Rig } from './_rig.ts';
import '../src/evaluation/tables.ts';

const FILES = 9;
const EXPERTS = 8;

export const proof: Proof = {
  promise:
    'aucun évaluateur ne lit ni ne note un dossier auquel un lien l’attache : pages, pièces, exports, recherche, rôle SQL',
  run: () => onRig({ DEMO: '1', PUBLIC_URL: ORIGIN }, prove),
};

async function prove(rig: Rig): Promise<string[]> {
  const { kernel } = rig;
  const now = kernel.clock.now();
  const cast = await seedCastBefore(kernel, now);
  const options = { count: FILES, experts: EXPERTS, expertsPerFile: 4, now } as const;
  const wave = await plantEvaluatedWave(kernel, cast, options);
  const lines = [await everybodyReads(rig, wave)];
  await tie(rig, cast, wave);
  const pairs = await conflictingPairs(kernel.db, wave);
  assert(pairs.length >= FILES, `only ${pairs.length} pairs in conflict: the world of the proof is too tame`);
  lines.push(await nothingThroughTheSite(rig, wave, pairs));
  lines.push(await nothingThroughSql(kernel.db, pairs));
  lines.push(await refusedWritings(kernel.db, pairs, cast));
  lines.push(await roleHoldsNothingElse(kernel.db, wave));
  lines.push(await leakIsCaught(kernel.db, wave, pairs));
  return lines;
}

interface Pair {
  readonly personId: string;
  readonly applicationId: string;
  readonly conflict: string;
}

/** Before any tie, each expert reads all that they hold: the probes below find what is there to find. */
async function everybodyReads(rig: Rig, wave: EvaluatedWave): Promise<string> {
  const held = await assignments(rig.kernel.db);
  let bytes = 0;
  for (const { personId, applicationId } of held) {
    const leaks = await probe(rig, viewerOf(wave, personId), applicationId);
    assert(leaks.length === PROBES, `a file in their hands is not read by every way: ${leaks.join(', ')}`);
    bytes += leaks.length;
  }
  return `témoin : ${held.length} affectations lues par ${PROBES} voies chacune (${bytes} lectures) avant tout lien`;
}

/** One expert joins a partner, one an affiliate, one declares a tie, one declares a file; two stay free. */
async function tie(rig: Rig, cast: Cast, wave: EvaluatedWave): Promise<void> {
  const { kernel } = rig;
  const at = kernel.clock.now();
  const [joined, affiliate, tied, personal] = wave.experts;
  const [lead] = partiesOf(cast);
  const agent = { authorId: cast.byRole['instructing-officer'].personId, at };
  const member = { role: 'member', confirmedBy: null, at } as const;
  const { btpPicardie, aftral } = cast.organisationIds;
  await insertMembership(kernel.db, { personId: joined?.personId ?? '', organisationId: btpPicardie, ...member });
  await insertMembership(kernel.db, { personId: affiliate?.personId ?? '', organisationId: aftral, ...member });
  await linkOrganisations(kernel, agent, ['305405045', '130023740'], 'Épreuve : même groupe');
  const declare = (personId: string, siren: string | null, applicationId: string | null) =>
    declareTie(
      kernel,
      { authorId: personId, at },
      { personId, siren, applicationId, kind: 'other', detail: 'Épreuve' },
    );
  await declare(tied?.personId ?? '', lead?.siret.slice(0, 9) ?? '', null);
  await declare(personal?.personId ?? '', null, wave.applicationIds[0] ?? '');
}

const assignments = (db: Db) =>
  db
    .selectFrom('evaluation.assignment')
    .select(['person_id as personId', 'application_id as applicationId'])
    .orderBy('application_id')
    .orderBy('person_id')
    .execute();

/** Every evaluator × every file with which they have a link. */
async function conflictingPairs(db: Db, wave: EvaluatedWave): Promise<Pair[]> {
  const ids = wave.experts.map(({ personId }) => personId);
  const { rows } = await sql<Pair>`
    select p.person_id as "personId", f.application_id as "applicationId", evaluation.conflict(p.person_id, f.application_id) as conflict
    from evaluation.file f cross join unnest(${ids}::uuid[]) as p (person_id)
    where evaluation.conflict(p.person_id, f.application_id) is not null`.execute(db);
  return rows;
}

const viewerOf = (wave: EvaluatedWave, personId: string): Viewer => {
  const found = wave.experts.find((expert) => expert.personId === personId);
  if (!found) throw new Error('an evaluator of the proof was not found');
  return found;
};

async function nothingThroughTheSite(rig: Rig, wave: EvaluatedWave, pairs: readonly Pair[]): Promise<string> {
  for (const { personId, applicationId, conflict } of pairs) {
    const leaks = await probe(rig, viewerOf(wave, personId), applicationId);
    assert.deepEqual(leaks, [], `${conflict}: a file in conflict was met by ${leaks.join(', ')}`);
  }
  const kinds = [...new Set(pairs.map(({ conflict }) => conflict))].sort().join(', ');
  return `${pairs.length} couples évaluateur × dossier lié (${kinds}), ${PROBES} voies chacun : 0 octet`;
}

async function nothingThroughSql(db: Db, pairs: readonly Pair[]): Promise<string> {
  const people = [...new Set(pairs.map(({ personId }) => personId))];
  for (const personId of people) {
    const mine = new Set(pairs.filter((pair) => pair.personId === personId).map(({ applicationId }) => applicationId));
    const shown = await asEvaluator(db, personId, (tx) =>
      tx.selectFrom('evaluation.file').select('application_id').execute(),
    );
    assert(
      shown.every(({ application_id }) => !mine.has(application_id)),
      'the role shows a file in conflict',
    );
  }
  return `${people.length} évaluateurs liés : « select * » par le rôle restreint ne montre aucun de leurs dossiers liés`;
}

/** An assignment, a review and a score written straight to the tables, by the owner: refused each time. */
async function refusedWritings(db: Db, pairs: readonly Pair[], cast: Cast): Promise<string> {
  const at = new Date();
  const before = await counts(db);
  const grid = await db.selectFrom('evaluation.grid_revision').select('id').executeTakeFirstOrThrow();
  for (const { personId, applicationId } of pairs) {
    const key = { application_id: applicationId, person_id: personId };
    const states = [
      await stateOf(() =>
        sql`insert into evaluation.assignment (application_id, person_id, origin, assigned_by, assigned_at)
          values (${applicationId}, ${personId}, 'manual', ${cast.lea.personId}, ${at})`.execute(db),
      ),
      await stateOf(() =>
        db
          .insertInto('evaluation.review')
          .values({ ...key, grid_revision_id: grid.id, updated_at: at, submitted_at: at })
          .execute(),
      ),
      await stateOf(() =>
        db
          .insertInto('evaluation.score')
          .values({ ...key, criterion_key: 'innovation', level: 3, updated_at: at })
          .execute(),
      ),
    ];
    assert.deepEqual(states, ['DF001', 'DF001', 'DF001'], 'a writing in conflict was not refused by the database');
  }
  assert.deepEqual(await counts(db), before, 'something was written');
  return `${pairs.length * 3} écritures directes (affectation, évaluation, note) : toutes refusées par la base`;
}

const stateOf = (write: () => Promise<unknown>) => write().then(() => 'written', sqlState);

const counts = async (db: Db) =>
  (
    await sql`select (select count(*) from evaluation.assignment) as a, (select count(*) from evaluation.review) as r,
    (select count(*) from evaluation.score) as s`.execute(db)
  ).rows[0];

/** What the restricted role may touch: reads of seven tables of one schema. */
async function roleHoldsNothingElse(db: Db, wave: EvaluatedWave): Promise<string> {
  const { rows } = await sql<{ name: string; right: string }>`
    select table_schema || '.' || table_name as name, privilege_type as right
    from information_schema.role_table_grants where grantee = 'deffinum_evaluator' order by 1`.execute(db);
  assert.deepEqual([...new Set(rows.map((row) => row.right))], ['SELECT'], 'the role may write');
  assert.equal(rows.length, 7, `the role reads ${rows.length} tables`);
  const personId = wave.experts[0]?.personId ?? '';
  for (const table of [
    'deposits.deposit',
    'applications.application',
    'instruction.file',
    'evaluation.tie',
    'identity.person',
  ]) {
    const read = asEvaluator(db, personId, (tx) => sql`select * from ${sql.table(table)} limit 1`.execute(tx));
    assert.equal(await read.then(() => 'read', sqlState), '42501', `the role reads ${table}`);
  }
  const nobody = await db.transaction().execute(async (tx) => {
    await sql`set local role deffinum_evaluator`.execute(tx);
    return (await sql`select 1 from evaluation.file`.execute(tx)).rows.length;
  });
  assert.equal(nobody, 0, 'the role reads files without saying for whom');
  return 'le rôle restreint lit sept tables, n’écrit nulle part, et ne voit rien sans nom de lecteur';
}

/** Control: with the policy opened, in a transaction that is undone, the same probe finds the file. */
async function leakIsCaught(db: Db, wave: EvaluatedWave, pairs: readonly Pair[]): Promise<string> {
  const [pair] = pairs;
  if (!pair) throw new Error('no pair');
  const undone = new Error('undone');
  let seen = 0;
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`create policy leak on evaluation.file for select to deffinum_evaluator using (true)`.execute(tx);
      await sql`select set_config('deffinum.person', ${pair.personId}, true)`.execute(tx);
      await sql`set local role deffinum_evaluator`.execute(tx);
      const read = await sql`select 1 from evaluation.file where application_id = ${pair.applicationId}`.execute(tx);
      seen = read.rows.length;
      throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
  assert.equal(seen, 1, 'the probe does not see a leak: it proves nothing');
  assert.equal(await readAsRole(db, pair.personId, pair.applicationId), 0);
  return `témoin : une politique trop large, essayée puis défaite, est vue par la même sonde (${wave.experts.length} évaluateurs)`;
}
