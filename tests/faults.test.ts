import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.tsx';
import { diskStore, type FileStore, isDiskFull } from '../src/kernel/files.ts';
import { newId } from '../src/kernel/ids.ts';
import { DAY_MS, MINUTE_MS, plus } from '../src/kernel/instant.ts';
import { openTransport, post, resendMail, sendMail } from '../src/kernel/mail.ts';
import { openHttp } from '../src/serve.ts';
import { openTestKernel, TEST_NOW, TEST_ORIGIN, type TestKernel } from '../src/testing.ts';
import { storeFormFile } from '../src/uploads/index.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await openTestKernel();
});
afterAll(() => kernel.close());

describe('the mail server', () => {
  let received: string[] = [];
  let server: SMTPServer | null = null;
  let port = 0;
  const start = async () => {
    server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, done) => {
        void stream.toArray().then((chunks) => {
          received.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await new Promise<void>((ready) => server?.listen(port, '127.0.0.1', ready));
    port = (server.server.address() as { port: number }).port;
  };
  const stop = () => new Promise<void>((done) => (server ? server.close(() => done()) : done()));
  afterEach(async () => {
    await stop();
    server = null;
  });
  const send = (id: string) => {
    const config = { ...kernel.config, SMTP_URL: `smtp://127.0.0.1:${port}` };
    return sendMail(kernel.db, openTransport(config), 'Deffinum <no@essai.example>', id, kernel.clock);
  };
  const write = async () => {
    const key = newId();
    const letter = {
      to: 'lea@essai.example',
      subject: 'Reçu « été »',
      text: 'Bonjour,\n\nVoilà.\n',
      about: 'test',
      onceKey: key,
    };
    await kernel.db.transaction().execute((tx) => post(tx, kernel.jobs, letter, kernel.clock.now()));
    const row = kernel.db.selectFrom('kernel.mail_message').select('id').where('once_key', '=', key);
    return (await row.executeTakeFirstOrThrow()).id;
  };
  const queued = async () =>
    (await kernel.pool.query("select data from queue.job where name = 'kernel.send-mail' and state = 'created'")).rows
      .length;

  test('receives a letter whole, once, whoever sends it at the same time', async () => {
    await start();
    received = [];
    const id = await write();
    await Promise.all([send(id), send(id), send(id)]);
    await send(id);
    expect(received).toHaveLength(1);
    expect(received[0]).toContain(`Message-ID: <${id}@deffinum>`);
    expect(received[0]).toContain('To: lea@essai.example');
    expect(received[0]).toMatch(/^Subject: =\?UTF-8\?[BQ]\?/m);
  });

  test('down, then back: the letter waits, is tried again, and leaves once', async () => {
    await start();
    await stop();
    received = [];
    const id = await write();
    await expect(send(id)).rejects.toThrow('ECONNREFUSED');
    await expect(send(id)).rejects.toThrow('ECONNREFUSED');
    await start();
    await send(id);
    await send(id);
    expect(received).toHaveLength(1);
  });

  test('away longer than the retries last: what waits is queued again, for three days and no more', async () => {
    await kernel.pool.query("delete from queue.job where name = 'kernel.send-mail'");
    await kernel.db.updateTable('kernel.mail_message').set({ sent_at: TEST_NOW }).execute();
    await write();
    await kernel.pool.query("delete from queue.job where name = 'kernel.send-mail'");
    const resendAt = async (ms: number) => {
      await resendMail(kernel.db, kernel.jobs, plus(TEST_NOW, ms));
      return queued();
    };
    expect(await resendAt(9 * MINUTE_MS)).toBe(0);
    expect(await resendAt(3 * DAY_MS)).toBe(0);
    expect(await resendAt(10 * MINUTE_MS)).toBe(1);
  });

  test('a worker that dies while sending gives the letter back after five minutes', async () => {
    await start();
    received = [];
    const id = await write();
    void sendMail(kernel.db, () => new Promise(() => undefined), 'x', id, kernel.clock);
    await new Promise((later) => setTimeout(later, 200));
    await send(id);
    expect(received).toHaveLength(0);
    kernel.clock.set(plus(TEST_NOW, 5 * MINUTE_MS));
    await send(id);
    kernel.clock.set(TEST_NOW);
    expect(received).toHaveLength(1);
  });
});

describe('a slow client', () => {
  const patience = { headersMs: 400, requestMs: 900, checkMs: 50 };
  async function trickle(first: string): Promise<{ answer: string; ms: number }> {
    const http = openHttp(
      createApp(kernel, async () => null),
      patience,
    );
    const port = await http.listen(0, '127.0.0.1');
    const startedAt = performance.now();
    const answer = await new Promise<string>((done) => {
      let said = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(first));
      const drip = setInterval(() => socket.write('x'), 100);
      socket.on('data', (chunk) => {
        said += chunk.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(drip);
        done(said);
      });
    });
    await http.drain();
    return { answer, ms: performance.now() - startedAt };
  }

  test('whose headers come drop by drop is cut at the limit', async () => {
    const { answer, ms } = await trickle('GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ');
    expect(answer).toContain('408');
    expect(ms).toBeGreaterThanOrEqual(350);
  });

  test('whose body comes drop by drop is cut at the limit, and holds nothing', async () => {
    const head = `POST /theme HTTP/1.1\r\nHost: localhost\r\nOrigin: ${TEST_ORIGIN}\r\nSec-Fetch-Site: same-origin\r\n`;
    const { answer, ms } = await trickle(
      `${head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\ntheme=`,
    );
    expect(answer).not.toContain('303');
    expect(ms).toBeGreaterThanOrEqual(850);
  });
});

describe('a full disk', () => {
  let folder: string;
  let mounted = false;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dfn-full-'));
    await mkdir(join(folder, 'files'));
    mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', join(folder, 'files')]).status === 0;
  });
  afterAll(async () => {
    if (mounted) spawnSync('umount', [join(folder, 'files')]);
    await rm(folder, { recursive: true, force: true });
  });

  /** A real disk of 128 kB when this machine lets us mount one; else the error that one gives, in the middle of the writing. */
  const fullStore = (): FileStore => {
    const store = diskStore(join(folder, 'files'));
    if (mounted) return store;
    const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    return {
      ...store,
      put: (bytes) =>
        store.put(
          Readable.from(
            (async function* () {
              let written = 0;
              for await (const chunk of bytes) {
                written += chunk.length;
                if (written > 128 * 1024) throw full();
                yield chunk;
              }
            })(),
          ),
        ),
    };
  };
  const filesIn = async () =>
    (await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const tooMuch = () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(400 * 1024, 'x')]);

  test('leaves no half file, and what fits is still stored', async () => {
    const store = fullStore();
    const error = await store.put(Readable.from([tooMuch().subarray(0, 100), tooMuch()])).catch((reason) => reason);
    expect(isDiskFull(error)).toBe(true);
    expect(await filesIn()).toEqual([]);
    const small = await store.put(Readable.from(['petit']));
    expect([small.sizeBytes, (await filesIn()).length]).toEqual([5, 1]);
    await rm(join(folder, 'files', small.sha256.slice(0, 2)), { recursive: true });
  });

  test('refuses an annex in French, and writes nothing of it', async () => {
    const viewer = { personId: newId(), name: 'Essai', email: 'essai@essai.example', roles: [] };
    const full = { ...kernel, files: fullStore() };
    const file = new File([tooMuch()], 'devis.pdf', { type: 'application/pdf' });
    const owner = { personId: viewer.personId, email: viewer.email };
    const app = createApp(full, async () => viewer);
    app.post('/essai', async (c) => {
      await storeFormFile(full, owner, file, TEST_NOW);
      return c.text('stored');
    });
    const response = await app.request(`${TEST_ORIGIN}/essai`, { method: 'POST', headers: { origin: TEST_ORIGIN } });
    expect([response.status, await response.text()]).toEqual([
      507,
      expect.stringContaining('Il n’y a plus de place pour les fichiers'),
    ]);
    const uploads = await kernel.db
      .selectFrom('uploads.upload')
      .select(['state', 'sha256'])
      .where('person_id', '=', viewer.personId)
      .execute();
    expect(uploads).toEqual([{ state: 'refused', sha256: null }]);
    expect(await kernel.db.selectFrom('kernel.file').select('sha256').execute()).toEqual([]);
    expect(await filesIn()).toEqual([]);
  });
});
