import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantStage, type Stage } from '../../seeds/_ordered.ts';
import { sqlState } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { checkBooks, checkThread } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantSent, standingOrder } from './fixtures/paid.ts';
import { pain002 } from './fixtures/report.ts';
import { reread } from './fixtures.ts';
import type { PaymentRequest } from './model/request.ts';
import { sepaAmount, travelId } from './sepa/text.ts';
import { applyReturn } from './store/return.ts';

let site: TestSite;
let stage: Stage;
let requests: PaymentRequest[];
let batchId: string;

beforeAll(async () => {
  site = await openTestSite();
  stage = await plantStage(site.kernel, 2, TEST_NOW);
  requests = [await stage.order(0, 0), await stage.order(0, 1), await stage.order(1, 0), await stage.order(1, 1)];
  const ids = requests.slice(0, 3).map(({ id }) => id);
  batchId = await plantSent(site.kernel, ids, stage.officerId, TEST_NOW);
});
afterAll(() => site.close());

const LIST = '/agent/paiements/retours';
const officer = () => stage.cast.byRole['payment-officer'];
const act = () => ({ personId: stage.officerId, at: TEST_NOW });
const order = (index: number) => standingOrder(requests[index] as PaymentRequest);
const states = () => Promise.all(requests.map(async ({ id }) => (await reread(site.kernel, id)).state));
const count = async (table: string) =>
  (await site.kernel.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n;
const amount = (index: number) => sepaAmount(requests[index]?.certifiedCents ?? 0);

function send(name: string, content: string, viewer = officer()) {
  const body = new FormData();
  body.set('fichier', new File([content], name, { type: 'application/octet-stream' }));
  return site.fetch(LIST, { method: 'POST', body }, viewer);
}
const placeOf = (response: Response) => response.headers.get('location') ?? '';
const text = async (path: string) => (await site.get(path, officer())).text();

test('a file that cannot be read is refused with what to do, and nothing is kept', async () => {
  const xml = pain002(batchId, [{ orderId: order(0), status: 'ACSC' }]);
  const refused = async (name: string, content: string) => {
    const response = await send(name, content);
    return [response.status, (await response.text()).match(/notice-title[^>]*>([^<]*)/)?.[1]];
  };
  expect(await refused('a.xml', xml.replace('?>', '?><!DOCTYPE x>'))).toEqual([409, 'Fichier refusé']);
  expect(await refused('a.xml', xml.slice(0, -20))).toEqual([409, 'Ce XML est mal formé']);
  expect(await refused('a.csv', 'statut\npayé\n')).toEqual([409, 'Il manque une colonne']);
  expect(await refused('a.csv', '\u0000\u0001')).toEqual([409, expect.any(String)]);
  expect((await site.post(LIST, {}, officer())).status).toBe(422);
  expect((await send('a.xml', xml, stage.cast.byRole.certifier)).status).toBe(404);
  expect([await count('payments.bank_return'), await count('payments.bank_return_line')]).toEqual([0, 0]);
});

describe('a report', () => {
  let path: string;
  let file: string;
  test('is shown line by line before anything moves', async () => {
    file = pain002(batchId, [
      { orderId: order(0), status: 'ACSC', amount: amount(0) },
      { orderId: order(1), status: 'RJCT', code: 'AC04' },
      { orderId: order(2), status: 'ACSC', amount: '1.00' },
      { orderId: order(0), status: 'ACSC' },
      { orderId: newId(), status: 'ACSC' },
      { orderId: order(3), status: 'ACSC' },
    ]);
    const moved = await count('ledger.transfer');
    path = placeOf(await send('avis.xml', file));
    const page = await text(path);
    for (const said of [
      'Sera payé',
      'Sera rejeté',
      'Montant différent',
      'Déjà dit par une ligne',
      'Identifiant inconnu',
    ])
      expect([said, page.includes(said)]).toEqual([said, true]);
    expect(page).toContain('Ce paiement n’est dans aucune remise');
    expect(page).toContain('Compte clôturé (AC04)');
    expect([await states(), await count('ledger.transfer')]).toEqual([['sent', 'sent', 'sent', 'ordered'], moved]);
  });

  test('is applied once, whole, whoever applies it at once', async () => {
    const id = path.split('/').at(-1) ?? '';
    const all = await Promise.all([1, 2, 3].map(() => applyReturn(site.kernel, act(), id)));
    expect(all.sort()).toEqual([false, false, true]);
    expect(await states()).toEqual(['paid', 'failed', 'sent', 'ordered']);
    const page = await text(path);
    expect([page.includes('Identifiant inconnu'), page.includes('Sera payé')]).toEqual([true, false]);
    for (const book of await checkBooks(site.kernel.db)) expect(book).toMatchObject({ sumCents: 0, wrongAccounts: 0 });
  });

  test('sent again is the same file, and changes nothing', async () => {
    const moved = await count('ledger.transfer');
    expect(placeOf(await send('copie.xml', file))).toBe(path);
    const again = await site.post(`${path}/appliquer`, {}, officer());
    expect(placeOf(again)).toContain('fait=deja');
    expect([await count('payments.bank_return'), await count('ledger.transfer')]).toEqual([1, moved]);
  });

  test('that tells what is known in another file changes nothing', async () => {
    const moved = await count('ledger.transfer');
    const table = `identifiant;statut\n${travelId(order(0))};payé\n${travelId(order(1))};rejeté\n`;
    const other = placeOf(await send('table.csv', table));
    expect((await text(other)).match(/Déjà connu/g)).toHaveLength(2);
    expect((await site.post(`${other}/appliquer`, {}, officer())).status).toBe(303);
    expect([await count('ledger.transfer'), await states()]).toEqual([moved, ['paid', 'failed', 'sent', 'ordered']]);
  });

  test('that brings back a paid transfer undoes it, and one that settles the whole batch settles what is left', async () => {
    const late = placeOf(await send('retour.csv', `identifiant;statut;motif\n${travelId(order(0))};retour;MS03\n`));
    expect(await text(late)).toContain('Paiement revenu');
    await site.post(`${late}/appliquer`, {}, officer());
    expect((await reread(site.kernel, requests[0]?.id ?? '')).orders).toMatchObject([
      { state: 'failed', failureCode: 'MS03' },
    ]);
    const whole = placeOf(await send('lot.xml', pain002(batchId, [], 'ACSC')));
    await site.post(`${whole}/appliquer`, {}, officer());
    expect(await states()).toEqual(['failed', 'failed', 'paid', 'ordered']);
    expect(await text(whole)).toContain('Déjà rejeté');
    const thread = await checkThread(site.kernel.db);
    expect([thread.paidCents, thread.creditsCents]).toEqual([thread.heldCents, requests[2]?.certifiedCents]);
  });
});

test('what waits for the bank is listed, and a partner reads why a transfer came back', async () => {
  expect(await text('/agent/paiements/remises')).toMatch(/1\spayé, 2\srejetés, 0 sans réponse/);
  expect(await text(LIST)).toContain('retour.csv');
  const partner = { ...officer(), personId: requests[1]?.openedBy ?? '', roles: ['applicant' as const] };
  const shown = await site.get(`/paiements/demandes/${requests[1]?.id}`, partner);
  expect(await shown.text()).toContain('Compte clôturé (AC04)');
});

test('the database refuses a file applied in part, applied twice, or a line that changes', async () => {
  const refused = (sql: string) => site.kernel.pool.query(sql).then(() => 'passed', sqlState);
  const id = placeOf(await send('autre.csv', `identifiant;statut\nINCONNU;payé\n`))
    .split('/')
    .at(-1);
  expect(await refused(`update payments.bank_return set applied_at = now(), applied_by = id where id = '${id}'`)).toBe(
    '23514',
  );
  expect(await refused('update payments.bank_return set applied_at = now() where applied_at is not null')).toBe(
    '42501',
  );
  expect(await refused("update payments.bank_return_line set said = 'executed', effect = 'pay'")).toBe('42501');
});
