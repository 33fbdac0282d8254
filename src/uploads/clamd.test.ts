import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite } from '../testing.ts';
import { scan } from './clamd.ts';
import { finishedUpload, storeFormFile } from './index.ts';

/** A daemon that speaks INSTREAM for real: it reads the lengths, and judges on what it received. */
interface Daemon {
  readonly address: string;
  readonly received: Buffer[];
  close(): Promise<void>;
}

const MARK = 'VIRUS-OF-THE-TESTS';
const open: Daemon[] = [];
afterEach(() => Promise.all(open.splice(0).map((daemon) => daemon.close())));

async function daemon(answer: (content: Buffer, socket: Socket) => void = judge): Promise<Daemon> {
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      const content = wholeStream(buffer);
      if (content === null) return;
      received.push(content);
      answer(content, socket);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  const made = {
    address: `127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise<void>((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
  open.push(made);
  return made;
}

/** The content once the chunk of length zero has come, else `null`. */
function wholeStream(buffer: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (buffer.subarray(0, command.length).toString() !== command) return null;
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    if (at + 4 + length > buffer.length) return null;
    parts.push(buffer.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

const judge = (content: Buffer, socket: Socket) =>
  socket.end(content.includes(MARK) ? 'stream: Essai.Virus FOUND\0' : 'stream: OK\0');

test('a clean content is clean, and the daemon received every byte', async () => {
  const { address, received } = await daemon();
  const content = Buffer.alloc(300_000, 'a');
  expect(await scan(address, Readable.from([content]))).toBe('clean');
  expect(received[0]?.equals(content)).toBe(true);
});

test('a slow daemon is waited for; a silent one is given up', async () => {
  const slow = await daemon((content, socket) => setTimeout(() => judge(content, socket), 300));
  expect(await scan(slow.address, Readable.from([Buffer.from(MARK)]), 30_000)).toBe('infected');
  const silent = await daemon(() => undefined);
  await expect(scan(silent.address, Readable.from([Buffer.from('x')]), 200)).rejects.toThrow('does not answer');
});

test('an answer that is neither yes nor no judges nothing', async () => {
  const full = await daemon((_content, socket) => socket.end('INSTREAM size limit exceeded. ERROR\0'));
  await expect(scan(full.address, Readable.from([Buffer.from('x')]))).rejects.toThrow('could not judge');
  const rude = await daemon((_content, socket) => socket.destroy());
  await expect(scan(rude.address, Readable.from([Buffer.from('x')]))).rejects.toThrow();
});

const text = (content: string) => new File([content], 'note.txt');

test('an infected file is set aside, its sender told once, and the next one is refused at once', async () => {
  const site = await openTestSite({ CLAMD: (await daemon()).address });
  const { kernel } = site;
  const owner = { personId: newId(), email: 'expediteur@example.org' };
  const [bad, good] = [
    await storeFormFile(kernel, owner, text(`${MARK} un`), kernel.clock.now()),
    await storeFormFile(kernel, owner, text('sain'), kernel.clock.now()),
  ];
  await kernel.drain();
  const stateOf = async (id: string) => (await finishedUpload(kernel.db, id, owner.personId))?.scanState;
  expect(await stateOf(bad.changes?.uploadId ?? '')).toBe('infected');
  expect(await stateOf(good.changes?.uploadId ?? '')).toBe('clean');
  const letters = await kernel.db.selectFrom('kernel.mail_message').select(['subject', 'to_address']).execute();
  expect(letters).toEqual([{ subject: 'Un de vos fichiers a été mis à l’écart', to_address: owner.email }]);
  const journal = await kernel.db.selectFrom('kernel.journal_entry').select('event').execute();
  expect(journal).toEqual([{ event: 'file-quarantined' }]);
  const again = await storeFormFile(kernel, owner, text(`${MARK} un`), kernel.clock.now());
  expect(again.refusal?.code).toBe('infected');
  await site.close();
});

test('with the daemon down a file stays unscanned, and is scanned once it is back', async () => {
  const back = await daemon();
  const site = await openTestSite({ CLAMD: '127.0.0.1:1' });
  const { kernel } = site;
  const owner = { personId: newId(), email: 'expediteur@example.org' };
  const stored = await storeFormFile(kernel, owner, text('sain'), kernel.clock.now());
  await expect(kernel.drain()).rejects.toThrow();
  const stateOf = async () =>
    (await finishedUpload(kernel.db, stored.changes?.uploadId ?? '', owner.personId))?.scanState;
  expect(await stateOf()).toBe('not_scanned');
  Object.assign(kernel.config, { CLAMD: back.address });
  await kernel.db.transaction().execute((tx) => kernel.jobs.enqueue(tx, 'uploads.scan-waiting', {}));
  await kernel.drain();
  expect(await stateOf()).toBe('clean');
  await site.close();
});
