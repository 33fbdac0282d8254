import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedCastBefore } from '../../seeds/_evaluated.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import { organisationBySiret } from '../identity/index.ts';
import { sqlState } from '../kernel/db.ts';
import type { Viewer } from '../kernel/http.ts';
import { newId } from '../kernel/ids.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { plantAccount, TEST_BIC, testIban } from './fixtures/account.ts';
import { accountById, accountsOf, confirmAccount } from './store/account.ts';

let site: TestSite;
let cast: Cast;
let lea: string;
let marc: string;
const officer = () => cast.byRole['payment-officer'];

beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  const of = async (siret: string) => (await organisationBySiret(site.kernel.db, siret))?.id ?? '';
  lea = await of(ORGANISATIONS.btpPicardie.siret);
  marc = (
    await site.kernel.db
      .selectFrom('identity.membership')
      .select('organisation_id')
      .where('person_id', '=', cast.marc.personId)
      .executeTakeFirstOrThrow()
  ).organisation_id;
});
afterAll(() => site.close());

const page = (organisationId: string) => `/paiements/coordonnees/${organisationId}`;
const text = async (path: string, viewer: Viewer) => (await site.get(path, viewer)).text();
function declare(organisationId: string, viewer: Viewer, fields: Readonly<Record<string, string>>, rib = true) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (rib) body.set('rib', new File([`%PDF-1.7 RIB ${fields.iban}`], 'rib.pdf', { type: 'application/pdf' }));
  return site.fetch(page(organisationId), { method: 'POST', body }, viewer);
}
const fields = (rank: number) => ({
  ...{ titulaire: 'Organisme d’essai', bic: TEST_BIC.toLowerCase() },
  iban: testIban(rank)
    .replace(/(.{4})/g, '$1 ')
    .toLowerCase(),
});
const count = async () =>
  (await site.kernel.pool.query('select count(*)::int as n from payments.bank_account')).rows[0].n;
const only = async (organisationId: string) => (await accountsOf(site.kernel.db, organisationId))[0];

describe('who binds an organisation', () => {
  test('reads what to do, and declares its account, typed with spaces', async () => {
    expect(await text('/paiements', cast.lea)).toContain('Déclarer un compte');
    expect((await site.get(page(lea), cast.sam)).status).toBe(404);
    expect((await declare(lea, cast.sam, fields(1))).status).toBe(404);
    const wrong = await declare(lea, cast.lea, { ...fields(1), iban: 'FR7612345', bic: 'X' });
    const said = await wrong.text();
    expect([wrong.status, said.includes('pas un IBAN'), said.includes('FR7612345')]).toEqual([422, true, false]);
    expect((await declare(lea, cast.lea, fields(1), false)).status).toBe(422);
    expect((await declare(lea, cast.lea, { ...fields(1), titulaire: '株式会社' })).status).toBe(422);
    expect(await count()).toBe(0);
    expect((await declare(lea, cast.lea, fields(1))).status).toBe(303);
    const shown = await text(page(lea), cast.lea);
    expect([shown.includes(testIban(1)), shown.includes(`•••• ${testIban(1).slice(-4)}`)]).toEqual([false, true]);
  });

  test('is told when the account is already declared; another declaration takes the place of the one that waits', async () => {
    const again = await declare(lea, cast.lea, fields(1));
    expect([again.status, (await again.text()).includes('déjà déclaré'), await count()]).toEqual([409, true, 1]);
    expect((await declare(lea, cast.lea, fields(2))).status).toBe(303);
    const accounts = await accountsOf(site.kernel.db, lea);
    expect(accounts.map(({ endedAt }) => endedAt === null)).toEqual([true, false]);
  });
});

describe('an agent', () => {
  const judge = async (act: 'confirmer' | 'refuser', viewer: Viewer, given: Readonly<Record<string, string>>) =>
    site.post(`/agent/paiements/comptes/${(await only(lea))?.id}/${act}`, given, viewer);
  const good = { iban: testIban(2), verification: 'Rappelé le standard : la comptable confirme.' };

  test('who declared, or who belongs to the organisation, does not confirm', async () => {
    const both: Viewer = { ...cast.lea, roles: ['payment-officer'] };
    expect((await judge('confirmer', cast.byRole.certifier, good)).status).toBe(404);
    const own = await judge('confirmer', both, good);
    expect([own.status, (await own.text()).includes('Il faut une autre personne')]).toEqual([409, true]);
    const account = await only(lea);
    const act = { accountId: account?.id ?? '', personId: cast.lea.personId, at: TEST_NOW };
    expect((await confirmAccount(site.kernel, act, { iban: testIban(2), checkMade: 'x' }))?.refusal?.code).toBe(
      'declared-yourself',
    );
    expect((await only(lea))?.confirmedAt).toBeNull();
  });

  test('reads the proof, types its number again, says what was checked', async () => {
    const account = await only(lea);
    expect(await text('/agent/paiements/comptes', officer())).toContain(account?.shown);
    const proof = await site.get(`/agent/paiements/comptes/${account?.id}/justificatif`, officer());
    expect(proof.headers.get('content-disposition')).toContain('rib.pdf');
    const empty = await judge('confirmer', officer(), { iban: '', verification: '' });
    expect([empty.status, (await empty.text()).includes('comment vous avez vérifié')]).toEqual([422, true]);
    const other = await judge('confirmer', officer(), { ...good, iban: testIban(3) });
    expect([other.status, (await other.text()).includes('n’est pas celui qui fut déclaré')]).toEqual([409, true]);
    expect((await only(lea))?.confirmedAt).toBeNull();
    expect((await judge('confirmer', officer(), good)).status).toBe(303);
    expect((await judge('confirmer', officer(), good)).status).toBe(409);
    expect(await only(lea)).toMatchObject({ confirmedBy: officer().personId, checkMade: good.verification });
  });

  test('is warned of a number that another organisation gave', async () => {
    const id = await plantAccount(site.kernel, {
      organisationId: marc,
      iban: testIban(2),
      at: TEST_NOW,
      agentId: officer().personId,
    });
    const warned = await text(`/agent/paiements/comptes/${id}`, officer());
    expect(warned).toContain('aussi celui d’un autre organisme');
    expect(await text(page(marc), cast.marc)).not.toContain('autre organisme');
  });

  test('a change waits for another confirmation, and a refusal gives its reason', async () => {
    expect((await declare(lea, cast.lea, fields(4))).status).toBe(303);
    expect((await judge('refuser', officer(), { motif: '' })).status).toBe(422);
    expect((await judge('refuser', officer(), { motif: 'RIB illisible' })).status).toBe(303);
    const shown = await text(page(lea), cast.lea);
    expect(shown).toContain('RIB illisible');
    const accounts = await accountsOf(site.kernel.db, lea);
    expect(accounts.find(({ endedAt, confirmedAt }) => endedAt === null && confirmedAt)?.shown).toContain(
      testIban(2).slice(-4),
    );
  });
});

test('a number is in no row in clear: neither the accounts, nor the journal, nor a form kept', async () => {
  const rows = await site.kernel.pool.query(
    'select to_jsonb(a)::text as t from payments.bank_account a union all select body from kernel.journal_entry',
  );
  expect(rows.rows.filter(({ t }) => [1, 2, 4].some((rank) => t.includes(testIban(rank))))).toEqual([]);
  expect(rows.rows.some(({ t }) => t.includes('bank-account-confirmed'))).toBe(true);
});

test('the database refuses a confirmation by who declared, of one’s organisation, a second account in use, a changed number', async () => {
  const account = (await accountsOf(site.kernel.db, lea)).find(({ confirmedAt, endedAt }) => confirmedAt && !endedAt);
  const refused = (work: Promise<unknown>) => work.then(() => 'passed', sqlState);
  const insert = (more: object) =>
    refused(
      site.kernel.db
        .insertInto('payments.bank_account')
        .values({
          ...{ id: newId(), organisation_id: lea, siren: account?.siren ?? '', holder: 'x', bic: TEST_BIC },
          ...{ iban_sealed: Buffer.alloc(55), iban_hash: Buffer.alloc(32), iban_shown: 'FR76 •••• 0000' },
          ...{ proof_sha256: 'a'.repeat(64), proof_name: 'x', proof_size_bytes: 1, declared_by: cast.lea.personId },
          ...{ declared_at: TEST_NOW, confirmed_at: TEST_NOW, check_made: 'x', ...more },
        })
        .execute(),
    );
  const mine = [account?.siren ?? ''];
  expect(await insert({ confirmed_by: cast.lea.personId, confirmer_sirens: [] })).toBe('23514');
  expect(await insert({ confirmed_by: officer().personId, confirmer_sirens: mine })).toBe('23514');
  expect(await insert({ confirmed_by: officer().personId, confirmer_sirens: [] })).toBe('23505');
  const change = site.kernel.pool.query('update payments.bank_account set bic = $1 where id = $2', [
    'AGRIFRPP',
    account?.id,
  ]);
  expect(await refused(change)).toBe('42501');
  expect((await accountById(site.kernel.db, account?.id ?? ''))?.bic).toBe(TEST_BIC);
});
