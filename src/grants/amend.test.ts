import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import { insertMembership } from '../identity/store/memberships.ts';
import { newId } from '../kernel/ids.ts';
import { euros } from '../kernel/money.ts';
import { decide } from '../ledger/fixtures.ts';
import { balancesUnder, certify, checkBooks } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { centsToInput } from '../ui/index.ts';
import { plantAgreement, plantAward, plantSignature, plantWaveMoney, reread, signersOf } from './fixtures.ts';
import { agreementInForce } from './index.ts';
import type { Terms } from './model/terms.ts';
import { currentVersion } from './model/whole.ts';

/** One agreement, amended again and again; the wave keeps little. */
let site: TestSite;
let cast: Cast;
let wave: EvaluatedWave;
let id: string;
let granted: number;
const ENVELOPE = euros(20_000_000);
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  wave = await plantEvaluatedWave(site.kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(site.kernel, wave.waveId, ENVELOPE, TEST_NOW);
  const award = await plantAward(site.kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  granted = award.grantedCents;
  id = await plantAgreement(site.kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
  await insertMembership(site.kernel.db, {
    personId: cast.sam.personId,
    organisationId: cast.organisationIds.aftral,
    role: 'representative',
    confirmedBy: null,
    at: TEST_NOW,
  });
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const balance = async (prefix: string) =>
  (await balancesUnder(site.kernel.db, 'AE', prefix)).reduce((sum, { balanceCents }) => sum + balanceCents, 0);
const waveHas = () => balance(`wave:${wave.waveId}:available`);
const state = () => reread(site.kernel, id);

/** The form as its page shows it. */
function fieldsOf(terms: Terms): Record<string, string> {
  const rows = terms.tranches.flatMap((one, index) => [
    [`t${index}-id`, one.id],
    [`t${index}-nom`, one.label],
    [`t${index}-nature`, one.kind],
    [`t${index}-echeance`, one.dueOn],
    [`t${index}-pourcent`, String(one.percent)],
    [`t${index}-pieces`, one.evidence.map(({ label }) => label).join('\n')],
  ]);
  const shares = terms.partners.map((one) => [`part-${one.partnerId}`, centsToInput(one.shareCents)]);
  return {
    ...Object.fromEntries([...rows, ...shares]),
    assiette: centsToInput(terms.baseCents),
    debut: terms.startsOn,
    fin: terms.endsOn,
  };
}

async function amend(changes: (terms: Terms) => Record<string, string>, motif = 'Essai') {
  const agreement = await state();
  const { terms } = currentVersion(agreement);
  const fields = { ...fieldsOf(terms), motif, version: String(agreement.lockVersion), ...changes(terms) };
  return site.post(`/agent/conventions/${id}/avenant`, fields, manager());
}
const act = async (name: string, fields: Record<string, string> = {}) =>
  site.post(`/agent/conventions/${id}/${name}`, { version: String((await state()).lockVersion), ...fields }, manager());
const abandon = () => act('abandonner', { acte: 'abandonner', 'motif-acte': 'Essai' });

async function signAll() {
  expect((await act('envoyer')).status).toBe(303);
  const agreement = await state();
  for (const [partnerId, personId] of await signersOf(site.kernel, agreement, TEST_NOW))
    await plantSignature(site.kernel, agreement, partnerId, personId, TEST_NOW);
  await plantSignature(site.kernel, agreement, 'state', manager().personId, TEST_NOW);
}

const share = (terms: Terms, rank: number) => terms.partners[rank] ?? terms.partners[0];

describe('an amendment', () => {
  test('up shows its effect in euros, and takes from the wave at the last signature only', async () => {
    const refused = await amend(() => ({}), '');
    expect(refused.status).toBe(409);
    const more = euros(10_000);
    const first = await amend((terms) => {
      const one = share(terms, 0);
      return { [`part-${one?.partnerId}`]: centsToInput((one?.shareCents ?? 0) + more) };
    });
    expect(first.status).toBe(303);
    const page = await (await site.get(`/agent/conventions/${id}`, manager())).text();
    expect(page).toContain('Ce que change cet avenant');
    expect(page).toMatch(/\+10\s000\s€/u);
    expect([await waveHas(), await balance(`agreement:${id}:`)]).toEqual([ENVELOPE - granted, granted]);
    expect((await agreementInForce(site.kernel.db, id))?.version).toBe(1);
    await signAll();
    expect([await waveHas(), await balance(`agreement:${id}:`)]).toEqual([ENVELOPE - granted - more, granted + more]);
    expect((await agreementInForce(site.kernel.db, id))?.version).toBe(2);
  });

  test('beyond the wave is refused by how much, and nothing moves', async () => {
    const stood = await waveHas();
    await amend((terms) => {
      const one = share(terms, 0);
      return {
        assiette: '90000000',
        [`part-${one?.partnerId}`]: centsToInput((one?.shareCents ?? 0) + stood + euros(123)),
      };
    });
    const answer = await act('envoyer');
    expect([answer.status, (await answer.text()).includes('Il manque 123')]).toEqual([409, true]);
    expect([currentVersion(await state()).state, await waveHas()]).toEqual(['draft', stood]);
    expect((await abandon()).status).toBe(303);
    expect((await state()).state).toBe('in-force');
  });

  test('that replaces a partner asks nothing of the wave, and the newcomer signs', async () => {
    const stood = await waveHas();
    const total = (await state()).totalCents;
    await amend((terms) => {
      const gone = share(terms, 1);
      return {
        [`part-${gone?.partnerId}`]: '0',
        'nouveau-siret': ORGANISATIONS.aftral.siret,
        'nouvelle-part': centsToInput(gone?.shareCents ?? 0),
      };
    });
    await signAll();
    const after = await agreementInForce(site.kernel.db, id);
    expect(after?.partners.map(({ name }) => name)).toContain('AFTRAL');
    expect([after?.partners.length, after?.totalCents, await waveHas()]).toEqual([2, total, stood]);
    expect((await site.get(`/conventions/${id}`, cast.sam)).status).toBe(200);
  });

  test('down returns to the wave, but never under what is certified', async () => {
    const { partners, awardId } = (await agreementInForce(site.kernel.db, id)) ?? { partners: [], awardId: '' };
    const [lead] = partners;
    if (!lead) throw new Error('no lead');
    const done = { agreementId: id, partnerId: lead.partnerId, awardId, amountCents: lead.shareCents - euros(5000) };
    await decide(site.kernel.db, `certify:${newId()}`, (tx, p) => certify(tx, p, done));
    const lower = (by: number) => amend(() => ({ [`part-${lead.partnerId}`]: centsToInput(lead.shareCents - by) }));
    await lower(euros(6000));
    const refused = await act('envoyer');
    expect([refused.status, (await refused.text()).includes('Une part ne peut pas descendre si bas')]).toEqual([
      409,
      true,
    ]);
    await abandon();
    const stood = await waveHas();
    await lower(euros(2000));
    await signAll();
    expect(await waveHas()).toBe(stood + euros(2000));
    expect((await checkBooks(site.kernel.db)).every((book) => book.sumCents === 0 && book.wrongAccounts === 0)).toBe(
      true,
    );
  });

  test('of dates alone moves no money; one that changes nothing, or ends on a day that does not exist, is refused', async () => {
    const stood = await waveHas();
    expect((await amend(() => ({}))).status).toBe(409);
    expect((await amend(() => ({ fin: '2031-02-31' }))).status).toBe(422);
    expect((await amend(() => ({ fin: '2031-12-31' }))).status).toBe(303);
    await signAll();
    expect([(await agreementInForce(site.kernel.db, id))?.endsOn, await waveHas()]).toEqual(['2031-12-31', stood]);
    expect((await state()).versions.filter(({ state: one }) => one === 'in-force')).toHaveLength(1);
  });
});
