import { createHash, generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { keyFor, type Machine, machineOf } from './fixtures/machine.ts';
import { COMPLETED, LEARNER } from './fixtures.ts';
import { SIGNATURE } from './model/compare.ts';

let site: TestSite;
let lrs: Machine;
beforeAll(async () => {
  site = await openTestSite();
  lrs = machineOf(site, await keyFor(site.kernel, newId()));
});
afterAll(() => site.close());

const PHOTO = Buffer.from([0xff, 0xd8, 13, 10, 45, 45, 13, 10, 0]);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const attachment = (bytes: Buffer, more = {}) => ({
  usageType: 'https://example.org/usages/photo',
  display: { fr: 'Photo du poste' },
  contentType: 'image/jpeg',
  length: bytes.length,
  sha2: sha256(bytes),
  ...more,
});
const withPhoto = (more = {}) => ({ ...COMPLETED, id: newId(), attachments: [attachment(PHOTO, more)] });

interface Piece {
  readonly bytes: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}
const B = 'limite';
/** A multipart body written by hand, as a tool writes it. */
function mixed(json: unknown, pieces: readonly Piece[], end = `--${B}--\r\n`) {
  const piece = ({ bytes, headers }: Piece) => {
    const all = headers ?? {
      'Content-Type': 'image/jpeg',
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': sha256(bytes),
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.concat([Buffer.from(`--${B}\r\n${lines.join('')}\r\n`), bytes, Buffer.from('\r\n')]);
  };
  const first = piece({ bytes: Buffer.from(JSON.stringify(json)), headers: { 'Content-Type': 'application/json' } });
  return Buffer.concat([first, ...pieces.map(piece), Buffer.from(end)]);
}
const post = async (body: Buffer, type = `multipart/mixed; boundary=${B}`) =>
  lrs.call('POST', 'statements', { body, headers: { 'content-type': type } });

test('an attachment comes with its statement and goes back with it, byte for byte', async () => {
  const statement = withPhoto();
  expect((await post(mixed(statement, [{ bytes: PHOTO }]))).status).toBe(200);
  const response = await lrs.call('GET', `statements?statementId=${statement.id}&attachments=true`);
  const boundary = /boundary=(.+)$/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.includes(PHOTO)).toBe(true);
  expect(bytes.toString('latin1')).toContain(`X-Experience-API-Hash: ${sha256(PHOTO)}\r\n`);
  expect(bytes.toString('latin1').endsWith(`--${boundary}--\r\n`)).toBe(true);
  // What we give can be sent to another store as it is.
  const other = machineOf(site, await keyFor(site.kernel, newId()));
  const sent = await other.call('POST', 'statements', {
    body: bytes,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
  });
  expect(sent.status).toBe(200);
  expect((await lrs.call('GET', `statements?statementId=${statement.id}`)).headers.get('content-type')).toBe(
    'application/json',
  );
});

test('an attachment of a SubStatement comes and goes back too', async () => {
  const id = newId();
  const inside = { objectType: 'SubStatement', ...COMPLETED, attachments: [attachment(PHOTO)] };
  expect((await post(mixed({ ...COMPLETED, id, object: inside }, [{ bytes: PHOTO }]))).status).toBe(200);
  const response = await lrs.call('GET', `statements?statementId=${id}&attachments=true`);
  expect(Buffer.from(await response.arrayBuffer()).includes(PHOTO)).toBe(true);
});

test('asked for, multipart it is, even where nothing is attached', async () => {
  const [id = ''] = (await (await lrs.post(COMPLETED)).json()) as string[];
  for (const query of [`statementId=${id}`, 'limit=2'])
    expect((await lrs.call('GET', `statements?${query}&attachments=true`)).headers.get('content-type')).toMatch(
      /^multipart\/mixed; boundary=/,
    );
});

test('an attachment elsewhere needs no part; one that is nowhere is refused', async () => {
  expect((await lrs.post(withPhoto({ fileUrl: 'https://example.org/photo.jpg' }))).status).toBe(200);
  const response = await lrs.post(withPhoto());
  expect([response.status, (await response.text()).split(' ')[0]]).toEqual([400, 'part-missing']);
});

const HEADERS = {
  'Content-Type': 'image/jpeg',
  'Content-Transfer-Encoding': 'binary',
  'X-Experience-API-Hash': sha256(PHOTO),
};
const without = (name: keyof typeof HEADERS) =>
  Object.fromEntries(Object.entries(HEADERS).filter(([one]) => one !== name));
test.each([
  ['no boundary', mixed(withPhoto(), [{ bytes: PHOTO }]), 'multipart/mixed', 'wrong-content-type'],
  ['another boundary', mixed(withPhoto(), [{ bytes: PHOTO }]), 'multipart/mixed; boundary=autre', 'multipart'],
  ['cut before its end', mixed(withPhoto(), [{ bytes: PHOTO }], ''), undefined, 'multipart'],
  ['form data', mixed(withPhoto(), []), `multipart/form-data; boundary=${B}`, 'wrong-content-type'],
  [
    'no hash',
    mixed(withPhoto(), [{ bytes: PHOTO, headers: without('X-Experience-API-Hash') }]),
    undefined,
    'part-headers',
  ],
  [
    'no encoding',
    mixed(withPhoto(), [{ bytes: PHOTO, headers: without('Content-Transfer-Encoding') }]),
    undefined,
    'part-headers',
  ],
  ['no type', mixed(withPhoto(), [{ bytes: PHOTO, headers: without('Content-Type') }]), undefined, 'part-headers'],
  ['another hash', mixed(withPhoto(), [{ bytes: Buffer.from('x'), headers: HEADERS }]), undefined, 'part-hash'],
  ['a spare part', mixed(withPhoto(), [{ bytes: PHOTO }, { bytes: Buffer.from('x') }]), undefined, 'part-unknown'],
] as const)('a multipart body with %s is refused', async (_name, body, type, code) => {
  const response = await post(body, type);
  expect([response.status, (await response.text()).split(/[ \n]/)[0]]).toEqual([400, code]);
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
async function signed(
  statement: object,
  {
    payload = statement,
    alg = 'RS256',
    contentType = 'application/octet-stream',
  }: { payload?: object | string; alg?: string; contentType?: string } = {},
) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const key = alg.startsWith('HS') ? Buffer.alloc(64, 7) : privateKey;
  const jws = Buffer.from(await new CompactSign(Buffer.from(text)).setProtectedHeader({ alg }).sign(key));
  const signature = attachment(jws, { usageType: SIGNATURE, contentType });
  const headers = { ...HEADERS, 'Content-Type': 'application/octet-stream', 'X-Experience-API-Hash': sha256(jws) };
  return post(mixed({ ...statement, attachments: [signature] }, [{ bytes: jws, headers }]));
}

test('a signature is a JWS of its statement', async () => {
  const statement = { ...COMPLETED, id: newId(), result: { duration: 'PT1.239S' }, timestamp: '2027-01-11T09:00:00Z' };
  for (const alg of ['RS256', 'RS384', 'RS512'])
    expect((await signed({ ...statement, id: newId() }, { alg })).status).toBe(200);
  const equal = { ...statement, timestamp: '2027-01-11T10:00:00+01:00', result: { duration: 'PT1.23S' } };
  expect((await signed(statement, { payload: equal })).status).toBe(200);
  const wrong = [
    { alg: 'HS256' },
    { contentType: 'text/plain' },
    { payload: '{"actor":' },
    { payload: { ...statement, actor: { ...LEARNER, mbox: 'mailto:autre@example.org' } } },
  ];
  for (const one of wrong) expect([one, (await signed({ ...statement, id: newId() }, one)).status]).toEqual([one, 400]);
});
