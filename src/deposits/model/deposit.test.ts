import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, instant, plus } from '../../kernel/instant.ts';
import { type Depositable, decideDeposit, decideWithdrawal } from './deposit.ts';

const OPENS_AT = instant('2027-01-04T08:00:00Z');
const CLOSES_AT = instant('2027-01-15T11:00:00Z');
const WAVE = { opensAt: OPENS_AT, closesAt: CLOSES_AT };
const draft = (changes: Partial<Depositable> = {}): Depositable => ({
  status: 'draft',
  byLead: true,
  strangerTo: null,
  version: '7',
  depositedVersion: null,
  missing: [],
  unsignedMandates: [],
  ...changes,
});
const at = (ms: number, versionRead = '7') => ({ versionRead, receivedAt: plus(CLOSES_AT, ms) });

describe('the deadline', () => {
  test.each([
    [-1, null],
    [0, 'late'],
    [1, 'late'],
  ])('%i ms from the closing: %s', (ms, code) => {
    expect(decideDeposit(draft(), WAVE, at(ms)).refusal?.code ?? null).toBe(code);
  });

  test('for every instant: before the closing is never late, from the closing on is always late', () => {
    fc.assert(
      fc.property(fc.integer({ min: -DAY_MS, max: DAY_MS }), (ms) => {
        expect(decideDeposit(draft(), WAVE, at(ms)).refusal?.code === 'late').toBe(ms >= 0);
      }),
    );
  });

  test('a late attempt is answered with both instants', () => {
    const { refusal } = decideDeposit(draft(), WAVE, at(1588));
    expect(refusal).toEqual({ code: 'late', closesAt: CLOSES_AT, receivedAt: plus(CLOSES_AT, 1588) });
  });

  test('one millisecond before the opening nothing can be deposited', () => {
    const early = { versionRead: '7', receivedAt: plus(OPENS_AT, -1) };
    expect(decideDeposit(draft(), WAVE, early).refusal?.code).toBe('not-open');
    expect(decideDeposit(draft(), WAVE, { ...early, receivedAt: OPENS_AT }).refusal).toBeNull();
  });
});

describe('what is deposited', () => {
  test('a second click on a version already deposited leads to its receipt, even after the closing', () => {
    const deposited = draft({ status: 'deposited', depositedVersion: '7' });
    expect(decideDeposit(deposited, WAVE, at(-1000)).refusal?.code).toBe('already-deposited');
    expect(decideDeposit(deposited, WAVE, at(1000)).refusal?.code).toBe('already-deposited');
  });

  test('a draft changed since its deposit can be deposited again while the wave is open', () => {
    const changed = draft({ status: 'deposited', depositedVersion: '5' });
    expect(decideDeposit(changed, WAVE, at(-1000)).changes).toEqual({
      depositedAt: plus(CLOSES_AT, -1000),
      version: '7',
    });
    expect(decideDeposit(changed, WAVE, at(1000)).refusal?.code).toBe('late');
  });

  test('a version that is not the one shown is never sealed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (version, versionRead) => {
        const decision = decideDeposit(draft({ version }), WAVE, at(-1, versionRead));
        expect(decision.refusal?.code ?? null).toBe(version === versionRead ? null : 'changed-elsewhere');
      }),
    );
  });

  test('an unsigned mandate or a missing answer is named', () => {
    expect(decideDeposit(draft({ unsignedMandates: ['AFPA'] }), WAVE, at(-1)).refusal).toEqual({
      code: 'unsigned-mandates',
      partners: ['AFPA'],
    });
    expect(decideDeposit(draft({ missing: ['Budget'] }), WAVE, at(-1)).refusal).toEqual({
      code: 'incomplete',
      missing: ['Budget'],
    });
  });

  test('only the lead deposits', () => {
    expect(decideDeposit(draft({ byLead: false }), WAVE, at(-1)).refusal?.code).toBe('not-lead');
  });

  test('who no longer acts for the lead neither deposits nor withdraws', () => {
    const stranger = draft({ strangerTo: 'AFPA', status: 'deposited', depositedVersion: '5' });
    const refusal = { code: 'no-longer-acting', organisation: 'AFPA' };
    expect(decideDeposit(stranger, WAVE, at(-1)).refusal).toEqual(refusal);
    expect(decideWithdrawal(stranger, 'Partenaire parti').refusal).toEqual(refusal);
  });

  test('a withdrawn application is not deposited again', () => {
    expect(decideDeposit(draft({ status: 'withdrawn' }), WAVE, at(-1)).refusal?.code).toBe('withdrawn');
  });
});

describe('withdrawal', () => {
  const deposited = draft({ status: 'deposited', depositedVersion: '5' });

  test('asks for a reason, for something deposited, and for the lead', () => {
    expect(decideWithdrawal(deposited, '  ').refusal?.code).toBe('no-reason');
    expect(decideWithdrawal(draft(), 'Partenaire parti').refusal?.code).toBe('not-deposited');
    expect(decideWithdrawal({ ...deposited, byLead: false }, 'Partenaire parti').refusal?.code).toBe('not-lead');
    expect(decideWithdrawal({ ...deposited, status: 'withdrawn' }, 'Partenaire parti').refusal?.code).toBe(
      'already-withdrawn',
    );
    expect(decideWithdrawal(deposited, ' Partenaire parti ').changes).toEqual({ reason: 'Partenaire parti' });
  });
});
