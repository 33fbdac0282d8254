import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instant } from '../kernel/instant.ts';
import { type SignatureRequest, signatureProvider, typedName } from './signing.ts';

/** A gateway that answers as told, and remembers what it was asked. */
let server: Server;
let url: string;
let answer: { status: number; body: unknown } = { status: 200, body: {} };
let asked: { authorization: string | undefined; body: Record<string, unknown> } | null = null;

const textOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked = { authorization: request.headers.authorization, body: JSON.parse(await textOf(request)) };
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`;
});
afterAll(() => new Promise((done) => server.close(done)));

const request: SignatureRequest = {
  reference: 'a/1/p/x',
  agreementNumber: 'C-1',
  version: 1,
  textSha256: 'ab'.repeat(32),
  organisation: 'p',
  personId: 'x',
  personName: 'Essai',
  at: instant('2027-01-11T09:00:00Z'),
};
const gateway = () => signatureProvider({ SIGNATURE_URL: url, SIGNATURE_TOKEN: 'secret' });
const good = { level: 'qualified', textSha256: request.textSha256, certificateSubject: 'CN=Essai', evidence: 'AAAA' };

test('without a gateway, the typed name vouches at the simple level', async () => {
  expect(signatureProvider({ SIGNATURE_URL: undefined, SIGNATURE_TOKEN: undefined })).toBe(typedName);
  expect(await typedName.prove(request)).toMatchObject({ provider: 'typed-name', level: 'simple' });
});

test('a gateway receives the hash under its token, and its level and evidence are kept', async () => {
  answer = { status: 200, body: good };
  expect(await gateway().prove(request)).toEqual({
    provider: new URL(url).host,
    level: 'qualified',
    proof: { certificateSubject: 'CN=Essai', evidence: 'AAAA' },
  });
  expect(asked).toMatchObject({ authorization: 'Bearer secret', body: { textSha256: request.textSha256 } });
});

test.each([
  ['another hash', { status: 200, body: { ...good, textSha256: 'cd'.repeat(32) } }],
  ['a level that is none', { status: 200, body: { ...good, level: 'simple' } }],
  ['no evidence', { status: 200, body: { ...good, evidence: '' } }],
  ['a person it does not know', { status: 403, body: {} }],
])('%s vouches for nothing', async (_name, told) => {
  answer = told;
  expect(await gateway().prove(request)).toBeNull();
});

test('a provider in trouble is an error, not a refusal', async () => {
  answer = { status: 500, body: {} };
  await expect(gateway().prove(request)).rejects.toThrow('answered 500');
});
