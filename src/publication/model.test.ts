import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../kernel/instant.ts';
import { changesBetween } from './model/diff.ts';
import { publishBy } from './model/due.ts';
import { decimalShares, euroText, type Line, scdlRow, shortened } from './model/line.ts';
import { faultsOfRow } from './model/table-schema.ts';
import { GRANTS_SCHEMA, isSiret, nationalFaults } from './schema.ts';

const LINE: Line = {
  number: 'C-1',
  version: 1,
  signedOn: '2027-01-11',
  call: 'Appel',
  wave: 'Vague 1',
  title: 'Apprendre en réalité virtuelle',
  summary: null,
  funder: { name: 'Attribuant', siret: '35600000000048', notified: false },
  beneficiary: { name: 'Bénéficiaire', siret: '73282932000074', isLead: true },
  totalCents: 123_456_789,
  shareCents: 123_456_789,
  share: '1',
  startsOn: '2027-02-01',
  endsOn: '2029-01-31',
  payments: { from: '2027-02-15', to: '2029-03-01', count: 3 },
};

describe('shares', () => {
  test('sum to 1 exactly, and each gives back its cents', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2_000_000_00 }), { minLength: 1, maxLength: 25 }), (amounts) => {
        const total = amounts.reduce((a, b) => a + b, 0);
        const shares = decimalShares(amounts);
        const units = shares.map((text) => {
          const [whole = '0', part = ''] = text.split('.');
          return BigInt(whole) * 10_000_000_000n + BigInt(part.padEnd(10, '0'));
        });
        expect(units.reduce((a, b) => a + b, 0n)).toBe(10_000_000_000n);
        expect(shares.map((text) => Math.round(Number(text) * total))).toEqual(amounts);
      }),
    );
  });

  test('euros are written with a point and two decimals', () => {
    expect([5, 100, 123_456].map(euroText)).toEqual(['0.05', '1.00', '1234.56']);
  });
});

describe('the national schema', () => {
  test('accepts what we write', () => expect(nationalFaults(LINE)).toEqual([]));

  test.each([
    ['idAttribuant', '12345678912345', 'idAttribuant'],
    ['idBeneficiaire', '', 'idBeneficiaire'],
    ['dateConvention', '2027-02-30', 'dateConvention'],
    ['montant', '1 234,50', 'montant'],
    ['nature', 'argent', 'nature'],
    ['objet', 'x'.repeat(257), 'objet'],
    ['datesPeriodeVersement', '2017-12-14_2018-12-14', 'datesPeriodeVersement'],
    ['notificationUE', 'peut-être', 'notificationUE'],
    ['pourcentageSubvention', '70', 'pourcentageSubvention'],
    ['nomBeneficiaire', '', 'nomBeneficiaire'],
    ['nomDuPresident', 'Quelqu’un', 'nomDuPresident'],
  ])('refuses %s = « %s »', (field, value, expected) => {
    const row = { ...scdlRow(LINE), [field]: value };
    expect(faultsOfRow(GRANTS_SCHEMA, row, isSiret).map((fault) => fault.field)).toContain(expected);
  });

  test('a check it does not know is a fault, never silence', () => {
    const schema = { ...GRANTS_SCHEMA, custom_checks: [{ name: 'new-check', params: {} }] };
    expect(faultsOfRow(schema, scdlRow(LINE), isSiret).length).toBe(1);
  });
});

test('a title is cut at a word, and the cut is shown', () => {
  const cut = shortened('Former autrement aux métiers du bâtiment', 20);
  expect(cut).toBe('Former autrement…');
  expect(shortened('Court', 20)).toBe('Court');
});

test('three months later, the last day of a shorter month', () => {
  expect(publishBy(instant('2027-11-30T10:00:00Z')).toISOString()).toBe('2028-02-29T10:00:00.000Z');
  expect(publishBy(instant('2027-01-11T10:00:00Z')).toISOString()).toBe('2027-04-11T10:00:00.000Z');
});

test('changes are what is in one edition and not the same in the other', () => {
  const changes = changesBetween(
    new Map([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]),
    new Map([
      ['b', '2'],
      ['c', '4'],
      ['d', '5'],
    ]),
  );
  expect(changes).toEqual([
    { key: 'a', before: '1', after: null },
    { key: 'c', before: '3', after: '4' },
    { key: 'd', before: null, after: '5' },
  ]);
});
