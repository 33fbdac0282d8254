import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantEvaluatedWave, seedCastBefore } from '../../seeds/_evaluated.ts';
import { plantAgreement, plantAward, plantWaveMoney } from '../grants/fixtures.ts';
import { type AgreementInForce, agreementInForce } from '../grants/index.ts';
import type { Cast } from '../identity/fixtures.ts';
import { euros, formatCents } from '../kernel/money.ts';
import { openTestSite, TEST_NOW, type TestSite } from '../testing.ts';
import { REQUEST_COLUMNS, sheetCsv } from './export.ts';
import { plantCredits, plantRequest, taken } from './fixtures.ts';
import { forecastOf, type Payment } from './model/forecast.ts';
import { certify } from './store/certify.ts';
import { forecast } from './store/forecast.ts';

const expected = (dueOn: string, amountCents: number): Payment => ({ dueOn, certainty: 'expected', amountCents });

describe('a forecast', () => {
  test('puts each payment in its month, and what is late or already ordered in this one', () => {
    const ordered: Payment = { dueOn: '2027-09-01', certainty: 'ordered', amountCents: 7 };
    const { months, lateCents } = forecastOf(
      [expected('2026-11-30', 5), expected('2027-03-15', 11), ordered],
      '2027-01-11',
      new Map(),
    );
    expect(months.map(({ month, totalCents, cumulativeCents }) => [month, totalCents, cumulativeCents])).toEqual([
      ['2027-01', 12, 12],
      ['2027-03', 11, 23],
    ]);
    expect([lateCents, months[0]?.orderedCents]).toEqual([5, 7]);
  });

  test('says from which month the credits of the year run out, and by how much', () => {
    const payments = [expected('2027-02-01', 60), expected('2027-06-01', 60), expected('2028-02-01', 10)];
    const { years } = forecastOf(payments, '2027-01-11', new Map([[2027, 100]]));
    expect(years).toEqual([
      { year: 2027, neededCents: 120, creditsCents: 100, lacksCents: 20, shortFrom: '2027-06' },
      { year: 2028, neededCents: 10, creditsCents: null, lacksCents: 10, shortFrom: '2028-02' },
    ]);
    expect(forecastOf(payments, '2027-01-11', new Map([[2027, 120]])).years[0]).toMatchObject({
      ...{ lacksCents: 0, shortFrom: null },
    });
  });
});

describe('the page of the forecast', () => {
  let site: TestSite;
  let cast: Cast;
  let agreement: AgreementInForce;
  beforeAll(async () => {
    site = await openTestSite();
    cast = await seedCastBefore(site.kernel, TEST_NOW);
    const wave = await plantEvaluatedWave(site.kernel, cast, { count: 1, now: TEST_NOW, until: 'deposited' });
    await plantWaveMoney(site.kernel, wave.waveId, euros(20_000_000), TEST_NOW);
    const award = await plantAward(site.kernel, wave.applicationIds[0] ?? '', TEST_NOW);
    const id = await plantAgreement(site.kernel, award, cast.byRole['programme-manager'].personId, TEST_NOW);
    agreement = (await agreementInForce(site.kernel.db, id)) as AgreementInForce;
  });
  afterAll(() => site.close());
  const page = async (path: string) => (await site.get(path, cast.byRole['payment-officer'])).text();

  test('counts every tranche once, whatever was asked of it, and says what the credits lack', async () => {
    const total = async () =>
      (await forecast(site.kernel.db, '2027-01-11')).months.reduce((sum, one) => sum + one.totalCents, 0);
    expect(await total()).toBe(agreement.totalCents);
    const [tranche, partner] = [agreement.tranches[0]?.id ?? '', agreement.partners[0]?.partnerId ?? ''];
    const wanted = { agreementId: agreement.id, trancheId: tranche, partnerId: partner, at: TEST_NOW };
    const request = await plantRequest(site.kernel, wanted);
    expect(await total()).toBe(agreement.totalCents);
    const act = { requestId: request.id, personId: cast.byRole.certifier.personId, versionRead: request.version };
    taken(await certify(site.kernel, { ...act, at: TEST_NOW }, request.askedCents - 100));
    expect(await total()).toBe(agreement.totalCents - 100);
    await plantCredits(site.kernel, request.instrument ?? '', 2027, euros(1), TEST_NOW);
    const [year] = (await forecast(site.kernel.db, '2027-01-11')).years;
    const text = await page('/agent/paiements/prevision');
    expect(text).toContain(`2027 : il manque ${formatCents(year?.lacksCents ?? 0)}`);
    expect((await site.get('/agent/paiements/prevision', cast.lea)).status).toBe(404);
  });

  test('is taken away as CSV and XLSX, like the requests; no cell is a formula', async () => {
    expect(await page('/agent/paiements/prevision.csv')).toContain('Cumul de l’année');
    expect(await page('/agent/paiements/demandes.csv')).toContain(agreement.number);
    for (const name of ['prevision', 'demandes']) {
      const sheet = await site.get(`/agent/paiements/${name}.xlsx`, cast.byRole['payment-officer']);
      expect(
        Buffer.from(await sheet.arrayBuffer())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    }
    const evil = {
      ...{ id: 'x', agreementNumber: '=1+1', label: '@SUM(A1)', kind: 'advance' as const, partnerName: '+33' },
      ...{ dueOn: '2027-01-01', state: 'submitted' as const, askedCents: 150, certifiedCents: null },
      ...{ paidCents: 0, paidOn: null },
    };
    const [, row] = sheetCsv(REQUEST_COLUMNS, [evil]).split('\r\n');
    expect(row?.split(';').slice(0, 7)).toEqual([
      "'=1+1",
      "'@SUM(A1)",
      'Avance',
      "'+33",
      '2027-01-01',
      'À certifier',
      '1,5',
    ]);
  });
});
