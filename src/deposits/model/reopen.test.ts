import { expect, test } from 'vitest';
import { instant, plus } from '../../kernel/instant.ts';
import { reopenMessage } from '../messages/reopen.ts';
import { decideReopen } from './reopen.ts';

const CLOSES_AT = instant('2027-01-15T11:00:00Z');
const deposited = { status: 'deposited', byLead: true, strangerTo: null, depositedVersion: 'ab' } as const;
const code = (change: object, ms = -1) =>
  decideReopen({ ...deposited, ...change }, { closesAt: CLOSES_AT }, plus(CLOSES_AT, ms)).refusal?.code ?? null;

test('the lead reopens a deposited file until the closing, and nobody does from the closing on', () => {
  expect([code({}), code({}, 0)]).toEqual([null, 'late']);
});

test.each([
  ['a partner', { byLead: false }, 'not-lead'],
  ['who left the organisation', { strangerTo: 'AFTRAL' }, 'no-longer-acting'],
  ['a file withdrawn', { status: 'withdrawn' }, 'withdrawn'],
  ['a file never deposited', { status: 'draft', depositedVersion: null }, 'not-deposited'],
  ['a file reopened already', { status: 'draft' }, 'already-open'],
] as const)('%s is refused, in words', (_who, change, expected) => {
  expect(code(change)).toBe(expected);
  const { refusal } = decideReopen({ ...deposited, ...change }, { closesAt: CLOSES_AT }, plus(CLOSES_AT, -1));
  if (refusal === null) throw new Error('not refused');
  expect(reopenMessage(refusal).title).not.toBe('');
});
