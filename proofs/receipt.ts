import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Proof } from '../scripts/prove.ts';
import { createApp } from '../src/app.tsx';
import type { Receipt } from '../src/deposits/index.ts';
import { type Cast, seedPeople } from '../src/identity/fixtures.ts';
import { openEmbedded } from '../src/kernel/embedded.ts';
import { HOUR_MS, plus } from '../src/kernel/instant.ts';
import { plantStorm } from './_drafts.ts';
import { openRig, type Rig } from './_rig.ts';

const ANNEX = 'Devis : casques de réalité virtuelle, douze unités. '.repeat(400);

export const proof: Proof = {
  promise: 'un accusé de réception se vérifie hors ligne, et un seul octet changé se voit',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dfn-recepisse-'));
    const database = await openEmbedded(null, mkdtempSync(join(tmpdir(), 'dfn-s-')));
    const rig = await openRig(database.url);
    try {
      const number = await depositForReal(rig, folder);
      copyFileSync('scripts/verify-receipt.mjs', join(folder, 'verify-receipt.mjs'));
      return [`dépôt réel, ${number}, sur PGlite`, ...verifyWhole(folder), ...detectFlips(folder)];
    } finally {
      await rig.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Through the application's own pages; leaves in the folder what a person downloads. */
async function depositForReal(rig: Rig, folder: string): Promise<string> {
  const { kernel } = rig;
  const cast = await seedPeople(kernel);
  const file = { ...(await kernel.files.put(Readable.from([ANNEX]))), name: 'devis.txt', mediaType: 'text/plain' };
  const now = kernel.clock.now();
  const closesAt = plus(now, HOUR_MS);
  const { applicationIds } = await plantStorm(kernel.db, cast, { count: 3, now, closesAt, file });
  const site = siteOf(rig, cast);
  let base = '';
  for (const id of applicationIds) base = await depositOne(site, id);
  await rig.drain();
  const receipt = Buffer.from(await (await site(`${base}/recepisse.json`)).arrayBuffer());
  const { body } = JSON.parse(receipt.toString()) as Receipt;
  writeFileSync(join(folder, 'recepisse.json'), receipt);
  writeFileSync(join(folder, 'dossier.zip'), Buffer.from(await (await site(`${base}/dossier.zip`)).arrayBuffer()));
  writeFileSync(join(folder, 'cle.pem'), await (await site(`/cles/${body.keyId}`)).text());
  const chain = await site(`/appels/${body.call.slug}/vagues/${body.wave.number}/chaine.json`);
  writeFileSync(join(folder, 'chaine.json'), await chain.text());
  return body.number;
}

type Site = (path: string, form?: Record<string, string>) => Promise<Response>;

function siteOf({ kernel }: Rig, cast: Cast): Site {
  const app = createApp(kernel, async () => cast.lea);
  const origin = kernel.config.PUBLIC_URL;
  return async (path, form) =>
    app.request(`${origin}${path}`, {
      headers: { origin, 'sec-fetch-site': 'same-origin' },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
}

async function depositOne(site: Site, id: string): Promise<string> {
  const version = /name="version" value="(\w+)"/.exec(await (await site(`/dossiers/${id}/depot`)).text())?.[1] ?? '';
  const answer = await site(`/dossiers/${id}/depot`, { version });
  if (answer.status !== 303) throw new Error(`the deposit was answered ${answer.status}`);
  const page = await (await site(`/dossiers/${id}/recepisse`)).text();
  return /href="([^"]+)\/recepisse\.json"/.exec(page)?.[1] ?? '';
}

/** In a process with no environment but its path: no database, no secret of ours. */
function verify(folder: string, files: { receipt?: string; zip?: string; chain?: string; key?: string } = {}) {
  const { receipt = 'recepisse.json', zip = 'dossier.zip', chain = 'chaine.json', key = 'cle.pem' } = files;
  const args = ['verify-receipt.mjs', receipt, zip, '--key', key, '--chaine', chain];
  const ran = spawnSync(process.execPath, args, { cwd: folder, env: {}, encoding: 'utf8' });
  return { code: ran.status, said: ran.stdout + ran.stderr };
}

function verifyWhole(folder: string): string[] {
  const { code, said } = verify(folder);
  if (code !== 0) throw new Error(`the untouched receipt does not verify:\n${said}`);
  return [`vérifié hors ligne : ${said.split('\n').filter((line) => line.startsWith('✓')).length} contrôles passés`];
}

/** Bytes of a part, spread over it, one flip and one run of the script for each. */
const FLIPS = 6;

function detectFlips(folder: string): string[] {
  const text = readFileSync(join(folder, 'recepisse.json'), 'utf8');
  const signature = (JSON.parse(text) as Receipt).signature.value;
  const zip = readFileSync(join(folder, 'dossier.zip'));
  const bodyEnd = text.indexOf('"signature":{');
  const signedAt = text.indexOf(signature);
  const receipt = Buffer.from(text);
  const annexAt = zip.indexOf(Buffer.from('Devis : casques'));
  const chain = readFileSync(join(folder, 'chaine.json'));
  const chainAt = chain.indexOf('"hash":"') + 8;
  mkdirSync(join(folder, 'altere'));
  return [
    flipEach(
      folder,
      'receipt',
      'le récépissé',
      receipt,
      Buffer.byteLength(text.slice(0, 8)),
      Buffer.byteLength(text.slice(0, bodyEnd)),
    ),
    flipEach(
      folder,
      'receipt',
      'la signature',
      receipt,
      Buffer.byteLength(text.slice(0, signedAt)),
      Buffer.byteLength(text.slice(0, signedAt + signature.length)),
    ),
    flipEach(folder, 'zip', 'une pièce de l’archive', zip, annexAt, annexAt + ANNEX.length),
    flipEach(folder, 'chain', 'un maillon de la chaîne publiée', chain, chainAt, chainAt + 64),
  ];
}

function flipEach(
  folder: string,
  part: 'receipt' | 'zip' | 'chain',
  label: string,
  whole: Buffer,
  from: number,
  to: number,
): string {
  if (from < 0 || to <= from) throw new Error(`nothing to flip: ${label}`);
  for (let flip = 0; flip < FLIPS; flip += 1) {
    const at = from + Math.floor(((to - from - 1) * flip) / (FLIPS - 1));
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(join(folder, 'altere', part), changed);
    const { code } = verify(folder, { [part]: join('altere', part) });
    if (code === 0) throw new Error(`a flipped bit at byte ${at} of ${label} goes unseen`);
  }
  return `${label} : ${FLIPS} octets changés un à un, ${FLIPS} détectés`;
}
