import { type Block, type Course, isSatisfied, type Progress, progressOf, type Unit } from './course.ts';

/** Where a learner stands in a unit: the last thing that counts. */
export type Standing = 'waived' | 'passed' | 'completed' | 'failed' | 'not-begun';

/** A line of the course, as it is shown: units and the blocks that hold them, in order. */
export type CourseLine =
  | { readonly kind: 'block'; readonly depth: number; readonly block: Block; readonly satisfied: boolean }
  | {
      readonly kind: 'unit';
      readonly depth: number;
      readonly unit: Unit;
      readonly standing: Standing;
      /** From 0 to 1. */
      readonly score: number | null;
      readonly satisfied: boolean;
    };

export function standingOf(progress: Progress, unit: Unit): Standing {
  const { waived, passed, completed, failed } = progressOf(progress, unit);
  if (waived) return 'waived';
  if (passed) return 'passed';
  if (completed) return 'completed';
  return failed ? 'failed' : 'not-begun';
}

export const linesOf = (course: Course, progress: Progress): CourseLine[] => walk(course, progress, 0);

const walk = (parent: Course | Block, progress: Progress, depth: number): CourseLine[] =>
  parent.children.flatMap((one): CourseLine[] => {
    if (one.kind === 'block')
      return [
        { kind: 'block', depth, block: one, satisfied: progress.blocks[one.index] !== undefined },
        ...walk(one, progress, depth + 1),
      ];
    const { score = null } = progressOf(progress, one);
    const satisfied = isSatisfied(one, progressOf(progress, one));
    return [{ kind: 'unit', depth, unit: one, standing: standingOf(progress, one), score, satisfied }];
  });

/** What was reached is told once in a registration: a unit that is opened again is looked at again. Source: cmi5, 9.3 and 10.2.2. */
export const modeOf = (progress: Progress, unit: Unit): 'Normal' | 'Review' => {
  const { completed, passed } = progressOf(progress, unit);
  return completed !== undefined && (passed !== undefined || unit.masteryScore === null) ? 'Review' : 'Normal';
};
