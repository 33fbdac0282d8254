import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import type { Cast } from '../identity/fixtures.ts';
import { euros } from '../kernel/money.ts';
import { balancesUnder } from '../ledger/index.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { centsToInput } from '../ui/index.ts';
import { plantAgreement, plantAward, plantSignature, plantWaveMoney, reread, signersOf } from './fixtures.ts';
import { noteTrancheAsked } from './index.ts';
import type { Terms } from './model/terms.ts';
import { currentVersion, versionOf } from './model/whole.ts';

/** A partner asks for a tranche while an amendment is written, sent, signed. */
let site: TestSite;
let cast: Cast;
let id: string;
beforeAll(async () => {
  site = await openTestSite();
  cast = await seedCastBefore(site.kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(site.kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(site.kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  const award = await plantAward(site.kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  id = await plantAgreement(site.kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
});
afterAll(() => site.close());

const manager = () => cast.byRole['programme-manager'];
const state = () => reread(site.kernel, id);
const inForce = async () => {
  const agreement = await state();
  const version = versionOf(agreement, agreement.inForceVersion);
  if (!version) throw new Error('nothing in force');
  return version.terms;
};
const ask = (trancheId: string) =>
  site.kernel.db.transaction().execute((tx) => noteTrancheAsked(tx, id, trancheId, TEST_NOW));
const tranche = (terms: Terms, kind: string) => {
  const found = terms.tranches.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};
const committed = () => balancesUnder(site.kernel.db, 'AE', `agreement:${id}:`);

/** The form as the page sends it: what it shows fixed is only named. */
async function fields(asked: readonly string[], changes: Record<string, string>) {
  const agreement = await state();
  const { terms } = currentVersion(agreement);
  const rows = terms.tranches.flatMap((one, index): string[][] =>
    asked.includes(one.id)
      ? [
          [`t${index}-id`, one.id],
          [`t${index}-fixe`, 'oui'],
        ]
      : [
          [`t${index}-id`, one.id],
          [`t${index}-nom`, one.label],
          [`t${index}-nature`, one.kind],
          [`t${index}-echeance`, one.dueOn],
          [`t${index}-pourcent`, String(one.percent)],
          [`t${index}-pieces`, one.evidence.map(({ label }) => label).join('\n')],
        ],
  );
  const shares = terms.partners.map((one) => [`part-${one.partnerId}`, centsToInput(one.shareCents)]);
  return {
    ...Object.fromEntries([...rows, ...shares]),
    ...{ assiette: centsToInput(terms.baseCents), debut: terms.startsOn, fin: terms.endsOn },
    ...{ motif: 'Essai', version: String(agreement.lockVersion), ...changes },
  };
}
const write = async (act: 'avenant' | 'termes', asked: readonly string[], changes: Record<string, string>) =>
  site.post(`/agent/conventions/${id}/${act}`, await fields(asked, changes), manager());
const act = async (name: string, more: Record<string, string> = {}) =>
  site.post(`/agent/conventions/${id}/${name}`, { version: String((await state()).lockVersion), ...more }, manager());
const dueField = (terms: Terms, kind: string) => `t${terms.tranches.indexOf(tranche(terms, kind))}-echeance`;

describe('a tranche asked for', () => {
  test('is shown fixed, and an amendment of the rest keeps its amounts', async () => {
    const terms = await inForce();
    const advance = tranche(terms, 'advance');
    await ask(advance.id);
    const page = await (await site.get(`/agent/conventions/${id}`, manager())).text();
    expect(page).toContain('Paiement déjà demandé');
    const at = terms.tranches.indexOf(advance);
    expect(page).toContain(`name="t${at}-fixe"`);
    expect(page).not.toContain(`name="t${at}-pourcent"`);
    const lead = terms.partners[0];
    const more = centsToInput((lead?.shareCents ?? 0) + euros(1000));
    expect((await write('avenant', [advance.id], { [`part-${lead?.partnerId}`]: more })).status).toBe(303);
    const written = tranche(currentVersion(await state()).terms, 'advance');
    expect([written.byPartner, written.settled]).toEqual([advance.byPartner, true]);
  });

  test('and changed by hand in the form is refused, nothing written', async () => {
    const before = currentVersion(await state());
    const refused = await write('termes', [], { [dueField(before.terms, 'advance')]: '2031-01-31' });
    expect([refused.status, (await refused.text()).includes('Une tranche déjà demandée ne change plus')]).toEqual([
      409,
      true,
    ]);
    expect(currentVersion(await state()).terms).toEqual(before.terms);
  });

  test('after the amendment was written refuses its sending, until it is written again', async () => {
    const { terms } = currentVersion(await state());
    const advance = tranche(terms, 'advance');
    expect((await write('termes', [advance.id], { [dueField(terms, 'intermediate')]: '2031-01-31' })).status).toBe(303);
    await ask(tranche(terms, 'intermediate').id);
    const refused = await act('envoyer');
    expect([refused.status, (await refused.text()).includes('Versement intermédiaire')]).toEqual([409, true]);
    expect(currentVersion(await state()).state).toBe('draft');
    const fixed = [advance.id, tranche(terms, 'intermediate').id];
    expect((await write('termes', fixed, {})).status).toBe(303);
    const again = tranche(currentVersion(await state()).terms, 'intermediate');
    const stood = tranche(await inForce(), 'intermediate');
    expect([again.dueOn, again.byPartner]).toEqual([stood.dueOn, stood.byPartner]);
  });

  test('between sending and the last signature refuses the State’s signature: nothing is in force, nothing moves', async () => {
    const { terms } = currentVersion(await state());
    const fixed = [tranche(terms, 'advance').id, tranche(terms, 'intermediate').id];
    expect((await write('termes', fixed, { [dueField(terms, 'balance')]: '2031-06-30' })).status).toBe(303);
    expect((await act('envoyer')).status).toBe(303);
    const sent = await state();
    for (const [partnerId, personId] of await signersOf(site.kernel, sent, TEST_NOW))
      await plantSignature(site.kernel, sent, partnerId, personId, TEST_NOW);
    await ask(tranche(terms, 'balance').id);
    const money = await committed();
    const nom = manager().name;
    const last = { partenaire: 'state', numero: String(currentVersion(sent).number), nom, qualite: 'Responsable' };
    const refused = await act('signer', last);
    expect([refused.status, (await refused.text()).includes('Une tranche déjà demandée ne change plus')]).toEqual([
      409,
      true,
    ]);
    const after = await state();
    expect([after.inForceVersion, after.state, await committed()]).toEqual([1, 'amending', money]);
    expect((await act('abandonner', { acte: 'abandonner', 'motif-acte': 'Tranche demandée' })).status).toBe(303);
  });
});
