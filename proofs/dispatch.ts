import assert from 'node:assert/strict';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.ts';
import type { Proof } from '../scripts/prove.ts';
import { scormManifest } from '../src/commons/fixtures/courses.ts';
import { DESCRIBED, plantPublished } from '../src/commons/fixtures/planted.ts';
import { part, zip } from '../src/commons/fixtures/zip.ts';
import { inspect } from '../src/commons/gate/inspect.ts';
import { depositFile } from '../src/commons/store/deposit.ts';
import { examineFile } from '../src/commons/store/examine.ts';
import { describe, publish } from '../src/commons/store/publish.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import { storeFormFile } from '../src/uploads/index.ts';
import { type Lms, startLms } from './_lms.ts';
import { onRig, type Rig, sessionCookie, startServer } from './_rig.ts';
import '../src/commons/tables.ts';
import '../src/dispatch/tables.ts';

export const proof: Proof = {
  promise: 'un paquet emporté hier joue la version publiée aujourd’hui, et son achèvement arrive des deux côtés',
  run: () => onRig({}, prove),
};

interface World {
  readonly rig: Rig;
  readonly origin: string;
  readonly cookie: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly resourceId: string;
  readonly arkName: string;
  readonly lms: Lms;
  readonly browser: Browser;
}

/** A module that says its version, finishes at once, and scores ten times it. */
const moduleOf = (version: number) =>
  zip([
    part('imsmanifest.xml', scormManifest()),
    part(
      'module.html',
      `<!doctype html><meta charset="utf-8"><title>Module</title><h1>Version ${version}</h1><script>
const api = window.parent.API; api.LMSInitialize('');
api.LMSSetValue('cmi.core.lesson_location', 'page-${version}'); api.LMSSetValue('cmi.core.score.raw', '${40 + version * 10}');
api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSCommit('');</script>`,
    ),
  ]);

async function prove(rig: Rig): Promise<string[]> {
  const { kernel } = rig;
  const cast = await seedPeople(kernel);
  const { personId } = cast.lea;
  const organisationId = cast.organisationIds.btpPicardie;
  const planted = { personId, organisationId, output: null, at: kernel.clock.now(), description: DESCRIBED };
  const resourceId = await plantPublished(kernel, { ...planted, file: { name: 'module.zip', bytes: moduleOf(1) } });
  const found = kernel.db.selectFrom('commons.resource').select('ark_name').where('id', '=', resourceId);
  const { ark_name: arkName } = await found.executeTakeFirstOrThrow();
  const server = await startServer(rig, undefined, 'localhost');
  const lms = await startLms();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const cookie = await sessionCookie(kernel, personId);
  const world = { rig, origin: server.origin, cookie, personId, organisationId, resourceId, arkName, lms, browser };
  try {
    const id = await taken(world);
    const [old, modern] = [await packageOf(world, id, 'scorm-1.2'), await packageOf(world, id, 'scorm-2004')];
    return [
      await passesTheGate(old, modern),
      await playsTheNew(world, id, old),
      await modernToo(world, modern),
      await refusals(world, id, old),
    ];
  } finally {
    await browser.close();
    await lms.close();
    await server.stop();
  }
}

const home = ({ organisationId }: World) => `/compte/organisations/${organisationId}/emporter`;
const asMember = ({ origin, cookie }: World, path: string, fields?: Record<string, string>) =>
  fetch(origin + path, {
    ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    redirect: 'manual',
    headers: { cookie, origin },
  });

/** @returns its id */
async function taken(world: World): Promise<string> {
  const fields = { organisme: world.organisationId, nom: 'CAP maçon', apprenants: '1' };
  const created = await asMember(world, `/communs/ark:/99999/${world.arkName}/emporter`, fields);
  assert.equal(created.status, 303);
  const list = await (await asMember(world, home(world))).text();
  return /emporter\/([0-9a-f-]{36})\/scorm-1\.2\.zip/.exec(list)?.[1] ?? '';
}

async function packageOf(world: World, id: string, edition: string): Promise<Buffer> {
  const response = await asMember(world, `${home(world)}/${id}/${edition}.zip`);
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}

async function passesTheGate(old: Buffer, modern: Buffer): Promise<string> {
  const judged = async (bytes: Buffer) => {
    const source = {
      sizeBytes: bytes.length,
      read: async (from: number, length: number) => bytes.subarray(from, from + length),
    };
    return (await inspect('paquet.zip', source)).report?.kind;
  };
  assert.deepEqual([await judged(old), await judged(modern)], ['scorm-1.2', 'scorm-2004']);
  assert.ok(Math.max(old.length, modern.length) < 8192);
  return `paquets de ${old.length} et ${modern.length} octets, reçus par notre propre contrôle comme SCORM 1.2 et 2004`;
}

/** A second version, by the product's own acts. */
async function publishSecond({ rig: { kernel }, personId, resourceId }: World): Promise<void> {
  const at = kernel.clock.now();
  const by = { personId, at };
  const file = new File([new Uint8Array(moduleOf(2))], 'module.zip');
  const stored = await storeFormFile(kernel, { personId, email: 'essai@essai.example' }, file, at, 'resource');
  assert.ok(stored.changes);
  const { uploadId, sha256 } = stored.changes;
  assert.equal((await depositFile(kernel, by, { resourceId, uploadId }))?.changes?.number, 2);
  await examineFile(kernel, { resourceId, number: 2, sha256 });
  const told = { description: DESCRIBED, changes: 'Un nouveau geste.', output: null };
  assert.equal((await describe(kernel, by, resourceId, { number: 2, edits: 0 }, told))?.refusal, null);
  assert.equal((await publish(kernel, by, resourceId, { number: 2, edits: 1 }))?.refusal, null);
}

/** Opens the course of the platform and the module in it. @returns the window of the module */
async function play({ lms, browser }: World, course: string): Promise<{ page: Page; popup: Page }> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${lms.origin}/${course}`);
  const opening = page.context().waitForEvent('page');
  await page.frameLocator('iframe').getByRole('button', { name: 'Ouvrir la ressource' }).click();
  return { page, popup: await opening };
}

const toldTo = (page: Page): Promise<Record<string, string>> => page.evaluate('window.told');

async function playsTheNew(world: World, id: string, old: Buffer): Promise<string> {
  await world.lms.install(old);
  const before = await play(world, 'cours-1.2');
  const first = before.popup.frameLocator('iframe').frameLocator('iframe').getByRole('heading');
  assert.equal(await first.textContent(), 'Version 1');
  await before.page.waitForFunction("window.told['cmi.core.score.raw'] === '50'");
  await before.page.context().close();
  await publishSecond(world);
  const { page, popup } = await play(world, 'cours-1.2');
  const heading = popup.frameLocator('iframe').frameLocator('iframe').getByRole('heading');
  assert.equal(await heading.textContent(), 'Version 2');
  await page.waitForFunction("window.told['cmi.core.score.raw'] === '60' && window.commits > 0");
  const told = await toldTo(page);
  assert.deepEqual([told['cmi.core.lesson_status'], told['cmi.core.lesson_location']], ['completed', 'page-2']);
  const learners = await world.rig.kernel.db.selectFrom('dispatch.learner').selectAll().execute();
  assert.deepEqual(
    learners.map(({ dispatch_id, version, completed, score_percent }) => ({
      dispatch_id,
      version,
      completed,
      score_percent,
    })),
    [{ dispatch_id: id, version: 2, completed: true, score_percent: 60 }],
  );
  assert.ok(!JSON.stringify(learners).includes('eleve-42'), 'the name given by the platform is not kept');
  await page.context().close();
  return 'le paquet remis sous la version 1 joue la version 2 ; statut, score et endroit arrivent à la plateforme et ici, pour un même apprenant (témoin : il jouait la version 1 avant)';
}

async function modernToo(world: World, modern: Buffer): Promise<string> {
  await world.lms.install(modern);
  const { page } = await play(world, 'cours-2004');
  await page.waitForFunction("window.told['cmi.score.scaled'] === '0.6'");
  const told = await toldTo(page);
  assert.deepEqual([told['cmi.completion_status'], told['cmi.location']], ['completed', 'page-2']);
  await page.context().close();
  return 'le paquet SCORM 2004 aussi';
}

/** What a package sends, by hand. @returns status, page, and whether a learner or a session was written */
async function ask(world: World, sent: Record<string, string>) {
  const count = async () => {
    const { db } = world.rig.kernel;
    const learners = await db.selectFrom('dispatch.learner').select('id').execute();
    return learners.length + (await db.selectFrom('dispatch.session').select('id').execute()).length;
  };
  const before = await count();
  const body = new URLSearchParams({ hote: world.lms.origin, apprenant: 'eleve-42', ...sent });
  const response = await fetch(`${world.origin}/emporter/ouvrir`, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, text: await response.text(), wrote: (await count()) > before };
}

async function refusals(world: World, paquet: string, old: Buffer): Promise<string> {
  await world.lms.install(old);
  const page = await (await fetch(`${world.lms.origin}/paquet/index.html`)).text();
  const cle = /name="cle" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const good = await ask(world, { paquet, cle });
  assert.deepEqual([good.status, good.wrote], [303, true], 'the control opens, and is seen to write');
  const expected = async (sent: Record<string, string>, words: RegExp) => {
    const { status, text, wrote } = await ask(world, { paquet, cle, ...sent });
    assert.deepEqual([status, wrote], [403, false], String(words));
    assert.match(text, words);
  };
  await expected({ cle: 'A'.repeat(43) }, /modifié/);
  await expected({ hote: 'https://lms.example/chemin' }, /modifié/);
  await expected({ apprenant: '' }, /quel apprenant/);
  await expected({ apprenant: 'eleve-43' }, /nombre d’apprenants/);
  assert.equal((await asMember(world, `${home(world)}/${paquet}/suspendre`, {})).status, 303);
  await expected({}, /a suspendu cette ressource/);
  assert.equal((await asMember(world, `${home(world)}/${paquet}/reprendre`, {})).status, 303);
  assert.equal((await ask(world, { paquet, cle })).status, 303);
  assert.equal((await asMember(world, `${home(world)}/${paquet}/revoquer`, {})).status, 303);
  await expected({}, /a retiré cette ressource/);
  assert.equal((await asMember(world, `${home(world)}/${paquet}/reprendre`, {})).status, 404);
  return 'clé fausse, origine forgée, apprenant tu ou de trop, paquet suspendu puis révoqué : une page en français, rien d’écrit (témoin : le bon paquet ouvre)';
}
