import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role, Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { euros, formatCents } from '../kernel/money.ts';
import { openTestSite, type TestSite } from '../testing.ts';
import { decide } from './fixtures.ts';
import {
  allotAxis,
  allotInstrument,
  appropriate,
  commit,
  envelopeFigures,
  reserveAward,
  reserveForWave,
} from './index.ts';
import { POSTINGS_PER_PAGE } from './lines.ts';
import { EVENT_LABELS, ledgerMessage, STAGE_LABELS } from './messages.ts';
import { FLOWS } from './model/flows.ts';
import { partsOf, situationOf } from './model/parts.ts';
import { type LedgerRefusal, STAGES } from './model.ts';
import { accountById, listAccounts, transfersOf } from './store/accounts.ts';
import { sumsByScope } from './store/figures.ts';

const AWARDS = POSTINGS_PER_PAGE + 5;
const waveId = newId();
const agreementId = newId();
const awardIds = Array.from({ length: AWARDS }, newId);
const viewer = (...roles: readonly Role[]): Viewer => ({
  ...{ personId: newId(), name: 'Essai', email: 'essai@example.org', roles },
});
const auditor = viewer('auditor');

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
  await plant();
});
afterAll(() => site.close());

async function plant(): Promise<void> {
  const { db } = site.kernel;
  const total = euros(1000);
  await decide(db, 'law', (tx, p) => appropriate(tx, p, { amountCents: total }), { reason: '=HYPERLINK("x")' });
  await decide(db, 'pay', (tx, p) => appropriate(tx, p, { year: 2027, amountCents: total }));
  await decide(db, 'axis', (tx, p) => allotAxis(tx, p, { axis: 'innovation', amountCents: total }));
  const parent = { axis: 'innovation' };
  await decide(db, 'env', (tx, p) => allotInstrument(tx, p, { instrument: 'deffinum', parent, amountCents: total }));
  const wave = { waveId, instrument: 'deffinum', amountCents: euros(500) };
  await decide(db, 'wave', (tx, p) => reserveForWave(tx, p, wave));
  for (const awardId of awardIds) {
    const award = { awardId, waveId, amountCents: euros(3) };
    await decide(db, `award:${awardId}`, (tx, p) => reserveAward(tx, p, award));
  }
  const shares = [euros(1), euros(2)].map((amountCents) => ({ partnerId: newId(), amountCents }));
  const signed = { agreementId, awardId: awardIds[0] ?? '', waveId, shares };
  await decide(db, 'sign', (tx, p) => commit(tx, p, signed), { reason: 'Convention signée par tous' });
}

const accountNamed = async (code: string) => {
  const found = await listAccounts(site.kernel.db, { book: 'AE', stage: null, text: code }, 1);
  const account = found.find((one) => one.code === code);
  if (!account) throw new Error(`no account ${code}`);
  return account;
};

test('three roles read the ledger, nobody else', async () => {
  const { id } = await accountNamed('programme');
  for (const path of ['', '/comptes.csv', '/virements.csv', `/comptes/${id}`].map(
    (end) => `/agent/grand-livre${end}`,
  )) {
    for (const role of ['programme-manager', 'payment-officer', 'auditor'] as const) {
      expect([path, role, (await site.get(path, viewer(role))).status]).toEqual([path, role, 200]);
    }
    expect((await site.get(path, viewer('applicant', 'evaluator'))).status).toBe(404);
    expect((await site.get(path)).status).toBe(303);
  }
});

test('the parts of each envelope leave no stage out and add up to its total, in each book', async () => {
  for (const kind of ['AE', 'CP'] as const) {
    const reached = FLOWS.flatMap(({ legs }) => legs.filter(({ book }) => book === kind).map(({ to }) => to));
    const shown = partsOf(kind === 'AE' ? 'AE' : 'CP-2027').flatMap(({ stages }) => stages);
    expect([...shown].sort()).toEqual([...new Set(reached)].sort());
  }
  const sums = await sumsByScope(site.kernel.db, 'AE');
  expect(sums.size).toBeGreaterThan(3);
  for (const [scope, parts] of sums) {
    const { partsCents, totalCents } = situationOf('AE', parts);
    expect([scope, partsCents.reduce((a, b) => a + b, 0)]).toEqual([scope, totalCents]);
  }
});

test('the page shows the books, the envelopes with their parts, the accounts; its choices narrow it', async () => {
  const page = await (await site.get('/agent/grand-livre', auditor)).text();
  const figures = await envelopeFigures(site.kernel.db, 'instrument:deffinum');
  expect(page).toContain('Crédits de paiement 2027');
  expect(page).toContain(formatCents(figures?.reservedCents ?? 0));
  expect(page).toContain('plan › innovation › deffinum');
  const narrowed = await (await site.get('/agent/grand-livre?livre=AE&nature=committed', auditor)).text();
  expect(narrowed).toContain('2 comptes');
  const none = await (await site.get('/agent/grand-livre?compte=%25%27zz', auditor)).text();
  expect(none).toContain('Aucun compte ne répond à ces choix');
  for (const odd of ['?livre=XX', '?page=0', '?page=-1', '?nature=zz', '?compte=%00', '?page=99999999999999999999']) {
    expect([odd, (await site.get(`/agent/grand-livre${odd}`, auditor)).status]).toEqual([odd, 200]);
  }
});

test('an account gives each transfer its running balance and its decision, page by page', async () => {
  const { db } = site.kernel;
  const wave = await accountNamed(`wave:${waveId}:available`);
  const first = await transfersOf(db, wave, 1);
  const second = await transfersOf(db, wave, 2);
  expect([first.length, second.length]).toEqual([POSTINGS_PER_PAGE, AWARDS + 1 - POSTINGS_PER_PAGE]);
  const oldestFirst = [...first, ...second].reverse();
  let balance = 0;
  for (const { signedCents, balanceCents } of oldestFirst) {
    balance += signedCents;
    expect(balanceCents).toBe(balance);
  }
  expect(balance).toBe(wave.balanceCents);
  const award = await accountNamed(`award:${awardIds[0]}:reserved`);
  expect((await transfersOf(db, award, 1)).map(({ balanceCents }) => balanceCents)).toEqual([0, euros(2), euros(3)]);
  const page = await (await site.get(`/agent/grand-livre/comptes/${award.id}`, auditor)).text();
  expect(page).toContain('Convention signée par tous');
  expect(page).toContain(EVENT_LABELS.sign);
});

test('an account that does not exist, or a page beyond the last, is not found', async () => {
  const { id } = await accountNamed('programme');
  for (const end of ['zz', newId(), `${id}?page=2`]) {
    expect([end, (await site.get(`/agent/grand-livre/comptes/${end}`, auditor)).status]).toEqual([end, 404]);
  }
  expect(await accountById(site.kernel.db, newId())).toBeUndefined();
});

test('the exports hold everything, and no cell of text can be run by a spreadsheet', async () => {
  const csv = await (await site.get('/agent/grand-livre/virements.csv', auditor)).text();
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(4 + AWARDS + 2);
  expect(rows[0]?.motif).toBe('\'=HYPERLINK("x")');
  const accounts = parse(await (await site.get('/agent/grand-livre/comptes.csv', auditor)).text(), {
    columns: true,
  }) as Record<string, string>[];
  expect(accounts.find(({ compte }) => compte === 'source')?.solde_centimes).toBe(String(-euros(1000)));
  expect(accounts.reduce((sum, { solde_centimes }) => sum + Number(solde_centimes), 0)).toBe(0);
});

test('each refusal and each nature has its words', () => {
  const refusals: readonly LedgerRefusal[] = [
    {
      ...{ code: 'insufficient', book: 'AE', account: 'wave:1:available' },
      ...{ availableCents: 100, requestedCents: 300, lacksCents: 200 },
    },
    { code: 'key-reused', key: 'award:1' },
    { code: 'account-closed', book: 'CP-2027', account: 'instrument:deffinum' },
    { code: 'account-unknown', book: 'AE', account: 'instrument:zz' },
    { code: 'already-reversed', transferId: newId() },
  ];
  for (const refusal of refusals) expect(ledgerMessage(refusal).text).toContain('Rien n’a été écrit.');
  expect(ledgerMessage(refusals[0] as LedgerRefusal).text).toContain(formatCents(200));
  expect(Object.keys(STAGE_LABELS).sort()).toEqual([...STAGES].sort());
});
