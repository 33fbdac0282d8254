import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { hashPassword } from 'better-auth/crypto';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../scripts/postgres.ts';
import { plantDeffinum } from '../src/calls/fixtures.ts';
import { type Cast, seedPeople } from '../src/identity/fixtures.ts';
import { setPassword } from '../src/identity/store/accounts.ts';
import { newId } from '../src/kernel/ids.ts';
import { openBrowser, openTestKernel, TEST_ORIGIN, type TestKernel } from '../src/testing.ts';

/** The product's own processes, as they run: what they say, and how they end. */
const PASSWORD = 'phrase-secrete-de-cet-essai';
const STARTS_MS = 150_000;

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

let kernel: TestKernel;
let cast: Cast;
let port: number;
let server: Running;
let worker: Running;
let smtp: SMTPServer;
let letters: string[] = [];
let stalls = false;
const running = new Set<ChildProcess>();

function run(program: 'server' | 'worker'): Promise<Running> {
  const child = fork(`src/${program}.ts`, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: kernel.config.DATABASE_URL,
      SECRET: kernel.config.SECRET,
      VAR_DIR: kernel.config.VAR_DIR,
      PUBLIC_URL: TEST_ORIGIN,
      PORT: String(port),
      HOST: '127.0.0.1',
      SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as { port: number }).port}`,
      LOG_LEVEL: 'debug',
    },
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = new Promise<number | null>((done) => {
    child.once('exit', (code) => {
      running.delete(child);
      done(code);
    });
  });
  return new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`${program} did not start:\n${said}`)), STARTS_MS);
    child.on('message', (message) => {
      if (message !== 'ready') return;
      clearTimeout(late);
      ready({ child, said: () => said, ended });
    });
  });
}

beforeAll(async () => {
  kernel = await openTestKernel();
  kernel.clock.set(new Date());
  cast = await seedPeople(kernel);
  await setPassword(kernel.db, cast.lea.personId, await hashPassword(PASSWORD), kernel.clock.now());
  port = await freePort();
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      void stream.toArray().then((chunks) => {
        if (stalls) return;
        // Long lines are folded by the mail's own encoding.
        letters.push(
          Buffer.concat(chunks)
            .toString()
            .replace(/=\r?\n/g, '')
            .replaceAll('=3D', '='),
        );
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  [server, worker] = await Promise.all([run('server'), run('worker')]);
}, 300_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await new Promise<void>((done) => smtp.close(() => done()));
  await kernel.close();
});

const browser = () =>
  openBrowser({
    request: (url, init) =>
      fetch(url.replace(TEST_ORIGIN, `http://127.0.0.1:${port}`), { ...init, redirect: 'manual' }),
  });
async function until<T>(
  what: string,
  read: () => Promise<T | undefined> | T | undefined,
  withinMs = 150_000,
): Promise<T> {
  const patience = performance.now() + withinMs;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (performance.now() > patience) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((later) => setTimeout(later, 100));
  }
}
const lines = (said: string) =>
  said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('a sign-in and a project begun, at the most talkative level: no personal data in a log, and jobs carry their request', async () => {
  const { waveId } = await kernel.db.transaction().execute((tx) => plantDeffinum(tx, kernel.clock.now()));
  const me = browser();
  const typed = ['lea@essai.example', 'inconnue@essai.example', PASSWORD, 'un-mauvais-mot-de-passe', 'Nouvelle Venue'];
  await me.post('/inscription', { nom: 'Nouvelle Venue', email: 'inconnue@essai.example', motDePasse: PASSWORD });
  await me.post('/inscription', { nom: 'Nouvelle Venue', email: 'lea@essai.example', motDePasse: PASSWORD });
  await me.post('/connexion', { email: 'lea@essai.example', motDePasse: 'un-mauvais-mot-de-passe', retour: '/' });
  const asked = await me.post('/connexion/lien/demande', { email: 'lea@essai.example', retour: '/' });
  expect(asked.status).toBe(200);
  const letter = await until('the letter of the link', () => letters.find((one) => one.includes('/connexion/lien')));
  const jeton = /jeton=([\w-]+)/.exec(letter)?.[1] ?? '';
  expect(jeton.length).toBeGreaterThan(10);
  expect((await me.post('/connexion/lien', { jeton, retour: '/' })).status).toBe(303);
  const again = browser();
  expect(
    (await again.post('/connexion', { email: 'lea@essai.example', motDePasse: PASSWORD, retour: '/' })).status,
  ).toBe(303);
  const title = 'Titre que nul journal ne doit contenir';
  const fields = { title, organisationId: cast.organisationIds.btpPicardie, clientKey: newId() };
  const begun = await again.post(`/dossiers/nouveau?vague=${waveId}`, fields);
  expect(begun.headers.get('location')).toMatch(/^\/dossiers\//);
  await again.get('/organisations?q=quelqu-un-cherche');
  await again.post('/compte/organisations', { siret: '50260294900047' });
  expect((await again.get(`/compte/invitations/${'s'.repeat(32)}`)).status).toBe(404);

  await until('the jobs’ lines', () => (worker.said().includes('identity.send-magic-link') ? true : undefined));
  const said = server.said() + worker.said();
  const cookies = [...me.jar.values(), ...again.jar.values()].filter((value) => value.length > 12);
  expect(cookies.length).toBeGreaterThan(0);
  const secrets = [...typed, 'Léa Essai', 'BTP CFA', '50260294900047', title, jeton, 'quelqu-un-cherche', ...cookies];
  expect(secrets.filter((one) => said.includes(one) || said.includes(encodeURIComponent(one)))).toEqual([]);
  expect(lines(server.said()).length).toBeGreaterThan(8);

  const requestId = asked.headers.get('x-request-id');
  expect(lines(server.said()).some((line) => line.requestId === requestId)).toBe(true);
  const ofJobs = lines(worker.said()).filter((line) => line.requestId === requestId);
  expect(ofJobs.map((line) => line.job)).toEqual(
    expect.arrayContaining(['identity.send-magic-link', 'kernel.send-mail']),
  );
}, 240_000);

test('a worker killed in the middle of a job: the job is run again by the next one, and the letter leaves once', async () => {
  stalls = true;
  letters = [];
  const me = browser();
  await me.post('/mot-de-passe-oublie', { email: 'lea@essai.example' });
  const claimed = await until('a letter being sent', async () => {
    const { rows } = await kernel.pool.query(
      "select id from kernel.mail_message where about = 'identity.reset' and claimed_until is not null and sent_at is null",
    );
    return rows[0] as { id: string } | undefined;
  });
  worker.child.kill('SIGKILL');
  await worker.ended;
  stalls = false;
  // Ten minutes pass for the queue, five for the letter.
  await kernel.pool.query(
    "update queue.job set started_on = started_on - interval '11 minutes' where state = 'active'",
  );
  await kernel.pool.query('update kernel.mail_message set claimed_until = now() where id = $1', [claimed.id]);
  worker = await run('worker');
  await until('the letter sent by the next worker', async () => {
    const { rows } = await kernel.pool.query('select sent_at from kernel.mail_message where id = $1', [claimed.id]);
    return rows[0]?.sent_at ?? undefined;
  });
  expect(letters.filter((one) => one.includes(claimed.id))).toHaveLength(1);
}, 300_000);

/** Its body is sent once the server said that it reads it: from then on the request is accepted. */
function signIn(): { readonly accepted: Promise<void>; readonly status: Promise<number> } {
  const body = new URLSearchParams({ email: 'lea@essai.example', motDePasse: PASSWORD, retour: '/' }).toString();
  const asked = request(`http://127.0.0.1:${port}/connexion`, {
    method: 'POST',
    headers: {
      ...{ host: new URL(TEST_ORIGIN).host, origin: TEST_ORIGIN, 'sec-fetch-site': 'same-origin' },
      ...{ 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length, expect: '100-continue' },
    },
  });
  const accepted = once(asked, 'continue').then(() => void asked.end(body));
  const status = once(asked, 'response').then(([response]) => (response as IncomingMessage).resume().statusCode ?? 0);
  asked.flushHeaders();
  return { accepted, status };
}

test('a stop asked in the middle of a request: it is answered, then each process ends with 0', async () => {
  let answer: Promise<number> | undefined;
  let early: number | null | 'running' = null;
  await kernel.db.transaction().execute(async (tx) => {
    await tx.updateTable('kernel.mark').set({ value: 'x' }).execute();
    await tx.selectFrom('identity.organisation').select('id').forUpdate().execute();
    await kernel.pool.query('select 1').catch(() => undefined);
    const asked = signIn();
    answer = asked.status;
    await asked.accepted;
    server.child.kill('SIGTERM');
    early = await Promise.race([
      server.ended,
      new Promise<'running'>((later) => setTimeout(() => later('running'), 100)),
    ]);
  });
  expect(early).toBe('running');
  expect(await answer).toBe(303);
  expect(await server.ended).toBe(0);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
}, 300_000);
