import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantResource } from '../commons/fixtures/planted.ts';
import { takeDown } from '../commons/store/trust/status.ts';
import { type Cast, seedPeople } from '../identity/fixtures.ts';
import { MINUTE_MS, plus, SECOND_MS } from '../kernel/instant.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { faultsOf, readAnswer } from './fixtures.ts';
import { readToken, secretOf, writeToken } from './token.ts';

let site: TestSite;
let cast: Cast;
const ids: string[] = [];
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedPeople(site.kernel);
});
afterAll(() => site.close());

async function plant(organisationId: string, personId: string): Promise<void> {
  const at = site.kernel.clock.now();
  ids.push(await plantResource(site.kernel, { personId, organisationId, output: null, at }));
  site.kernel.clock.advance(MINUTE_MS);
}
/** Each answer is held by the schema of the protocol. */
async function ask(query: string, init: RequestInit = {}) {
  const response = await site.fetch(`/oai${query}`, init);
  const xml = await response.text();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await faultsOf(xml)).toEqual([]);
  return readAnswer(xml);
}
const LIST = '?verb=ListRecords&metadataPrefix=oai_dc';

test('an empty catalogue answers, and says that nothing matches', async () => {
  expect((await ask('?verb=Identify')).xml).toContain('<deletedRecord>persistent</deletedRecord>');
  expect((await ask(LIST)).errors).toEqual(['noRecordsMatch']);
});

test('a published resource is a record, in Dublin Core and in LOM-FR', async () => {
  await plant(cast.organisationIds.btpPicardie, cast.lea.personId);
  await plant(cast.organisationIds.chambreDeMetiers, cast.marc.personId);
  const { headers, xml, token } = await ask(LIST);
  expect(headers).toMatchObject([
    { datestamp: '2027-01-11T09:00:00Z', deleted: false, sets: ['type:scorm-1.2', 'secteur:batiment'] },
    { datestamp: '2027-01-11T09:01:00Z', deleted: false, title: 'Porter une charge sans se blesser' },
  ]);
  expect(token).toBeNull();
  expect(xml).not.toContain('communs@organisme.example');
  const one = await ask(`?verb=GetRecord&metadataPrefix=lom&identifier=${headers[0]?.identifier}`);
  expect(one.xml).toContain('<metadata><lom:lom');
  expect((await ask(`?verb=ListMetadataFormats&identifier=${headers[0]?.identifier}`)).errors).toEqual([]);
});

test('sets narrow by kind and by sector, written in any case and accents', async () => {
  expect((await ask('?verb=ListSets')).xml).toContain('<setSpec>secteur:batiment</setSpec>');
  for (const [set, found] of [
    ['type', 2],
    ['type:scorm-1.2', 2],
    ['secteur:batiment', 2],
    ['type:video', 0],
    ['secteur:aviation', 0],
    ['ailleurs', 0],
  ] as const)
    expect([set, (await ask(`${LIST}&set=${set}`)).headers.length]).toEqual([set, found]);
});

test('dates narrow to the day and to the second, both ends included', async () => {
  for (const [dates, found] of [
    ['&from=2027-01-11', 2],
    ['&until=2027-01-11', 2],
    ['&until=2027-01-10', 0],
    ['&from=2027-01-11T09:01:00Z', 1],
    ['&until=2027-01-11T09:00:00Z', 1],
    ['&from=2027-01-11T09:00:01Z&until=2027-01-11T09:00:59Z', 0],
  ] as const)
    expect([dates, (await ask(LIST + dates)).headers.length]).toEqual([dates, found]);
});

test.each([
  ['', 'badVerb'],
  ['?verb=Nothing', 'badVerb'],
  ['?verb=Identify&verb=Identify', 'badVerb'],
  ['?verb=Identify&set=x', 'badArgument'],
  ['?verb=ListRecords', 'badArgument'],
  [`${LIST}&from=hier`, 'badArgument'],
  [`${LIST}&from=2027-02-30`, 'badArgument'],
  [`${LIST}&from=2027-01-11&until=2027-01-11T09:00:00Z`, 'badArgument'],
  [`${LIST}&from=2027-01-12&until=2027-01-11`, 'badArgument'],
  [`${LIST}&from=2027-01-11&from=2027-01-11`, 'badArgument'],
  [`${LIST}&resumptionToken=x`, 'badArgument'],
  ['?verb=ListRecords&resumptionToken=x', 'badResumptionToken'],
  ['?verb=ListSets&resumptionToken=x', 'badResumptionToken'],
  ['?verb=ListRecords&metadataPrefix=marc', 'cannotDisseminateFormat'],
  ['?verb=GetRecord&metadataPrefix=lom&identifier=ark:/99999/df0', 'idDoesNotExist'],
  ['?verb=GetRecord&metadataPrefix=lom&identifier=%3Cx%3E', 'idDoesNotExist'],
])('%s is answered by the error %s', async (query, code) => {
  // An identifier that no URI is: the error is right, the echo of the request is what the schema would refuse.
  const response = await site.fetch(`/oai${query}`, {});
  const xml = await response.text();
  if (!query.includes('%3C')) expect(await faultsOf(xml)).toEqual([]);
  expect([response.status, readAnswer(xml).errors]).toEqual([200, [code]]);
});

test('a harvester may send a form, from nowhere', async () => {
  const body = new URLSearchParams({ verb: 'ListIdentifiers', metadataPrefix: 'lom' });
  const { headers } = await ask('', { method: 'POST', body });
  expect(headers).toHaveLength(2);
});

test('what was taken down stays in the list as a deletion, newer than the last harvest', async () => {
  const at = site.kernel.clock.now();
  const by = { personId: cast.byRole.curator.personId, at };
  await takeDown(site.kernel, by, ids[0] ?? '', { ground: 'rights', reason: 'Sans accord.' });
  const { headers, xml } = await ask(`${LIST}&from=${at.toISOString().slice(0, 19)}Z`);
  expect(headers).toMatchObject([{ deleted: true, title: null }]);
  expect(xml).not.toContain('<metadata>');
  const one = await ask(`?verb=GetRecord&metadataPrefix=lom&identifier=${headers[0]?.identifier}`);
  expect(one.headers).toMatchObject([{ deleted: true }]);
  expect((await ask(LIST)).headers).toHaveLength(2);
});

test('a token opens for its verb, until it expires, and unchanged', () => {
  const secret = secretOf({ SECRET: 'a secret of the tests, 32 characters' });
  const now = site.kernel.clock.now();
  const asked = { format: 'lom', from: { at: now, granularity: 'second' }, until: null, set: null } as const;
  const place = { after: { changedAt: now, id: 'x' }, cursor: 100, completeListSize: 250 };
  const token = writeToken(secret, { verb: 'ListRecords', asked, ...place, expiresAt: plus(now, SECOND_MS) });
  expect(readToken(secret, token, 'ListRecords', now)).toMatchObject({ ...place, asked });
  expect(readToken(secret, token, 'ListIdentifiers', now)).toBeNull();
  expect(readToken(secret, token, 'ListRecords', plus(now, SECOND_MS))).toBeNull();
  for (let index = 0; index < token.length; index += 7) {
    const other = token[index] === 'A' ? 'B' : 'A';
    expect(readToken(secret, token.slice(0, index) + other + token.slice(index + 1), 'ListRecords', now)).toBeNull();
  }
});
