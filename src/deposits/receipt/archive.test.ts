import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalAuthority } from '../../../scripts/local-tsa.ts';
import { canonical } from '../../kernel/journal.ts';
import { contentFixture } from '../fixtures.ts';
import type { Receipt } from '../model/receipt.ts';
import { annexName, archiveOf } from './archive.ts';
import { receiptPdf } from './pdf.ts';
import { GENESIS, keyIdOf, sealReceipt, sha256 } from './seal.ts';
import { requestTimeStamp } from './time-stamp.ts';

const SCRIPT = join(import.meta.dirname, '../../../scripts/verify-receipt.mjs');
const snapshot = '{"titre":"Réalité virtuelle"}';
const contents = new Map([snapshot, 'devis'].map((text) => [sha256(text).toString('hex'), text]));
let folder: string;
let receipt: Receipt;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfn-archive-'));
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const key = { id: keyIdOf(publicKey), publicKey, privateKey: pair.privateKey };
  const sealed = sealReceipt(contentFixture(key.id), { seq: 0, hash: GENESIS }, key);
  receipt = {
    body: sealed.body,
    signature: { algorithm: 'Ed25519', keyId: key.id, publicKey, value: sealed.signature.toString('base64') },
  };
  writeFileSync(join(folder, 'cle.pem'), publicKey);
  writeFileSync(join(folder, 'recepisse.json'), canonical(receipt));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verifyOffline(...args: string[]) {
  const ran = spawnSync(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { code: ran.status, said: ran.stdout + ran.stderr };
}

async function writeArchive(name: string, open = (hash: string) => Readable.from([contents.get(hash) ?? ''])) {
  const stream = archiveOf({
    receipt,
    snapshot,
    pdf: null,
    sealedAt: new Date('2027-01-15'),
    open: async (hash) => open(hash),
  });
  writeFileSync(join(folder, name), Buffer.from(await new Response(stream).arrayBuffer()));
}

test('the archive and the receipt verify offline, zipped and unzipped', async () => {
  await writeArchive('dossier.zip');
  const zipped = verifyOffline('recepisse.json', 'dossier.zip', '--key', 'cle.pem');
  expect(zipped).toEqual({ code: 0, said: expect.stringContaining('Le récépissé est vérifié.') });
  execFileSync('python3', ['-m', 'zipfile', '-e', 'dossier.zip', 'ouvert'], { cwd: folder });
  expect(verifyOffline('recepisse.json', 'ouvert', '--key', 'cle.pem').code).toBe(0);
});

test('a piece that changed is named, and the exit code says so', async () => {
  await writeArchive('change.zip', () => Readable.from(['DEVIS']));
  const ran = verifyOffline('recepisse.json', 'change.zip', '--key', 'cle.pem');
  expect(ran.code).toBe(1);
  expect(ran.said).toContain('✗ annexes/01-devis.txt');
  expect(ran.said).toContain('✓ dossier.json');
});

test('a key that is not the one published is told apart', () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync(join(folder, 'autre.pem'), other);
  expect(verifyOffline('recepisse.json', '--key', 'autre.pem').code).toBe(1);
});

test('without arguments the script explains itself; on nonsense it says that it could not verify', () => {
  expect(verifyOffline('--help')).toEqual({ code: 0, said: expect.stringContaining('hors ligne') });
  writeFileSync(join(folder, 'x.json'), '{}');
  expect(verifyOffline('x.json').code).toBe(2);
});

test('a time-stamp token of a local authority verifies with openssl, and no longer once the manifest changed', async () => {
  const authority = await startLocalAuthority();
  const token = await requestTimeStamp(authority.url, sha256(canonical(receipt.body)));
  const stamped = { ...receipt, timeStamp: { token: token.toString('base64') } };
  writeFileSync(join(folder, 'date.json'), canonical(stamped));
  const changed = { ...stamped, body: { ...stamped.body, manifestSha256: 'ab'.repeat(32) } };
  writeFileSync(join(folder, 'change.json'), canonical(changed));
  const whole = verifyOffline('date.json', '--key', 'cle.pem', '--tsa-ca', authority.caPath);
  const broken = verifyOffline('change.json', '--key', 'cle.pem', '--tsa-ca', authority.caPath);
  await authority.close();
  expect(whole).toEqual({ code: 0, said: expect.stringContaining('✓ jeton d’horodatage') });
  expect(broken).toEqual({ code: 1, said: expect.stringContaining('✗ jeton d’horodatage') });
});

test('the printable receipt is a tagged document in French', async () => {
  const pdf = (await receiptPdf(receipt, 'http://localhost:3000/verifier-un-recepisse')).toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  for (const mark of ['/StructTreeRoot', '/Lang (fr)', '<pdfuaid:part>1</pdfuaid:part>', '/Alt'])
    expect(pdf).toContain(mark);
});

test.each([
  ['Devis n°1.pdf', 'annexes/01-Devis n°1.pdf'],
  ['../../etc/passwd', 'annexes/01--..-etc-passwd'],
  ['a\u0000b\u202Egpj.exe', 'annexes/01-abgpj.exe'],
  ['', 'annexes/01-annexe'],
])('the annex « %s » is archived as %s', (name, path) => {
  expect(annexName(1, name)).toBe(path);
});
