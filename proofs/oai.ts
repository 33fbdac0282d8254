import assert from 'node:assert/strict';
import { request } from 'node:http';
import { sql } from 'kysely';
import type { Proof } from '../scripts/prove.ts';
import { plantResource } from '../src/commons/fixtures/planted.ts';
import { arkOf } from '../src/commons/model/ark.ts';
import { takeDown } from '../src/commons/store/trust/status.ts';
import { faultsOf, type OaiAnswer, type OaiHeader, readAnswer } from '../src/harvest/fixtures.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import { onRig, type Rig, startServer } from './_rig.ts';
import '../src/commons/tables.ts';

const RESOURCES = 450;
const PAGE = 100;
const FIRST = '?verb=ListRecords&metadataPrefix=oai_dc';

export const proof: Proof = {
  promise: 'moissonné par OAI-PMH, le catalogue est entier, les retraits se voient, et une liste coupée reprend',
  run: () => onRig({}, prove),
};

interface World {
  readonly rig: Rig;
  readonly oai: string;
  readonly curatorId: string;
}

async function prove(rig: Rig): Promise<string[]> {
  const cast = await seedPeople(rig.kernel);
  await plantMany(rig, cast.lea.personId, cast.organisationIds.btpPicardie);
  const server = await startServer(rig);
  try {
    const world = { rig, oai: `${server.origin}/oai`, curatorId: cast.byRole.curator.personId };
    return [await whole(world), await cutAndChanged(world), await since(world), await forged(world)];
  } finally {
    await server.stop();
  }
}

/** One resource by the product's own acts, and copies of its rows, published a minute apart in the past. */
async function plantMany({ kernel }: Rig, personId: string, organisationId: string): Promise<void> {
  const { db, clock } = kernel;
  const id = await plantResource(kernel, { personId, organisationId, output: null, at: clock.now() });
  await sql`with copy as (select gen_random_uuid() as id, n from generate_series(1, ${RESOURCES - 1}) n),
    resources as (
      insert into commons.resource (id, ark_name, organisation_id, created_by, created_at, published_version, published_at)
      select c.id, 'df' || lpad(c.n::text, 10, '0'), r.organisation_id, r.created_by, r.created_at, 1,
        r.published_at - make_interval(days => 1, mins => c.n % 60)
      from commons.resource r, copy c where r.id = ${id} returning id
    )
    insert into commons.version (resource_id, number, state, sha256, file_name, size_bytes, report, description,
      deposited_by, deposited_at, published_by, published_at)
    select c.id, 1, 'published', v.sha256, v.file_name, v.size_bytes, v.report,
      jsonb_set(v.description, '{title}', to_jsonb('Ressource ' || c.n)),
      v.deposited_by, v.deposited_at, v.published_by, v.published_at - make_interval(days => 1, mins => c.n % 60)
    from commons.version v, copy c where v.resource_id = ${id}`.execute(db);
}

interface Line {
  readonly identifier: string;
  readonly title: string | null;
}
const sorted = (lines: readonly Line[]) =>
  lines.map(({ identifier, title }) => ({ identifier, title })).sort((a, b) => (a.identifier < b.identifier ? -1 : 1));

/** What the database holds as published, read by other means than the provider's. */
async function catalogue({ rig }: World): Promise<Line[]> {
  const { rows } = await sql<{ name: string; title: string }>`
    select r.ark_name as name, v.description ->> 'title' as title from commons.resource r
    join commons.version v on v.resource_id = r.id and v.number = r.published_version`.execute(rig.kernel.db);
  return rows.map(({ name, title }) => ({ identifier: arkOf(rig.kernel.config.ARK_AUTHORITY, name), title }));
}

async function ask(oai: string, query: string): Promise<OaiAnswer> {
  const response = await fetch(oai + query);
  assert.equal(response.status, 200);
  const xml = await response.text();
  assert.deepEqual(await faultsOf(xml), [], query);
  return readAnswer(xml);
}
const resume = (token: string) => `?verb=ListRecords&resumptionToken=${encodeURIComponent(token)}`;

/** Follows tokens to the end. */
async function harvest(oai: string, first = FIRST): Promise<{ headers: OaiHeader[]; pages: OaiAnswer[] }> {
  const pages = [await ask(oai, first)];
  for (let token = pages[0]?.token; token; token = pages.at(-1)?.token) pages.push(await ask(oai, resume(token)));
  return { headers: pages.flatMap(({ headers }) => headers), pages };
}

const responseDate = (page: OaiAnswer | undefined) => /<responseDate>([^<]*)</.exec(page?.xml ?? '')?.[1] ?? '';

async function whole(world: World): Promise<string> {
  const { headers, pages } = await harvest(world.oai);
  const expected = sorted(await catalogue(world));
  assert.equal(expected.length, RESOURCES);
  assert.deepEqual(sorted(headers), expected);
  assert.equal(pages.at(-1)?.token, '');
  assert.throws(() => assert.deepEqual(sorted(headers.slice(0, -1)), expected), 'one record short is seen');
  const damaged = (pages[0]?.xml ?? '').replace(/<datestamp>[^<]*<\/datestamp>/, '');
  assert.notDeepEqual(await faultsOf(damaged), [], 'the schema sees a header without its date');
  return `${RESOURCES} ressources moissonnées en ${pages.length} pages, toutes valides selon le schéma, égales au catalogue (témoins : une notice de moins, une date ôtée se voient)`;
}

/** The connection dies in the middle of an answer. @returns bytes read before */
const cut = (url: string, afterBytes: number): Promise<number> =>
  new Promise((done, fail) => {
    const sent = request(url, (response) => {
      let read = 0;
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read < afterBytes) return;
        response.destroy();
        done(read);
      });
      response.on('error', () => done(read));
    });
    sent.on('error', fail);
    sent.end();
  });

/** A page is cut, a record of a later page is taken down meanwhile: nothing is lost, nothing comes twice. */
async function cutAndChanged(world: World): Promise<string> {
  const all = (await harvest(world.oai)).headers;
  const victim = all[PAGE * 3]?.identifier ?? '';
  const first = await ask(world.oai, FIRST);
  const second = resume(first.token ?? '');
  assert.ok((await cut(world.oai + second, 2000)) > 0);
  const again = await ask(world.oai, second);
  const once = await ask(world.oai, second);
  assert.deepEqual(again.headers, once.headers);
  await takeDownOne(world, victim);
  const rest = await harvest(world.oai, second);
  const seen = [...first.headers, ...rest.headers];
  assert.equal(new Set(seen.map(({ identifier }) => identifier)).size, RESOURCES);
  assert.equal(seen.length, RESOURCES);
  assert.deepEqual([seen.at(-1)?.identifier, seen.at(-1)?.deleted], [victim, true]);
  return 'une page coupée au milieu est redemandée et la suite est entière ; une ressource retirée entre deux pages vient à la fin, comme retrait';
}

async function takeDownOne({ rig, curatorId }: World, identifier: string): Promise<void> {
  const { id } = await rig.kernel.db
    .selectFrom('commons.resource')
    .select('id')
    .where('ark_name', '=', identifier.split('/').at(-1) ?? '')
    .executeTakeFirstOrThrow();
  const by = { personId: curatorId, at: rig.kernel.clock.now() };
  const decision = await takeDown(rig.kernel, by, id, { ground: 'rights', reason: 'Sans accord.' });
  assert.equal(decision?.refusal, null);
}

/** A second harvest, from the date of the first. */
async function since(world: World): Promise<string> {
  const { headers, pages } = await harvest(world.oai);
  await new Promise((later) => setTimeout(later, 1100));
  const before = await ask(world.oai, `${FIRST}&from=${plusOne(responseDate(pages[0]))}`);
  assert.deepEqual(before.errors, ['noRecordsMatch'], 'nothing changed since');
  const gone = headers.filter(({ deleted }) => !deleted).slice(10, 13);
  for (const { identifier } of gone) await takeDownOne(world, identifier);
  const fresh = await harvest(world.oai, `${FIRST}&from=${plusOne(responseDate(pages[0]))}`);
  const names = (lines: readonly { readonly identifier: string }[]) => lines.map(({ identifier }) => identifier).sort();
  assert.deepEqual(names(fresh.headers), names(gone));
  assert.ok(fresh.headers.every(({ deleted }) => deleted));
  const full = await harvest(world.oai);
  assert.deepEqual(sorted(full.headers.filter(({ deleted }) => !deleted)), sorted(await catalogue(world)));
  return `moisson depuis la précédente : ${gone.length} retraits, et eux seuls (témoin : rien avant qu’ils aient lieu)`;
}

const plusOne = (stamp: string) => `${new Date(Date.parse(stamp) + 1000).toISOString().slice(0, 19)}Z`;

async function forged({ oai }: World): Promise<string> {
  const { token } = await ask(oai, FIRST);
  assert.ok(token);
  let refused = 0;
  for (let index = 0; index < token.length - 1; index += 11) {
    const other = token[index] === 'A' ? 'B' : 'A';
    const answer = readAnswer(
      await (await fetch(oai + resume(token.slice(0, index) + other + token.slice(index + 1)))).text(),
    );
    assert.deepEqual(answer.errors, ['badResumptionToken']);
    refused += 1;
  }
  assert.deepEqual((await ask(oai, resume(token))).errors, [], 'the token itself still opens');
  return `${refused} jetons changés d’un caractère refusés (témoin : le vrai jeton ouvre)`;
}
