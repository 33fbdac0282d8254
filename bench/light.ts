import { Readable } from 'node:stream';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { openRig, type RealServer, type Rig, sessionCookie, startServer } from '../proofs/_rig.ts';
import type { Bench } from '../scripts/bench.ts';
import { findChromium } from '../scripts/chromium.ts';
import { startPostgres } from '../scripts/postgres.ts';
import { WORKSHOP_SCENE } from '../seeds/collection/descriptions.ts';
import { COLLECTION } from '../seeds/collection.ts';
import { publishUpload } from '../src/commons/fixtures/planted.ts';
import { arkPath } from '../src/commons/index.ts';
import type { Description } from '../src/commons/model/description.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import { openingPath } from '../src/player/index.ts';
import { HEAVY, workshop } from '../src/variants/fixtures/scenes.ts';
import { SLOW_BITS_PER_SECOND } from '../src/variants/model/weight.ts';
import { sendByTus } from './_tus.ts';

const LATENCY_MS = 150;
const AT_SLOW_NETWORK_MS = 15 * 60_000;
const VIEW = { width: 800, height: 700 };
const FLAGS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const FORMS = ['original', 'light', 'mini'] as const;

export const bench: Bench = {
  figure: 'poids et temps jusqu’à la première image de chaque forme d’une scène, à 1,6 Mbit/s, à côté de l’original',
  run: async () => {
    const server = await startPostgres({ durable: false });
    const rig = await openRig(server.url);
    try {
      const site = await startServer(rig);
      const paths = await plant(rig, site);
      const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
      for (const [name, ark] of paths) await compare(browser, site, name, ark, rig);
      await browser.close();
      await site.stop();
    } finally {
      await rig.close();
      await server.stop();
    }
  },
};

/** The shipped scene, and one as an author exports it who reduced nothing: deposited, examined, lightened. */
async function plant(rig: Rig, { origin }: RealServer): Promise<(readonly [string, string])[]> {
  const { kernel } = rig;
  const cast = await seedPeople(kernel);
  const cookie = await sessionCookie(kernel, cast.lea.personId);
  const shipped = COLLECTION.find(({ name }) => name.endsWith('.glb'));
  if (!shipped) throw new Error('the collection ships no scene');
  const scenes: readonly [string, Buffer, Description][] = [
    ['scène livrée', await shipped.make(), shipped.description],
    ['scène de 50 Mo', await workshop(HEAVY), { ...WORKSHOP_SCENE, title: 'Atelier lourd' }],
  ];
  const planted: (readonly [string, string])[] = [];
  for (const [name, bytes, description] of scenes) {
    const who = { personId: cast.lea.personId, organisationId: cast.organisationIds.btpPicardie };
    const uploadId = await sendByTus({ origin, cookie }, Readable.from([bytes]), bytes.length, 'atelier.glb');
    const { sha256 } = await kernel.db
      .selectFrom('uploads.upload')
      .select('sha256')
      .where('id', '=', uploadId)
      .executeTakeFirstOrThrow();
    const stored = { uploadId, sha256: sha256 ?? '' };
    const id = await publishUpload(kernel, { ...who, output: null, at: kernel.clock.now(), description }, stored);
    const { ark_name } = await kernel.db
      .selectFrom('commons.resource')
      .select('ark_name')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    planted.push([name, ark_name]);
  }
  await rig.drain();
  return planted;
}

interface Seen {
  readonly bytes: number;
  readonly ms: number;
  readonly picture: Buffer;
}

async function compare(browser: Browser, { origin }: RealServer, name: string, ark: string, { kernel }: Rig) {
  const authority = kernel.config.ARK_AUTHORITY;
  const resource = await (await fetch(`${origin}${arkPath(authority, ark)}`)).text();
  const made = FORMS.filter((form) => form === 'original' || resource.includes(`/variante/${form}`));
  const seen = new Map<string, Seen>();
  for (const form of made)
    seen.set(form, await open(browser, `${origin}${openingPath(authority, ark, 1)}&forme=${form}`));
  const original = seen.get('original');
  if (!original || seen.size < 2) throw new Error(`no lighter form of « ${name} » was derived`);
  console.log(`\n${name}`);
  for (const [form, { bytes, ms, picture }] of seen) {
    const told = `${form.padEnd(9)} ${(bytes / 1e6).toFixed(2).padStart(7)} Mo   première image ${(ms / 1000).toFixed(1).padStart(6)} s`;
    if (form === 'original') console.log(told);
    else
      console.log(
        `${told}   ${(original.bytes / bytes).toFixed(1)} fois plus légère (visé 8), ${(original.ms / ms).toFixed(1)} fois plus tôt (visé 5), écart moyen ${(await difference(original.picture, picture)).toFixed(1)} sur 255`,
      );
  }
}

/** A browser that has nothing yet, behind the slow network: until the scene is drawn. */
async function open(browser: Browser, address: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: VIEW, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(AT_SLOW_NETWORK_MS);
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: SLOW_BITS_PER_SECOND / 8,
    uploadThroughput: SLOW_BITS_PER_SECOND / 8,
  });
  let bytes = 0;
  page.on('response', async (response) => {
    if (/\/(fichier|variante\/\w+)\?/.test(response.url())) bytes = Number(response.headers()['content-length'] ?? 0);
  });
  const startedAt = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await drawn(page);
  const ms = performance.now() - startedAt;
  const picture = await page.locator('model-viewer').screenshot();
  await context.close();
  return { bytes, ms, picture };
}

const LOOK_MS = 25;
/** Asked from outside: the policy of the page lets nothing be evaluated inside. */
const STANDING = `(() => { const one = document.querySelector('model-viewer');
  if (one?.querySelector('[role=alert]')) return 'failed';
  return one?.loaded === true && one.modelIsVisible === true ? 'drawn' : 'waiting'; })()`;

/** @throws Error when the scene says that it does not show, or is not there after a quarter of an hour */
async function drawn(page: Page): Promise<void> {
  const until = performance.now() + AT_SLOW_NETWORK_MS;
  for (let state = 'waiting'; state !== 'drawn'; state = String(await page.evaluate(STANDING))) {
    if (state === 'failed' || performance.now() > until) throw new Error('the scene does not show');
    await page.waitForTimeout(LOOK_MS);
  }
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Mean distance of the same pixel in two pictures, all channels alike. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const raw = (picture: Buffer) => sharp(picture).removeAlpha().raw().toBuffer();
  const [a, b] = [await raw(one), await raw(other)];
  if (a.length !== b.length) throw new Error('pictures of two sizes are not compared');
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return sum / a.length;
}
