import { type ClientRequest, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.tsx';
import { newId } from '../kernel/ids.ts';
import { type HttpServer, openHttp } from '../serve.ts';
import { openTestKernel, type TestKernel } from '../testing.ts';
import { basic, keyFor } from './fixtures/machine.ts';
import { COMPLETED } from './fixtures.ts';

/** Bodies as they come through a real connection: slow, endless, cut. */
let kernel: TestKernel;
let http: HttpServer;
let port: number;
let authorization: string;
beforeAll(async () => {
  kernel = await openTestKernel();
  http = openHttp(createApp(kernel, async () => null));
  port = await http.listen(0, '127.0.0.1');
  authorization = basic(await keyFor(kernel, newId()));
});
afterAll(async () => {
  await http.drain();
  await kernel.close();
});

interface Sending {
  readonly asked: ClientRequest;
  readonly answer: Promise<{ status: number; retryAfter: string | undefined; code: string }>;
}
const MIXED = 'multipart/mixed; boundary=x';

function send(method: string, path: string, headers: Readonly<Record<string, string | number>>): Sending {
  const all = { authorization, 'x-experience-api-version': '2.0.0', ...headers };
  const asked = request({ host: '127.0.0.1', port, method, path: `/xapi/${path}`, headers: all, agent: false });
  const answer = new Promise<Awaited<Sending['answer']>>((done, failed) => {
    asked.on('error', failed).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          code: text.split(/[ \n]/)[0] ?? '',
        }),
      );
    });
  });
  return { asked, answer };
}

const MEGABYTE = Buffer.alloc(1024 * 1024, 32);
const written = async ({ asked }: Sending, megabytes: number) => {
  for (let n = 0; n < megabytes; n += 1) await new Promise((done) => asked.write(MEGABYTE, done));
};
const post = async (body: Buffer | string, type: string) => {
  const sending = send('POST', 'statements', { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  sending.asked.end(body);
  return sending.answer;
};
const statement = () => JSON.stringify({ ...COMPLETED, id: newId() });

test('bodies that wait fill no more than their share of memory: 503 and when to come back, then all is well again', async () => {
  const slow = Array.from({ length: 3 }, () => send('POST', 'statements', { 'content-type': MIXED }));
  const cut = Promise.allSettled(slow.map(({ answer }) => answer));
  await Promise.all(slow.map((one) => written(one, 31)));
  // 93 MB are held, or on their way: 4 more do not fit, small ones still do.
  const large = Buffer.concat([MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE]);
  await expect
    .poll(() => post(large, MIXED), { timeout: 20_000 })
    .toEqual({ status: 503, retryAfter: '1', code: 'busy' });
  expect(await post(statement(), 'application/json')).toMatchObject({ status: 200 });
  for (const { asked } of slow) asked.destroy();
  await cut;
  await expect.poll(() => post(large, MIXED), { timeout: 20_000 }).toMatchObject({ status: 400, code: 'multipart' });
}, 60_000);

test('a body without a length that grows too large is told so, and is not read to its end', async () => {
  const sending = send('POST', 'statements', { 'content-type': 'application/json' });
  sending.asked.on('error', () => undefined);
  await written(sending, 9);
  expect(await sending.answer).toMatchObject({ status: 413, code: 'too-large' });
  sending.asked.destroy();
});

test('a body cut in the middle stores nothing, and is no fault of ours', async () => {
  const id = newId();
  const body = JSON.stringify({ ...COMPLETED, id });
  const sending = send('POST', 'statements', { 'content-type': 'application/json', 'content-length': body.length + 9 });
  const cut = sending.answer.catch(() => 'cut');
  await new Promise((done) => sending.asked.write(body, done));
  sending.asked.destroy();
  expect(await cut).toBe('cut');
  const found = send('GET', `statements?statementId=${id}`, {});
  found.asked.end();
  expect(await found.answer).toMatchObject({ status: 404 });
});
