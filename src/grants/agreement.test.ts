import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Award } from '../committee/index.ts';
import type { Cast } from '../identity/fixtures.ts';
import { sqlState } from '../kernel/db.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder, checkBooks } from '../ledger/index.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { plantAgreement, plantAward, plantSignature, plantWaveMoney, reread, signersOf } from './fixtures.ts';
import { agreementInForce, agreementsOf } from './index.ts';
import { trancheCents } from './model/terms.ts';
import { currentVersion } from './model/whole.ts';
import { send } from './store/draft.ts';
import { openAgreement } from './store/open.ts';

let kernel: TestKernel;
let cast: Cast;
let wave: EvaluatedWave;
let manager: string;
const ENVELOPE = euros(20_000_000);

beforeAll(async () => {
  kernel = await openTestKernel();
  cast = await seedCastBefore(kernel, TEST_NOW);
  manager = cast.byRole['programme-manager'].personId;
  wave = await plantEvaluatedWave(kernel, cast, { count: 4, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, ENVELOPE, TEST_NOW);
});
afterAll(() => kernel.close());

const balance = async (prefix: string) =>
  (await balancesUnder(kernel.db, 'AE', prefix)).reduce((sum, { balanceCents }) => sum + balanceCents, 0);
const awardOf = (index: number, grantedCents?: number): Promise<Award> =>
  plantAward(kernel, wave.applicationIds[index] ?? '', TEST_NOW, grantedCents);

describe('an agreement', () => {
  test('is drafted once for a decision, with the shares of the sealed file and the default schedule', async () => {
    const award = await awardOf(0);
    const id = await openAgreement(kernel, award, TEST_NOW);
    expect(await openAgreement(kernel, award, TEST_NOW)).toBe(id);
    const { terms } = currentVersion(await reread(kernel, id));
    const shares = terms.partners.map(({ shareCents }) => shareCents);
    expect(shares.reduce((a, b) => a + b, 0)).toBe(award.grantedCents);
    expect(terms.tranches.map(({ kind }) => kind)).toEqual(['advance', 'intermediate', 'balance']);
    expect(terms.tranches.map(trancheCents).reduce((a, b) => a + b, 0)).toBe(award.grantedCents);
    expect(terms.clauses.length).toBeGreaterThan(8);
  });

  test('keeps the proportion of the shares when retained for less', async () => {
    const award = await awardOf(1, euros(300_001));
    const id = await openAgreement(kernel, award, TEST_NOW);
    const { partners } = currentVersion(await reread(kernel, id)).terms;
    expect(partners.map(({ shareCents }) => shareCents).reduce((a, b) => a + b, 0)).toBe(euros(300_001));
    expect(partners.every(({ shareCents }) => shareCents % 100 === 0)).toBe(true);
  });

  test('signed by all commits the reservation, partner by partner', async () => {
    const award = await awardOf(2);
    const awardId = award.reservedAccount.awardId;
    expect(await balance(`award:${awardId}:`)).toBe(award.grantedCents);
    const id = await plantAgreement(kernel, award, manager, TEST_NOW);
    expect(await balance(`award:${awardId}:`)).toBe(0);
    const inForce = await agreementInForce(kernel.db, id);
    for (const { committedAccount, shareCents } of inForce?.partners ?? [])
      expect(await balance(committedAccount)).toBe(shareCents);
    expect(inForce?.totalCents).toBe(award.grantedCents);
    expect((await checkBooks(kernel.db)).every((book) => book.sumCents === 0 && book.wrongAccounts === 0)).toBe(true);
    const [line] = (await agreementsOf(kernel.db, { waveId: wave.waveId, state: 'in-force' })).lines;
    expect(line?.id).toBe(id);
    const mine = await agreementsOf(kernel.db, { organisationId: cast.organisationIds.aftral });
    expect(mine.lines).toEqual([]);
  });

  test('prints a tagged document before and after signature, and tells its hash', async () => {
    await kernel.drain();
    const documents = await kernel.db.selectFrom('grants.document').select(['kind', 'sha256', 'content']).execute();
    expect(documents.map(({ kind }) => kind).sort()).toEqual(['signed', 'to-sign']);
    const signed = documents.find(({ kind }) => kind === 'signed');
    expect(signed?.content.subarray(0, 5).toString()).toBe('%PDF-');
    const letters = await kernel.db
      .selectFrom('kernel.mail_message')
      .select('text_body')
      .where('about', '=', 'grants.in-force')
      .execute();
    expect(letters.length).toBeGreaterThan(1);
    expect(letters[0]?.text_body).toContain(signed?.sha256);
  });
});

describe('the database itself', () => {
  test('refuses the State before the partners, another text, and a sealed version rewritten', async () => {
    const award = await awardOf(3);
    const id = await openAgreement(kernel, award, TEST_NOW);
    const draft = await reread(kernel, id);
    await send(kernel, { agreementId: id, authorId: manager, versionRead: draft.lockVersion, at: TEST_NOW }, null);
    const sent = await reread(kernel, id);
    await expect(plantSignature(kernel, sent, 'state', manager, TEST_NOW)).rejects.toThrow('partners-first');
    const state = (error: unknown) => sqlState(error);
    const row = {
      agreement_id: id,
      version: 1,
      organisation: 'x',
      signatory_id: manager,
      signatory_name: 'x',
      capacity: 'x',
      held_by: 'role' as const,
      right_reference: null,
      provider: 'typed-name',
      level: 'simple' as const,
      proof: '{}',
      signed_at: TEST_NOW,
    };
    const insert = (signer: string, text: string) =>
      kernel.db
        .insertInto('grants.signature')
        .values({ ...row, signer, text_sha256: text })
        .execute()
        .catch(state);
    expect(await insert('state', currentVersion(sent).textSha256 ?? '')).toBe('23514');
    const [partner] = [...(await signersOf(kernel, sent, TEST_NOW)).keys()];
    expect(await insert(partner ?? '', '0'.repeat(64))).toBe('23514');
    const rewritten = kernel.db
      .updateTable('grants.agreement_version')
      .set({ reason: 'autre' })
      .where('agreement_id', '=', id)
      .execute();
    expect(await rewritten.catch(state)).toBe('23514');
    const lapsed = kernel.db
      .updateTable('grants.agreement')
      .set({ state: 'lapsed', open_version: null, closed_at: plus(TEST_NOW, 90 * DAY_MS), closed_reason: 'x' })
      .where('id', '=', id)
      .execute();
    expect(await lapsed.catch(state)).toBe('23514');
    expect((await reread(kernel, id)).signatures).toEqual([]);
  });
});
