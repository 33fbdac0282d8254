import assert from 'node:assert/strict';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { sql } from 'kysely';
import type { Proof } from '../scripts/prove.ts';
import { plantResource } from '../src/commons/fixtures/planted.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import { CLIENT, DEPLOYMENT, LEARNER, type Platform, startPlatform } from '../src/lti/fixtures/platform.ts';
import { type Ask, begin, finish } from '../src/lti/fixtures/visit.ts';
import { CHOICE_PATH, CLAIMS, KEYS_PATH, resourcePath } from '../src/lti/model/words.ts';
import { ATTACKS, type Attack } from './_launches.ts';
import { onRig, type Rig, sessionCookie, startServer } from './_rig.ts';
import '../src/commons/tables.ts';

export const proof: Proof = {
  promise:
    'une plateforme s’enregistre, ouvre une ressource, la choisit et reçoit le score par LTI 1.3 ; ce qui est forgé n’écrit rien',
  run: () => onRig({}, prove),
};

interface World {
  readonly rig: Rig;
  readonly ask: Ask;
  readonly origin: string;
  readonly platform: Platform;
  /** Of the resource. */
  readonly target: string;
  readonly arkName: string;
  /** Of the organisation's representative. */
  readonly cookie: string;
  readonly home: string;
}

async function prove(rig: Rig): Promise<string[]> {
  const { kernel } = rig;
  const cast = await seedPeople(kernel);
  const organisationId = cast.organisationIds.btpPicardie;
  const who = { personId: cast.lea.personId, organisationId, output: null, at: kernel.clock.now() };
  const id = await plantResource(kernel, who);
  const found = kernel.db.selectFrom('commons.resource').select('ark_name').where('id', '=', id);
  const { ark_name: arkName } = await found.executeTakeFirstOrThrow();
  const server = await startServer(rig);
  const ask: Ask = (path, init) => fetch(server.origin + path, init);
  const toolKeys = async () => (await (await ask(KEYS_PATH)).json()) as JSONWebKeySet;
  const platform = await startPlatform(toolKeys);
  try {
    const cookie = await sessionCookie(kernel, cast.lea.personId);
    const home = `/compte/organisations/${organisationId}/plateformes`;
    const target = server.origin + resourcePath(arkName);
    const world = { rig, ask, origin: server.origin, platform, target, arkName, cookie, home };
    const registered = await registration(world);
    return [
      registered,
      await played(world),
      await chosen(world, toolKeys),
      await roster(world),
      await hostile(world),
      await replayed(world),
      await revoked(world),
    ];
  } finally {
    await platform.close();
    await server.stop();
  }
}

/** Rows of everything that a launch may write. */
async function rows({ rig }: World): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const table of ['deployment', 'invitation', 'key', 'learner', 'nonce', 'platform', 'score', 'session'])
    counted[table] = await countOf(rig, `lti.${table}`);
  counted.attempt = await countOf(rig, 'player.attempt');
  return counted;
}
async function countOf({ kernel }: Rig, table: string): Promise<number> {
  const { rows: found } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
    kernel.db,
  );
  return found[0]?.n ?? 0;
}

const asManager = ({ ask, cookie, origin }: World, path: string, fields?: Record<string, string>) =>
  ask(path, {
    ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    redirect: 'manual',
    headers: { cookie, origin },
  });

async function registration(world: World): Promise<string> {
  const page = await (await asManager(world, `${world.home}/lien`, {})).text();
  const link = /<code id="lien">([^<]+\/lti\/inscription\/[^<]+)<\/code>/.exec(page)?.[1] ?? '';
  const open = (configuration: string) =>
    world.ask(
      `${new URL(link).pathname}?${new URLSearchParams({ openid_configuration: configuration, registration_token: 'inscription-1' })}`,
    );
  const before = await rows(world);
  for (const inside of [
    'http://10.0.0.1/c',
    'https://169.254.169.254/latest',
    'https://[::ffff:10.0.0.1]/c',
    'file:///etc/hosts',
  ])
    assert.equal((await open(inside)).status, 422, inside);
  assert.deepEqual(await rows(world), before);
  assert.equal((await open(world.platform.configuration)).status, 200);
  assert.equal((await rows(world)).platform, 1);
  assert.deepEqual(world.platform.registered[0]?.redirect_uris, [`${world.origin}/lti/lancement`]);
  assert.equal((await open(world.platform.configuration)).status, 410);
  assert.equal((await rows(world)).platform, 1);
  return 'enregistrement par le lien ; le même lien une seconde fois est refusé, et quatre adresses internes aussi, sans rien écrire';
}

async function opened(world: World) {
  const begun = await begin(world.ask, world.platform.issuer, world.target);
  const id_token = await world.platform.sign(world.platform.claims(begun.nonce, world.target));
  const ended = await finish(world.ask, begun, { id_token });
  return { begun, id_token, ended };
}

async function played(world: World): Promise<string> {
  const { ended } = await opened(world);
  assert.equal(ended.status, 303, String(ended.reason));
  const headers = { cookie: ended.cookie, origin: world.origin };
  const page = await world.ask(ended.path, { headers });
  assert.equal(page.status, 200);
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    new RegExp(`frame-ancestors 'self' ${world.platform.issuer}`),
  );
  assert.equal((await world.ask(ended.path)).status, 404, 'without its cookie the session is closed');
  const cmi = { core: { lesson_status: 'completed', score: { raw: '80', min: '0', max: '100' } } };
  const body = () =>
    new URLSearchParams({ onglet: ended.path.split('/').at(-1) ?? '', numero: '1', etat: JSON.stringify(cmi) });
  const save = (origin: string) =>
    world.ask(`${ended.path}/avancement`, { method: 'POST', headers: { ...headers, origin }, body: body() });
  assert.equal((await save('https://autre.example')).status, 404, 'a form of another site is not heard');
  assert.equal((await save(world.origin)).status, 200);
  world.platform.failures = 1;
  await world.rig.drain();
  assert.equal(world.platform.scores.length, 0);
  assert.match(await (await asManager(world, world.home)).text(), /1 en attente : Refus de la plateforme/);
  await sql`update queue.job set start_after = now() where name = 'lti.send-score'`.execute(world.rig.kernel.db);
  await world.rig.drain();
  const [score] = world.platform.scores;
  assert.equal(score?.path, '/ligne/1/scores?type=lti');
  assert.deepEqual(
    [
      score.body.userId,
      score.body.scoreGiven,
      score.body.scoreMaximum,
      score.body.activityProgress,
      score.body.gradingProgress,
    ],
    [LEARNER, 80, 100, 'Completed', 'FullyGraded'],
  );
  return 'une ouverture juste joue le module ; le score (80 sur 100, terminé) arrive après une panne de la plateforme, dite au gestionnaire';
}

async function chosen(world: World, toolKeys: () => Promise<JSONWebKeySet>): Promise<string> {
  const place = world.origin + CHOICE_PATH;
  const begun = await begin(world.ask, world.platform.issuer, place);
  const id_token = await world.platform.sign(world.platform.choice(begun.nonce, place));
  const ended = await finish(world.ask, begun, { id_token });
  assert.equal(ended.status, 303, String(ended.reason));
  const headers = { cookie: ended.cookie, origin: world.origin };
  const list = await (await world.ask(`${ended.path}?mots=charge`, { headers })).text();
  assert.ok(list.includes(`value="${world.arkName}"`), 'the search finds the resource');
  const choose = () =>
    world.ask(`${ended.path}/choix`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ ressource: world.arkName }),
    });
  const page = await (await choose()).text();
  const jwt = /name="JWT" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const expected = { issuer: CLIENT, audience: world.platform.issuer, algorithms: ['RS256'] };
  const { payload } = await jwtVerify(jwt, createLocalJWKSet(await toolKeys()), expected);
  const items = payload[CLAIMS.contentItems] as { url: string; type: string }[];
  assert.deepEqual([items[0]?.type, items[0]?.url], ['ltiResourceLink', world.target]);
  assert.deepEqual([payload[CLAIMS.data], payload[CLAIMS.deployment]], ['à rendre', DEPLOYMENT]);
  assert.equal((await choose()).status, 404, 'a choice is sent once');
  return 'un formateur cherche, choisit, et la plateforme vérifie la réponse signée ; un choix ne part qu’une fois';
}

async function roster(world: World): Promise<string> {
  const { platform } = await rows(world);
  assert.equal(platform, 1);
  const list = await (await asManager(world, world.home)).text();
  const path = /href="([^"]+\/groupes)"/.exec(list)?.[1] ?? '';
  const page = await (await asManager(world, path, { groupe: 'groupe-1' })).text();
  assert.match(page, /2\s?personnes/);
  assert.ok(page.includes(LEARNER) && page.includes('formatrice-1'));
  assert.ok(!page.includes('Lu par personne'), 'no name is read');
  return 'la liste du groupe est lue sur deux pages, sans nom, et n’est pas gardée';
}

/** @returns the name of the refusal, `null` when the launch opened */
async function attack(world: World, { forge }: Attack): Promise<string | null> {
  const begun = await begin(world.ask, world.platform.issuer, world.target);
  const { sent, cookie } = await forge(begun, world.platform, world.target);
  const ended = await finish(world.ask, { ...begun, cookie: cookie ?? begun.cookie }, sent);
  return ended.status === 303 ? null : ended.reason;
}

async function hostile(world: World): Promise<string> {
  const before = await rows(world);
  for (const one of ATTACKS) {
    assert.equal(await attack(world, one), one.reason, one.name);
    assert.deepEqual(await rows(world), before, `${one.name}: something was written`);
  }
  // A launch that nothing is wrong with passes through the same check, and is seen to write.
  const good = await attack(world, {
    ...{ name: 'témoin', reason: '' },
    forge: async ({ nonce }, platform, target) => ({
      sent: { id_token: await platform.sign(platform.claims(nonce, target)) },
    }),
  });
  assert.equal(good, null);
  assert.notDeepEqual(await rows(world), before, 'the count sees a session');
  return `${ATTACKS.length} ouvertures hostiles, chacune refusée sous son nom, aucune ligne écrite (témoin : une ouverture juste passe, et se voit)`;
}

async function replayed(world: World): Promise<string> {
  const { begun, id_token, ended } = await opened(world);
  assert.equal(ended.status, 303);
  const before = await rows(world);
  const again = await finish(world.ask, begun, { id_token });
  assert.equal(again.reason, 'already-used');
  const fresh = await begin(world.ask, world.platform.issuer, world.target);
  assert.equal((await finish(world.ask, fresh, { id_token })).reason, 'nonce');
  assert.deepEqual(await rows(world), before);
  const race = await begin(world.ask, world.platform.issuer, world.target);
  const token = await world.platform.sign(world.platform.claims(race.nonce, world.target));
  const all = await Promise.all(Array.from({ length: 12 }, () => finish(world.ask, race, { id_token: token })));
  assert.deepEqual(all.map(({ reason }) => reason).filter((reason) => reason === null).length, 1);
  return 'une ouverture rejouée, et son jeton dans une autre, sont refusés ; de douze envois simultanés un seul ouvre';
}

async function revoked(world: World): Promise<string> {
  const { ended } = await opened(world);
  const list = await (await asManager(world, world.home)).text();
  const path = /href="([^"]+\/revoquer)"/.exec(list)?.[1] ?? '';
  const begun = await begin(world.ask, world.platform.issuer, world.target);
  assert.equal((await asManager(world, path, {})).status, 303);
  const id_token = await world.platform.sign(world.platform.claims(begun.nonce, world.target));
  assert.equal((await finish(world.ask, begun, { id_token })).reason, 'platform-revoked');
  assert.equal((await world.ask(ended.path, { headers: { cookie: ended.cookie } })).status, 404);
  return 'révoquée, la plateforme n’ouvre plus rien, pas même ce qui était commencé';
}
