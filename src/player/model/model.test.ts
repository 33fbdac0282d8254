import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import { decideCommit, decideOpen } from './attempt.ts';
import { progressOf, resumed, secondsOf } from './scorm.ts';

const NOW = instant('2027-01-11T09:00:00Z');
const attempt = { id: 'a', holder: 'one', heldUntil: plus(NOW, MINUTE_MS), sequence: 3 };
const progress = { completed: false, passed: null, scorePercent: null, seconds: 0 };

test('passed implies completed in 1.2; a failed learner has completed too', () => {
  const of = (lesson_status: string) => progressOf('scorm-1.2', { core: { lesson_status, score: { raw: '' } } });
  expect(of('passed')).toMatchObject({ completed: true, passed: true, scorePercent: null });
  expect(of('failed')).toMatchObject({ completed: true, passed: false });
  expect(of('incomplete')).toMatchObject({ completed: false, passed: null });
});

test('a score is read in its own scale, and never leaves 0 to 100', () => {
  const raw = { core: { score: { raw: '15', min: '10', max: '20' } } };
  expect(progressOf('scorm-1.2', raw).scorePercent).toBe(50);
  expect(progressOf('scorm-2004', { score: { scaled: '-0.5' } }).scorePercent).toBe(0);
  const wild = { toString: 0, valueOf: 0 };
  for (const core of [{ lesson_status: wild, session_time: wild, score: wild }, wild])
    expect(progressOf('scorm-1.2', { core })).toMatchObject({ completed: false, seconds: 0 });
  expect(progressOf('scorm-2004', { session_time: wild, score: wild })).toMatchObject({ completed: false, seconds: 0 });
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const cmi = { core: value, score: value, session_time: value } as Record<string, unknown>;
      for (const edition of ['scorm-1.2', 'scorm-2004'] as const) {
        const { scorePercent, seconds } = progressOf(edition, cmi);
        expect(scorePercent === null || (scorePercent >= 0 && scorePercent <= 100)).toBe(true);
        expect(seconds >= 0).toBe(true);
      }
    }),
  );
});

test('time spent is read in both writings, and given back in the one of the edition', () => {
  expect(['0001:02:03', '00:00:30.5', 'PT1H2M3S', 'P1DT1S', 'demain', null].map(secondsOf)).toEqual([
    3723, 30, 3723, 86_401, 0, 0,
  ]);
  expect(resumed('scorm-1.2', { core: { session_time: '00:01:00', lesson_location: 'p' } }, 3723)).toEqual({
    core: { lesson_location: 'p', entry: 'resume', exit: '', total_time: '0001:02:03' },
  });
  expect(resumed('scorm-2004', { session_time: 'PT9S', location: 'p' }, 61)).toEqual({
    ...{ location: 'p', entry: 'resume', exit: '', total_time: 'PT61S' },
  });
});

test('a tab holds the attempt until its silence, or until the learner asks for another', () => {
  expect(decideOpen(attempt, { holder: 'two', takes: false, at: NOW }).refusal?.code).toBe('held-elsewhere');
  expect(decideOpen(attempt, { holder: 'two', takes: true, at: NOW }).refusal).toBeNull();
  expect(decideOpen(attempt, { holder: 'one', takes: false, at: NOW }).refusal).toBeNull();
  expect(decideOpen(attempt, { holder: 'two', takes: false, at: attempt.heldUntil }).refusal).toBeNull();
});

test('for every order of commits, the highest number is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (sequences) => {
      let kept = attempt.sequence;
      for (const sequence of sequences) {
        const decision = decideCommit({ ...attempt, sequence: kept }, { holder: 'one', sequence, progress }, NOW);
        if (decision.refusal === null) kept = decision.changes.commit?.sequence ?? kept;
      }
      expect(kept).toBe(Math.max(attempt.sequence, ...sequences));
    }),
  );
  expect(decideCommit(attempt, { holder: 'two', sequence: 9, progress }, NOW).refusal?.code).toBe('held-elsewhere');
});
