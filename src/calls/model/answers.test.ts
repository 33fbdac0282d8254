import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFFINUM_SECTIONS } from '../fixtures/deffinum.ts';
import type { Answers } from './answer.ts';
import { isAsked, missingFields, validateAnswer } from './answers.ts';
import type { Field } from './form.ts';

const field = (key: string): Field => {
  const found = DEFFINUM_SECTIONS.flatMap((section) => section.fields).find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const sentence = (key: string, raw: unknown) => {
  const read = validateAnswer(field(key), raw);
  return read.ok ? null : Object.values(read.errors)[0];
};

test('nothing typed is no fault, and is told as missing', () => {
  for (const one of DEFFINUM_SECTIONS.flatMap((section) => section.fields)) {
    for (const empty of ['', '   ', undefined, []])
      expect(validateAnswer(one, empty)).toEqual({ ok: true, value: null });
  }
  expect(missingFields({ sections: DEFFINUM_SECTIONS }, {}).map((missing) => missing.fieldKey)).toContain('title');
});

test('a field that is not asked is not missing', () => {
  const missing = (answers: Answers) =>
    missingFields({ sections: DEFFINUM_SECTIONS }, answers).map((one) => one.fieldKey);
  expect(missing({ 'sector-kind': 'transverse' })).not.toContain('sectors');
  expect(missing({ 'sector-kind': 'sectoral' })).toContain('sectors');
  expect(missing({ 'sector-kind': 'sectoral', sectors: ['other'] })).toContain('other-sector');
  expect(isAsked({ when: { field: 'x', is: 'differs', value: 'a' } }, {})).toBe(true);
  expect(isAsked({ when: { field: 'x', is: 'filled' } }, { x: 0 })).toBe(true);
});

test('amounts are read as people type them', () => {
  expect(validateAnswer(field('subcontracting-amount'), '1\u202f250,50 €')).toEqual({ ok: true, value: 125_050 });
  expect(sentence('subcontracting-amount', 'beaucoup')).toContain('montant en euros');
  expect(sentence('subcontracting-amount', '50 000 001')).toContain('50\u202f000\u202f000');
});

test('each fault has its sentence', () => {
  expect(sentence('acronym', 'x'.repeat(41))).toContain('la limite est de 40');
  expect(sentence('acronym', 'deux\nlignes')).toContain('une seule ligne');
  expect(sentence('duration-months', 'trois ans')).toContain('nombre');
  expect(sentence('duration-months', '0')).toContain('au moins 1 mois');
  expect(sentence('starts-on', '2027-02-30')).toContain('n’existe pas');
  expect(sentence('starts-on', '2020-01-01')).toContain('01/06/2021');
  expect(sentence('scope', 'universelle')).toContain('réponses proposées');
  expect(sentence('associated', [{ siret: '123', name: '' }])).toContain('14 chiffres');
  expect(
    sentence('agreement', [
      { sha256: 'a'.repeat(64), name: 'v.exe', sizeBytes: 1, mediaType: 'application/x-dosexec' },
    ]),
  ).toContain('pas d’un type accepté');
});

test('a row is kept with its types, an empty one is dropped, a fault names its row and column', () => {
  const rows = [{ name: 'Modules', count: '12', available: '2027-06-01', cost: '1 000' }, { name: '' }];
  expect(validateAnswer(field('productions'), rows)).toEqual({
    ok: true,
    value: [{ name: 'Modules', count: 12, available: '2027-06-01', cost: 100_000 }],
  });
  expect(validateAnswer(field('productions'), [{ name: 'Modules', count: 'x' }])).toEqual({
    ok: false,
    errors: { 'productions.1.count': 'Nombre : Écrivez un nombre, par exemple 12 ou 12,5.' },
  });
  expect(validateAnswer(field('work-packages'), [{ title: 'A', startMonth: '6', endMonth: '2' }])).toMatchObject({
    errors: { 'work-packages.1.endMonth': 'Le dernier mois ne peut pas précéder le premier.' },
  });
});

test('whatever is typed, the answer is a value or a sentence, never an exception', () => {
  const fields = DEFFINUM_SECTIONS.flatMap((section) => section.fields);
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.oneof(fc.string(), fc.array(fc.string())), (one, raw) => {
      const structured = ['files', 'organisation'].includes(one.kind);
      const read = validateAnswer(one, structured && Array.isArray(raw) ? [] : raw);
      if (!read.ok) expect(Object.values(read.errors).every((text) => text.length > 10)).toBe(true);
    }),
  );
});
