import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Assignable, type Expert, type Pair, planAssignments } from './assign.ts';

const file = (n: number, changes: Partial<Assignable> = {}): Assignable => ({
  applicationId: `f${String(n).padStart(3, '0')}`,
  seq: n,
  domains: [],
  heldBy: [],
  recused: [],
  ...changes,
});
const expert = (n: number, changes: Partial<Expert> = {}): Expert => ({
  personId: `e${n}`,
  domains: [],
  capacity: 100,
  ...changes,
});
const range = (count: number) => Array.from({ length: count }, (_none, index) => index + 1);

describe('a plan of assignments', () => {
  test('gives every file its experts, with loads that differ by two at most', () => {
    const plan = planAssignments(
      range(40).map((n) => file(n)),
      range(6).map((n) => expert(n)),
      [],
      3,
    );
    expect([plan.pairs.length, plan.gaps]).toEqual([120, []]);
    const loads = range(6).map((n) => plan.pairs.filter(({ personId }) => personId === `e${n}`).length);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(2);
  });

  test('prefers a matching domain when loads are alike', () => {
    const plan = planAssignments(
      [file(1, { domains: ['sport'] })],
      [expert(1), expert(2, { domains: ['sport'] })],
      [],
      1,
    );
    expect(plan.pairs).toEqual([{ applicationId: 'f001', personId: 'e2' }]);
  });

  test('goes neither beyond a capacity nor back on a recusal, and says what lacks', () => {
    const plan = planAssignments(
      [file(1, { recused: ['e1'] }), file(2)],
      [expert(1), expert(2, { capacity: 1 })],
      [],
      2,
    );
    expect(plan.pairs).not.toContainEqual({ applicationId: 'f001', personId: 'e1' });
    expect(plan.pairs.filter(({ personId }) => personId === 'e2').length).toBe(1);
    expect(plan.gaps.reduce((sum, { missing }) => sum + missing, 0)).toBe(2);
  });

  test('for every world: no pair in conflict, no pair twice, and the order of the inputs changes nothing', () => {
    const world = fc.record({
      files: fc.integer({ min: 1, max: 12 }),
      experts: fc.integer({ min: 1, max: 6 }),
      perFile: fc.integer({ min: 1, max: 4 }),
      conflicts: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 })), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(world, ({ files, experts, perFile, conflicts }) => {
        const all = range(files).map((n) => file(n));
        const people = range(experts).map((n) => expert(n));
        const closed: Pair[] = conflicts.map(([f, e]) => ({ applicationId: file(f).applicationId, personId: `e${e}` }));
        const plan = planAssignments(all, people, closed, perFile);
        const keys = plan.pairs.map(({ applicationId, personId }) => `${applicationId} ${personId}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const one of closed) expect(plan.pairs).not.toContainEqual(one);
        const again = planAssignments([...all].reverse(), [...people].reverse(), [...closed].reverse(), perFile);
        expect(again).toEqual(plan);
      }),
      { numRuns: 200 },
    );
  });
});
