import { type ChildProcess, execFile, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openRig, type Rig, sessionCookie, startServer } from '../proofs/_rig.ts';
import type { Bench } from '../scripts/bench.ts';
import { startPostgres } from '../scripts/postgres.ts';
import { seedPeople } from '../src/identity/fixtures.ts';
import { sendByTus } from './_tus.ts';

const MIB = 1024 * 1024;
const SIZE = Number(process.env.UPLOAD_MIB ?? 2048) * MIB;
const BLOCK = 8 * MIB;
const WARM = 64 * MIB;
const LOOK_MS = 50;
const AIM_MIB = 64;

export const bench: Bench = {
  figure: `${SIZE / MIB} Mio par tus : mémoire prise par le serveur et débit, à côté de curl vers un serveur Node nu`,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dfn-up-'));
    const postgres = await startPostgres({ durable: false });
    const rig = await openRig(postgres.url);
    try {
      const file = join(folder, 'film.bin');
      await writeNoise(file);
      const ours = await byTus(rig, file);
      const bare = await byCurl(folder, file);
      tell('tus, deffinum', ours);
      tell('curl, Node nu', bare);
      console.log(
        `\nmémoire : ${ours.growthMib.toFixed(0)} Mio de plus (visé moins de ${AIM_MIB}) ; débit : ${(bare.seconds / ours.seconds).toFixed(2)} de la limite`,
      );
    } finally {
      await rig.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Sent {
  readonly seconds: number;
  /** Of the server's resident memory, at its highest, over what it held before. */
  readonly growthMib: number;
}

const tell = (name: string, { seconds, growthMib }: Sent) =>
  console.log(
    `${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s ${(SIZE / MIB / seconds).toFixed(0).padStart(6)} Mio/s   mémoire +${growthMib.toFixed(0)} Mio`,
  );

/** Bytes that no compression shortens. */
async function writeNoise(path: string): Promise<void> {
  const block = randomBytes(BLOCK);
  const file = await open(path, 'w');
  for (let at = 0; at < SIZE; at += BLOCK) {
    block.writeUInt32LE(at / BLOCK, 0);
    await file.write(block, 0, Math.min(BLOCK, SIZE - at));
  }
  await file.close();
}

async function byTus(rig: Rig, path: string): Promise<Sent> {
  const { kernel } = rig;
  const cast = await seedPeople(kernel);
  const site = await startServer(rig);
  const cookie = await sessionCookie(kernel, cast.lea.personId);
  const send = (size: number) =>
    sendByTus({ origin: site.origin, cookie }, createReadStream(path, { end: size - 1 }), size, 'film.bin');
  // What the first upload ever loads and compiles is no growth of this one.
  await send(WARM);
  const sent = await watched(site.pid, () => send(SIZE));
  await site.stop();
  return sent;
}

async function byCurl(folder: string, path: string): Promise<Sent> {
  const child = fork(join(import.meta.dirname, '_bare-upload.mjs'), [join(folder, 'received.bin')]);
  const port = await new Promise<number>((ready) => child.once('message', (given) => ready(Number(given))));
  const put = () => promisify(execFile)('curl', ['--silent', '--fail', '-T', path, `http://127.0.0.1:${port}/`]);
  const sent = await watched(child.pid ?? 0, put);
  await ended(child);
  return sent;
}

const ended = (child: ChildProcess) =>
  new Promise((done) => {
    child.once('exit', done);
    child.kill('SIGTERM');
  });

async function watched(pid: number, send: () => Promise<unknown>): Promise<Sent> {
  const before = residentKib(pid);
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, residentKib(pid));
  }, LOOK_MS);
  const startedAt = performance.now();
  await send().finally(() => clearInterval(look));
  return { seconds: (performance.now() - startedAt) / 1000, growthMib: (most - before) / 1024 };
}

/** @throws Error where the machine does not tell: not Linux */
function residentKib(pid: number): number {
  const told = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (told === undefined) throw new Error('the memory of the server is read from /proc');
  return Number(told);
}
