import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { euros } from '../../kernel/money.ts';
import { decideAdd, ITEMS_MAX, invoiceKey } from './line.ts';
import { type Actor, type AgreementFigures, decideCertify, type PaymentRequest } from './request.ts';

const request = (kind: PaymentRequest['kind'], askedCents: number): PaymentRequest => ({
  id: 'r',
  agreementId: 'a',
  agreementNumber: 'C-1',
  trancheId: 't',
  kind,
  label: 'Solde',
  dueOn: '2027-06-30',
  partnerId: 'p',
  organisationId: 'o',
  partnerName: 'P',
  awardId: 'w',
  instrument: 'deffinum',
  partySirens: ['732829320'],
  requiredEvidence: [],
  askedCents,
  certifiedCents: null,
  state: 'submitted',
  clarification: null,
  version: 3,
  openedBy: 'partner',
  submittedBy: 'partner',
  submittedAt: null,
  evidence: [],
  lines: [],
  visas: [],
  orders: [],
  withdrawn: [],
  ended: null,
});
const figures = (more: Partial<AgreementFigures>): AgreementFigures => ({
  shareCents: euros(10_000_000),
  totalCents: euros(10_000_000),
  ratePercent: 70,
  advanceCapPercent: 50,
  partnerCertifiedCents: 0,
  advancesCertifiedCents: 0,
  agreementCertifiedCents: 0,
  acceptedBaseCents: 0,
  ...more,
});
const actor = { personId: 'certifier', sirens: [], versionRead: 3 };
const none = { inCommons: false, text: 'Non vérifiable ici.' } as const;
const judge = (kind: PaymentRequest['kind'], amount: number, more: Partial<AgreementFigures>) =>
  decideCertify(request(kind, amount), actor, amount, figures(more), none).refusal;

describe('the rate at the balance', () => {
  const BASE = euros(6_928_135);
  test('accepts the real file that is 0.50 € over 70 %, and refuses one euro more', () => {
    expect(judge('balance', euros(4_849_695), { acceptedBaseCents: BASE })).toBeNull();
    expect(judge('balance', euros(4_849_696), { acceptedBaseCents: BASE })).toMatchObject({
      code: 'over-rate',
      excessCents: 100,
    });
  });

  test('counts what was certified before, and says by how much', () => {
    const more = { acceptedBaseCents: euros(100), agreementCertifiedCents: euros(50) };
    expect(judge('balance', euros(20), more)).toBeNull();
    expect(judge('balance', euros(30), more)).toEqual({ code: 'over-rate', ceilingCents: 7000, excessCents: 1000 });
  });
});

test('an advance never passes its cap, whatever was advanced before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 0, max: 1e8 }), (asked, before) => {
      const refusal = judge('advance', asked, { totalCents: 1e8, advancesCertifiedCents: before });
      expect(refusal === null).toBe(asked + before <= 5e7);
    }),
  );
});

test('above the remaining share is refused by how much', () => {
  expect(judge('intermediate', euros(30), { shareCents: euros(100), partnerCertifiedCents: euros(80) })).toEqual({
    code: 'over-share',
    leftCents: euros(20),
    excessCents: euros(10),
  });
});

test('a deliverable waits for the commons', () => {
  expect(judge('deliverable', 100, {})).toMatchObject({ code: 'not-in-commons' });
  const held = decideCertify(request('deliverable', 100), actor, 100, figures({}), { inCommons: true });
  expect(held.refusal).toBeNull();
});

test('nobody certifies for their own organisation, nor what they asked', () => {
  const by = (more: Partial<Actor>) =>
    decideCertify(request('advance', 100), { ...actor, ...more }, 100, figures({}), none).refusal?.code;
  expect(by({ sirens: ['732829320'] })).toBe('own-organisation');
  expect(by({ personId: 'partner' })).toBe('asked-yourself');
  expect(by({ versionRead: 2 })).toBe('changed-elsewhere');
});

test('two spellings of one invoice number are one', () => {
  expect(invoiceKey(' fa-2027/001 ')).toBe(invoiceKey('FA 2027 001'));
});

test('a list is filled to its maximum, while the request is open', () => {
  expect(decideAdd('draft', ITEMS_MAX - 1)).toBeNull();
  expect(decideAdd('draft', ITEMS_MAX)).toEqual({ code: 'list-full', max: ITEMS_MAX });
  expect(decideAdd('submitted', 0)).toEqual({ code: 'wrong-state', state: 'submitted' });
});
