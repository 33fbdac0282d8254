import { describe, expect, test } from 'vitest';
import type { Rule, RuleKind } from '../../calls/index.ts';
import { euros } from '../../kernel/money.ts';
import { explain } from '../messages/eligibility.ts';
import { blockingChecks, type CheckState, selfCheck } from './eligibility.ts';
import { alpha, beta, factsOf, line, partner, type RuleBody, rule, type World } from './fixtures/facts.ts';

const CASES: readonly [string, RuleBody, World, CheckState, string][] = [
  ['no expense yet', { kind: 'min-base', minCents: euros(500_000) }, {}, 'missing', 'Saisissez'],
  [
    'one cent short',
    { kind: 'min-base', minCents: euros(500_000) + 1 },
    { expenses: [line('a', 500_000)] },
    'fails',
    'il manque',
  ],
  [
    'base reached',
    { kind: 'min-base', minCents: euros(500_000) },
    { expenses: [line('a', 500_000)] },
    'ok',
    'Votre assiette',
  ],
  [
    'not eligible, not counted',
    { kind: 'min-base', minCents: 1 },
    { expenses: [line('a', 9, false)] },
    'missing',
    'Saisissez',
  ],
  [
    'rate of Nid’AI.e',
    { kind: 'max-rate', maxPercent: 70 },
    { expenses: [line('a', 6_928_135)], grant: 4_849_695 },
    'ok',
    '70',
  ],
  [
    'one euro more',
    { kind: 'max-rate', maxPercent: 70 },
    { expenses: [line('a', 6_928_135)], grant: 4_849_696 },
    'fails',
    'retirez 1',
  ],
  ['no grant yet', { kind: 'max-rate', maxPercent: 70 }, { expenses: [line('a', 10)] }, 'missing', 'Indiquez l’aide'],
  ['no duration', { kind: 'max-duration', maxMonths: 36, field: 'months' }, {}, 'missing', 'Indiquez la durée'],
  ['36 months', { kind: 'max-duration', maxMonths: 36, field: 'months' }, { answers: { months: 36 } }, 'ok', '36'],
  [
    '37 months',
    { kind: 'max-duration', maxMonths: 36, field: 'months' },
    { answers: { months: 37 } },
    'fails',
    '37 mois',
  ],
  [
    'first results late',
    { kind: 'first-results', maxMonths: 12, field: 'first' },
    { answers: { first: 13 } },
    'fails',
    'mois 13',
  ],
  ['first results unsaid', { kind: 'first-results', maxMonths: 12, field: 'first' }, {}, 'missing', 'Indiquez'],
  ['scope unsaid', { kind: 'scope', allowed: ['national'], field: 'scope' }, {}, 'missing', 'portée'],
  [
    'scope refused',
    { kind: 'scope', allowed: ['national'], field: 'scope' },
    { answers: { scope: 'local' } },
    'fails',
    'Locale',
  ],
  [
    'scope allowed',
    { kind: 'scope', allowed: ['national'], field: 'scope' },
    { answers: { scope: 'national' } },
    'ok',
    'Rien',
  ],
  ['alone', { kind: 'min-partners', minPartners: 2 }, { partners: [alpha] }, 'missing', '1 organisation :'],
  ['two', { kind: 'min-partners', minPartners: 2 }, { partners: [alpha, beta] }, 'ok', 'Rien'],
  [
    'family absent',
    { kind: 'composition', groups: [['laboratory', 'company']] },
    { partners: [alpha] },
    'fails',
    'Laboratoire',
  ],
  [
    'family unsaid',
    { kind: 'composition', groups: [['laboratory']] },
    { partners: [partner({ family: null })] },
    'missing',
    'pas encore',
  ],
  [
    'families present',
    { kind: 'composition', groups: [['school'], ['training-network']] },
    { partners: [alpha, beta] },
    'ok',
    '',
  ],
  ['unanswered', { kind: 'mutualisation', field: 'share' }, {}, 'missing', 'Dites'],
  ['refused', { kind: 'mutualisation', field: 'share' }, { answers: { share: 'non' } }, 'fails', 'pas éligible'],
  ['given', { kind: 'mutualisation', field: 'share' }, { answers: { share: 'oui' } }, 'ok', ''],
  ['empty budget', { kind: 'balanced-budget' }, { partners: [alpha] }, 'missing', 'Saisissez'],
  [
    'short of resources',
    { kind: 'balanced-budget' },
    { partners: [alpha], expenses: [line('a', 10)], own: 4 },
    'fails',
    'Alpha',
  ],
  ['balanced', { kind: 'balanced-budget' }, { partners: [alpha], expenses: [line('a', 10)], own: 10 }, 'ok', ''],
  [
    'shares off the grant',
    { kind: 'balanced-budget' },
    { partners: [partner({ shareCents: euros(6) })], expenses: [line('a', 10)], own: 4, grant: 7 },
    'fails',
    'de moins que l’aide',
  ],
  ['mandate awaited', { kind: 'signed-mandates' }, { partners: [alpha, beta] }, 'missing', 'Bêta'],
  [
    'mandate refused',
    { kind: 'signed-mandates' },
    { partners: [alpha, { ...beta, mandateState: 'declined' }] },
    'fails',
    'refusé',
  ],
  ['mandate signed', { kind: 'signed-mandates' }, { partners: [alpha, { ...beta, mandateState: 'signed' }] }, 'ok', ''],
  [
    'nature unknown',
    { kind: 'republican-commitment' },
    { partners: [partner({ isAssociation: null })] },
    'missing',
    'nature',
  ],
  ['no association', { kind: 'republican-commitment' }, { partners: [alpha] }, 'ok', ''],
  [
    'association unsigned',
    { kind: 'republican-commitment' },
    { partners: [partner({ isAssociation: true })] },
    'missing',
    'Alpha',
  ],
  [
    'association signed',
    { kind: 'republican-commitment' },
    { partners: [partner({ isAssociation: true })], facts: { contractSignedBy: new Set(['a']) } },
    'ok',
    '',
  ],
  ['undeclared', { kind: 'de-minimis', ceilingCents: euros(300_000) }, { partners: [alpha] }, 'missing', 'Déclaration'],
  ['complete', { kind: 'complete-form' }, {}, 'ok', ''],
  ['two versions left', { kind: 'complete-form' }, { facts: { openConflicts: 2 } }, 'fails', 'Deux versions'],
  [
    'answers left',
    { kind: 'complete-form' },
    { facts: { missingFields: [{ sectionKey: 's', sectionTitle: 'S', fieldKey: 'f', label: 'Résumé' }] } },
    'missing',
    'Résumé',
  ],
];

test.each(CASES)('%s: %o', (_name, body, world, state, words) => {
  const [check] = selfCheck([rule(body)], factsOf(world));
  expect(check?.state).toBe(state);
  if (check) expect(explain(check)).toContain(words);
});

test('every kind of rule is in the cases', () => {
  const kinds = new Set(CASES.map(([, body]) => body.kind));
  const all: Record<RuleKind, true> = {
    'min-base': true,
    'max-duration': true,
    'max-rate': true,
    scope: true,
    'min-partners': true,
    composition: true,
    mutualisation: true,
    'first-results': true,
    'balanced-budget': true,
    'signed-mandates': true,
    'republican-commitment': true,
    'de-minimis': true,
    'complete-form': true,
  };
  expect([...kinds].sort()).toEqual(Object.keys(all).sort());
});

describe('de minimis', () => {
  const declared = (amount: number, grantedOn: string, concerned = true): World => ({
    partners: [alpha],
    facts: {
      deMinimis: new Map([
        [
          'a',
          {
            concerned,
            linkedSirens: ['380475558'],
            aids: [
              {
                siren: '130025265',
                grantedOn,
                grantor: 'Région',
                amountCents: euros(200_000),
                regulation: '2023/2831',
              },
              { siren: '380475558', grantedOn, grantor: 'État', amountCents: euros(amount), regulation: '2023/2831' },
            ],
          },
        ],
      ]),
    },
  });
  const body: RuleBody = { kind: 'de-minimis', ceilingCents: euros(300_000) };
  test.each([
    ['at the ceiling', declared(100_000, '2026-01-01'), 'ok'],
    ['one euro over, linked undertakings together', declared(100_001, '2026-01-01'), 'fails'],
    ['three years old to the day', declared(100_001, '2024-01-11'), 'ok'],
    ['one day younger', declared(100_001, '2024-01-12'), 'fails'],
    ['not concerned', declared(900_000, '2026-01-01', false), 'ok'],
  ])('%s', (_name, world, state) => {
    expect(selfCheck([rule(body)], factsOf(world))[0]?.state).toBe(state);
  });
});

test('a warning never blocks', () => {
  const warning: Rule = { ...rule({ kind: 'min-partners', minPartners: 2 }), severity: 'warning' };
  const checks = selfCheck([warning, rule({ kind: 'min-partners', minPartners: 3 })], factsOf({ partners: [alpha] }));
  expect(blockingChecks(checks).map((check) => check.rule)).toHaveLength(1);
});
