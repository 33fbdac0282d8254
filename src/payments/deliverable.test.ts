import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantResource } from '../commons/fixtures/planted.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../grants/index.ts';
import { type Cast, ORGANISATIONS } from '../identity/fixtures.ts';
import { euros } from '../kernel/money.ts';
import { openTestKernel, TEST_NOW, type TestKernel } from '../testing.ts';
import { plantRequest, reread } from './fixtures.ts';
import { certify, judgeLine } from './store/certify.ts';

let kernel: TestKernel;
let cast: Cast;
let agreement: AgreementInForce;

beforeAll(async () => {
  kernel = await openTestKernel();
  cast = await seedCastBefore(kernel, TEST_NOW);
  const wave = await plantEvaluatedWave(kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
  await plantWaveMoney(kernel, wave.waveId, euros(20_000_000), TEST_NOW);
  const award = await plantAward(kernel, wave.applicationIds[0] ?? '', TEST_NOW);
  const id = await plantAgreement(kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
  agreement = (await agreementInForce(kernel.db, id)) as AgreementInForce;
});
afterAll(() => kernel.close());

test('a deliverable is certified once its resource is published in the commons, not before, and not for another tranche', async () => {
  const [tranche, other] = agreement.tranches.filter(({ kind }) => kind === 'intermediate' || kind === 'balance');
  const [partner] = agreement.partners;
  if (!tranche || !other || !partner) throw new Error('the planted agreement has no such tranches');
  const wanted = { agreementId: agreement.id, partnerId: partner.partnerId, at: TEST_NOW, spentCents: euros(50_000) };
  const { id } = await plantRequest(kernel, { ...wanted, trancheId: tranche.id });
  await kernel.db
    .updateTable('payments.request')
    .set({ kind: 'deliverable' } as never)
    .where('id', '=', id)
    .execute();
  const certifier = cast.byRole.certifier.personId;
  const act = async () => ({
    requestId: id,
    personId: certifier,
    versionRead: (await reread(kernel, id)).version,
    at: TEST_NOW,
  });
  for (const line of (await reread(kernel, id)).lines)
    await judgeLine(kernel, await act(), { lineId: line.id, verdict: 'accepted', acceptedCents: 0, reason: '' });
  const certified = async () => certify(kernel, await act(), 100);

  expect((await certified())?.refusal).toMatchObject({ code: 'not-in-commons' });
  expect((await reread(kernel, id)).state).toBe('submitted');
  const person = partner.siret === ORGANISATIONS.btpPicardie.siret ? cast.lea : cast.marc;
  const by = { personId: person.personId, organisationId: partner.organisationId, at: TEST_NOW };
  await plantResource(kernel, { ...by, output: { agreementId: agreement.id, trancheId: other.id } });
  expect((await certified())?.refusal).toMatchObject({ code: 'not-in-commons' });
  await plantResource(kernel, { ...by, output: { agreementId: agreement.id, trancheId: tranche.id } });
  expect((await certified())?.refusal).toBeNull();
  expect((await reread(kernel, id)).state).toBe('certified');
});
