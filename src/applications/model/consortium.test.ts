import { describe, expect, test } from 'vitest';
import { euros } from '../../kernel/money.ts';
import {
  consortiumFaults,
  decideAddPartner,
  decideRemovePartner,
  MAX_PARTNERS,
  mayWriteSection,
  type Partner,
} from './consortium.ts';

const partner = (part: Partial<Partner> = {}): Partner => ({
  id: 'lead',
  organisationId: 'o1',
  siret: '13002526500013',
  name: 'Chef de file',
  isLead: true,
  family: null,
  isAssociation: false,
  mandateState: 'none',
  shareCents: 0,
  sections: [],
  ...part,
});
const second = (part: Partial<Partner> = {}) =>
  partner({ id: 'p2', siret: '73282932000074', name: 'Partenaire', isLead: false, ...part });
const candidate = { organisationId: 'o2', siret: '73282932000074', name: 'Partenaire' };

describe('adding a partner', () => {
  test('an establishment is a partner once at most', () => {
    const { refusal } = decideAddPartner([partner(), second()], candidate);
    expect(refusal).toEqual({ code: 'partner-twice', name: 'Partenaire', siret: '73282932000074' });
  });

  test('another establishment of the same legal person is said, not refused', () => {
    const { changes } = decideAddPartner([partner(), second()], { ...candidate, siret: '73282932000082' });
    expect(changes).toEqual({ sameSiren: ['Partenaire'] });
  });

  test('a consortium has a limit', () => {
    const many = Array.from({ length: MAX_PARTNERS }, (_none, i) =>
      second({ id: `p${i}`, siret: `${i}`.padStart(14, '9') }),
    );
    expect(decideAddPartner(many, candidate).refusal?.code).toBe('too-many-partners');
  });
});

describe('removing a partner', () => {
  test('with money, it asks first and says what leaves', () => {
    const partners = [partner(), second({ shareCents: euros(500) })];
    expect(decideRemovePartner(partners, 'p2', euros(700), false).refusal).toEqual({
      code: 'confirm-removal',
      name: 'Partenaire',
      shareCents: euros(500),
      budgetCents: euros(700),
    });
    expect(decideRemovePartner(partners, 'p2', euros(700), true).changes?.partner.id).toBe('p2');
  });

  test('the lead stays, and a stranger is unknown', () => {
    expect(decideRemovePartner([partner()], 'lead', 0, true).refusal?.code).toBe('lead-stays');
    expect(decideRemovePartner([partner()], 'x', 0, true).refusal?.code).toBe('unknown-partner');
  });
});

test('faults: a second lead, a partner twice, a mandate missing, shares that do not sum to the cent', () => {
  const faults = consortiumFaults(
    [
      partner({ shareCents: 100 }),
      second({ shareCents: 99 }),
      second({ id: 'p3', isLead: true, mandateState: 'signed' }),
    ],
    200,
  );
  expect(faults).toMatchObject({ leads: 2, twice: ['73282932000074'], shareGapCents: 1 });
  expect(faults.mandatesMissing.map((one) => one.id)).toEqual(['p2']);
});

test('a section kept for a partner is written by it and by the lead alone', () => {
  const partners = [partner(), second({ sections: ['budget'] }), second({ id: 'p3' })];
  const may = (id: string, section: string) =>
    mayWriteSection(partners, partners.find((one) => one.id === id) ?? partner(), section);
  expect([may('lead', 'budget'), may('p2', 'budget'), may('p3', 'budget')]).toEqual([true, true, false]);
  expect(may('p3', 'objectifs')).toBe(true);
});
