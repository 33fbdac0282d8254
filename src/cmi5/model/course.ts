/** Text by language. */
export type Wording = Readonly<Record<string, string>>;

export type MoveOn = 'NotApplicable' | 'Passed' | 'Completed' | 'CompletedAndPassed' | 'CompletedOrPassed';

interface Part {
  /** As its publisher calls it, kept to the letter. */
  readonly id: string;
  readonly title: Wording;
  readonly description: Wording;
}

/** What a learner opens. */
export interface Unit extends Part {
  readonly kind: 'unit';
  /** Its rank in the course, from 0. */
  readonly index: number;
  readonly url: string;
  readonly moveOn: MoveOn;
  readonly masteryScore: number | null;
  readonly launchMethod: 'AnyWindow' | 'OwnWindow';
  readonly launchParameters: string | null;
  readonly entitlementKey: string | null;
  readonly activityType: string | null;
}

export interface Block extends Part {
  readonly kind: 'block';
  readonly index: number;
  readonly children: readonly (Block | Unit)[];
}

export interface Course extends Part {
  readonly children: readonly (Block | Unit)[];
}

/** In the order of the course. */
export const unitsOf = (parent: Course | Block): Unit[] =>
  parent.children.flatMap((one) => (one.kind === 'unit' ? [one] : unitsOf(one)));

/** Inner ones first: the order in which they are satisfied. */
export const blocksOf = (parent: Course | Block): Block[] =>
  parent.children.flatMap((one) => (one.kind === 'block' ? [...blocksOf(one), one] : []));

/** In French, else in any language. */
export const wordingText = (wording: Wording): string =>
  wording.fr ??
  Object.entries(wording).find(([language]) => /^fr/i.test(language))?.[1] ??
  Object.values(wording)[0] ??
  '';

/** Instants, ISO 8601. */
export interface UnitProgress {
  readonly completed?: string;
  readonly passed?: string;
  readonly failed?: string;
  readonly waived?: string;
  /** Last score told, from 0 to 1. */
  readonly score?: number;
}

export interface Progress {
  readonly units: Readonly<Record<string, UnitProgress>>;
  /** Index of a block → when it was satisfied. */
  readonly blocks: Readonly<Record<string, string>>;
  readonly course: string | null;
}

export const NOTHING_YET: Progress = { units: {}, blocks: {}, course: null };
export const progressOf = (progress: Progress, unit: Unit): UnitProgress => progress.units[unit.index] ?? {};

/** Whether what a unit asks to go on is met. Source: cmi5, section 10.2.5. */
export function isSatisfied(unit: Unit, { completed, passed, waived }: UnitProgress): boolean {
  if (waived !== undefined) return true;
  switch (unit.moveOn) {
    case 'NotApplicable':
      return true;
    case 'Passed':
      return passed !== undefined;
    case 'Completed':
      return completed !== undefined;
    case 'CompletedAndPassed':
      return completed !== undefined && passed !== undefined;
    case 'CompletedOrPassed':
      return completed !== undefined || passed !== undefined;
  }
}

/** What becomes satisfied, each once in a registration: blocks, inner ones first, then the course. */
export function satisfy(
  course: Course,
  progress: Progress,
  at: string,
): { readonly progress: Progress; readonly blocks: readonly Block[]; readonly course: boolean } {
  const isWhole = (parent: Course | Block) =>
    unitsOf(parent).every((unit) => isSatisfied(unit, progressOf(progress, unit)));
  const blocks = blocksOf(course).filter((block) => progress.blocks[block.index] === undefined && isWhole(block));
  const whole = progress.course === null && isWhole(course);
  return {
    progress: {
      ...progress,
      blocks: { ...progress.blocks, ...Object.fromEntries(blocks.map(({ index }) => [index, at])) },
      course: whole ? at : progress.course,
    },
    blocks,
    course: whole,
  };
}

export const withUnit = (progress: Progress, { index }: Unit, more: UnitProgress): Progress => ({
  ...progress,
  units: { ...progress.units, [index]: { ...progress.units[index], ...more } },
});
