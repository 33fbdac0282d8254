#!/usr/bin/env node
// Verifies a receipt of deposit with no network, no database and no dependency: Node 18 or later, this file alone.
// Written apart from the platform's own code on purpose: two implementations that agree say more than one.
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';

const HELP = `Vérifie un récépissé de dépôt Deffinum, hors ligne.

  node verify-receipt.mjs recepisse.json [dossier.zip | dossier/] [options]

  recepisse.json     le récépissé téléchargé après le dépôt
  dossier.zip        l’archive du dossier, ou le dossier où vous l’avez décompressée : chaque pièce est comparée
  --key cle.pem      clé publique de la plateforme, prise à l’adresse /cles du site (recommandé)
  --chaine c.json    chaîne publique de la vague, prise sur le site : la place du récépissé y est vérifiée
  --tsa-ca ca.pem    certificat de l’autorité d’horodatage : vérifie le jeton RFC 3161 (demande la commande openssl)
  --tsa-cert c.pem   certificat de signature de l’autorité, s’il n’est pas dans le jeton
  --help             cette aide

Code de sortie : 0 tout est vérifié, 1 quelque chose ne correspond pas, 2 la vérification n’a pas pu se faire.`;

const FORMAT = 'deffinum-recepisse/1';
const EOCD_BYTES = 22;
const MAX_COMMENT = 65_535;
let failures = 0;

try {
  main();
} catch (error) {
  console.error(`Vérification impossible : ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}
process.exit(failures === 0 ? 0 : 1);

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      chaine: { type: 'string' },
      'tsa-ca': { type: 'string' },
      'tsa-cert': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    if (!values.help) process.exit(2);
    return;
  }
  const [receiptPath, contentPath] = positionals;
  const receipt = readReceipt(receiptPath);
  const { body } = receipt;
  console.log(
    `Récépissé ${body.number}, reçu le ${body.arrivedAt}, vague ${body.wave?.number} de ${body.call?.title}\n`,
  );
  checkSignature(receipt, values.key);
  checkManifest(body);
  checkLink(body);
  if (values.chaine) checkChain(body, JSON.parse(readFileSync(values.chaine, 'utf8')));
  if (contentPath) checkFiles(body.files, contentPath);
  if (receipt.timeStamp || values['tsa-ca']) checkTimeStamp(receipt, values['tsa-ca'], values['tsa-cert']);
  console.log(
    failures === 0
      ? '\nLe récépissé est vérifié.'
      : `\n${failures} vérification(s) en échec : ne vous fiez pas à ce récépissé.`,
  );
}

function readReceipt(path) {
  const receipt = JSON.parse(readFileSync(path, 'utf8'));
  if (receipt?.body?.format !== FORMAT) throw new Error(`ce fichier n’est pas un récépissé au format ${FORMAT}`);
  if (!Array.isArray(receipt.body.files)) throw new Error('le récépissé ne porte pas de liste de pièces');
  return receipt;
}

function report(holds, text) {
  console.log(`${holds ? '✓' : '✗'} ${text}`);
  if (!holds) failures += 1;
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest();
}

/** RFC 8785: keys sorted by UTF-16 units, numbers and strings as ECMAScript writes them. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}

function checkSignature({ body, signature }, keyPath) {
  const publicKey = createPublicKey(keyPath ? readFileSync(keyPath) : signature.publicKey);
  const keyId = sha256(publicKey.export({ type: 'spki', format: 'der' }))
    .toString('hex')
    .slice(0, 32);
  const signed = Buffer.from(signature.value, 'base64');
  const holds =
    signature.algorithm === 'Ed25519' &&
    publicKey.asymmetricKeyType === 'ed25519' &&
    // One text for one signature: bits that Base64 ignores may not differ either.
    signed.toString('base64') === signature.value &&
    verify(null, Buffer.from(canonical(body)), publicKey, signed);
  report(holds, 'signature Ed25519 du récépissé');
  report(keyId === body.keyId && keyId === signature.keyId, `clé ${keyId}`);
  if (keyPath) return;
  console.log(
    '  ! Cette clé est celle écrite dans le récépissé. Comparez ce numéro à celui publié à l’adresse /cles du site,\n' +
      '    ou donnez la clé publiée : --key cle.pem',
  );
}

function checkManifest(body) {
  const hash = sha256(canonical(body.files)).toString('hex');
  report(hash === body.manifestSha256, `empreinte de la liste des ${body.files.length} pièces`);
}

function checkLink(body) {
  const { chain, ...content } = body;
  const contentHash = sha256(canonical(content));
  report(contentHash.toString('hex') === chain.contentSha256, 'empreinte du contenu du récépissé');
  const link = sha256(Buffer.concat([Buffer.from(chain.previousHash, 'hex'), contentHash]));
  report(link.toString('hex') === chain.hash, `maillon ${chain.seq} de la chaîne de la vague`);
}

/** Every link of the published chain, then our own place in it. */
function checkChain(body, published) {
  let previous = Buffer.alloc(32);
  let broken = 0;
  for (const [index, link] of published.links.entries()) {
    const hash = sha256(Buffer.concat([previous, Buffer.from(link.contentSha256, 'hex')]));
    if (link.seq !== index + 1 || hash.toString('hex') !== link.hash) broken ||= index + 1;
    previous = Buffer.from(link.hash, 'hex');
  }
  report(
    broken === 0,
    broken === 0 ? `chaîne entière de ${published.links.length} maillons` : `maillon ${broken} rompu`,
  );
  const ours = published.links[body.chain.seq - 1];
  report(
    published.waveId === body.wave.id &&
      ours?.hash === body.chain.hash &&
      ours?.contentSha256 === body.chain.contentSha256,
    `place ${body.chain.seq} dans la chaîne publiée`,
  );
}

function checkFiles(files, contentPath) {
  const read = statSync(contentPath).isDirectory() ? folderReader(contentPath) : zipReader(contentPath);
  for (const file of files) {
    const found = read(file.name);
    const holds = found !== null && found.sizeBytes === file.sizeBytes && found.sha256 === file.sha256;
    report(holds, found === null ? `${file.name} : pièce absente` : file.name);
  }
}

function folderReader(folder) {
  return (name) => {
    if (name.split('/').includes('..') || name.startsWith('/')) throw new Error(`nom de pièce interdit : ${name}`);
    try {
      return hashOfFile(join(folder, name));
    } catch (error) {
      if (error.code === 'ENOENT') return null;
      throw error;
    }
  };
}

/** Read piece by piece: an annex may be larger than the memory. */
function hashOfFile(path, start = 0, length = statSync(path).size) {
  const hash = createHash('sha256');
  for (const piece of pieces(path, start, length)) hash.update(piece);
  return { sizeBytes: length, sha256: hash.digest('hex') };
}

function* pieces(path, start, length) {
  const file = openSync(path, 'r');
  try {
    for (let done = 0; done < length; ) {
      const piece = Buffer.alloc(Math.min(1 << 20, length - done));
      const got = readSync(file, piece, 0, piece.length, start + done);
      if (got === 0) throw new Error(`${path} est tronqué`);
      done += got;
      yield piece.subarray(0, got);
    }
  } finally {
    closeSync(file);
  }
}

function slice(path, start, length) {
  return Buffer.concat([...pieces(path, start, length)]);
}

/** Central directory of a zip archive: stored and deflated entries, under 4 GB (unzip a larger one and give its folder). */
function zipReader(path) {
  const size = statSync(path).size;
  const tailStart = Math.max(0, size - EOCD_BYTES - MAX_COMMENT);
  const tail = slice(path, tailStart, size - tailStart);
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${path} n’est pas une archive zip`);
  const count = tail.readUInt16LE(end + 10);
  const offset = tail.readUInt32LE(end + 16);
  if (count === 0xffff || offset === 0xffffffff)
    throw new Error('archive de plus de 4 Go : décompressez-la et donnez le dossier');
  const directory = slice(path, offset, tail.readUInt32LE(end + 12));
  const entries = new Map();
  for (let at = 0, left = count; left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return (name) => {
    const entry = entries.get(name);
    return entry ? hashOfEntry(path, entry) : null;
  };
}

function hashOfEntry(path, { method, packedBytes, headerAt }) {
  const header = slice(path, headerAt, 30);
  const start = headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (method === 0) return hashOfFile(path, start, packedBytes);
  if (method !== 8) throw new Error('méthode de compression inconnue : décompressez l’archive et donnez le dossier');
  const content = inflateRawSync(slice(path, start, packedBytes));
  return { sizeBytes: content.length, sha256: sha256(content).toString('hex') };
}

function checkTimeStamp(receipt, caPath, certPath) {
  if (!receipt.timeStamp) return report(false, 'jeton d’horodatage : le récépissé n’en porte pas');
  if (!caPath) {
    console.log('  ! Le récépissé porte un jeton d’horodatage : donnez --tsa-ca pour le vérifier.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'recepisse-'));
  try {
    const token = join(folder, 'jeton.der');
    writeFileSync(token, Buffer.from(receipt.timeStamp.token, 'base64'));
    const digest = sha256(canonical(receipt.body)).toString('hex');
    const args = ['ts', '-verify', '-token_in', '-in', token, '-digest', digest, '-CAfile', caPath];
    const ran = spawnSync('openssl', certPath ? [...args, '-untrusted', certPath] : args, { encoding: 'utf8' });
    if (ran.error) throw new Error('la commande openssl est introuvable : elle vérifie les jetons RFC 3161');
    report(ran.status === 0, 'jeton d’horodatage RFC 3161 sur le récépissé');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
