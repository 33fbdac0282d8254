import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNda, checkRna, checkSiren, checkSiret, checkUai, formatSiret } from './identifiers.ts';

describe('SIRET', () => {
  test.each([
    ['35600000000048', '35600000000048'],
    ['35600000049837', '35600000049837'],
    ['73282932000074', '73282932000074'],
    ['732 829 320 00074', '73282932000074'],
    ['732\u00a0829\u202f320 00074 ', '73282932000074'],
    ['732.829.320-00074', '73282932000074'],
    ['13002526500013', '13002526500013'],
    ['23350001600040', '23350001600040'],
    ['38047555800058', '38047555800058'],
    ['43493312300029', '43493312300029'],
  ])('%s is accepted', (typed, value) => expect(checkSiret(typed)).toEqual({ value, fault: null }));

  test.each([
    ['12345678912345', 'checksum'],
    ['3624679471379', 'length'],
    ['', 'length'],
    ['00000000000000', 'zeros'],
    ['7328293200007A', 'characters'],
    ['732829320000740', 'length'],
    ['35600000049838', 'checksum'],
  ])('%s is refused: %s', (typed, fault) => expect(checkSiret(typed)).toEqual({ value: null, fault }));

  test('one wrong digit never passes, but for the branches of La Poste', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 13, maxLength: 13 });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (start, at, shift) => {
        const right = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
          .map((last) => [...start, last].join(''))
          .find((text) => checkSiret(text).fault === null && !text.startsWith('356000000'));
        fc.pre(right !== undefined);
        const wrong = [...(right ?? '')].map((d, i) => (i === at ? (Number(d) + shift) % 10 : d)).join('');
        fc.pre(!wrong.startsWith('356000000'));
        expect(checkSiret(wrong).fault).not.toBeNull();
      }),
    );
  });

  test('is shown in groups', () => expect(formatSiret('43937112100013')).toBe('439\u00a0371\u00a0121\u00a000013'));
});

test.each([
  ['732829320', null],
  ['732 829 320', null],
  ['356000000', null],
  ['732829321', 'checksum'],
  ['000000000', 'zeros'],
  ['73282932', 'length'],
])('SIREN %s: %s', (typed, fault) => expect(checkSiren(typed).fault).toBe(fault));

test.each([
  ['0010856A', null],
  ['0010856a', null],
  ['0751234J', null],
  ['9741234Y', null],
  ['0010856B', 'checksum'],
  ['0000856A', 'checksum'],
  ['00108', 'length'],
  ['001085AA', 'characters'],
  ['0000000A', 'zeros'],
])('UAI %s: %s', (typed, fault) => expect(checkUai(typed).fault).toBe(fault));

test.each([
  ['11910843391', '11910843391'],
  ['11 91 08433 91', '11910843391'],
  ['5479P000279', '5479P000279'],
  ['1973353997', '01973353997'],
])('activity number %s is read as %s', (typed, value) => expect(checkNda(typed)).toEqual({ value, fault: null }));

test.each([
  ['00000000000', 'zeros'],
  ['119108433', 'length'],
  ['119108433911', 'length'],
  ['onze', 'characters'],
])('activity number %s is refused: %s', (typed, fault) => expect(checkNda(typed).fault).toBe(fault));

test.each([
  ['W751234567', null],
  ['w751234567', null],
  ['W75123456', 'length'],
  ['X751234567', 'characters'],
])('association number %s: %s', (typed, fault) => expect(checkRna(typed).fault).toBe(fault));
