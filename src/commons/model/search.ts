import type { Description } from './description.ts';
import type { Choice } from './facets.ts';
import type { Standing } from './standing.ts';
import type { Kind } from './verdict.ts';

export const FOUND_PER_PAGE = 20;
/** Beyond, results are said to be « plus de 10 000 » and nothing more is counted or ranked. */
export const COUNTED = 10_000;

/** The last line of the page before: what comes next is worth less, or as much with an earlier identifier. */
export interface After {
  readonly score: number;
  readonly id: string;
}

export interface Search {
  readonly words: string;
  readonly choices: readonly Choice[];
  readonly after: After | null;
}

/** A published resource, as the catalogue shows it. */
export interface Found extends Standing {
  readonly id: string;
  readonly arkName: string;
  readonly organisationId: string;
  readonly publishedAt: Date;
  readonly kind: Kind;
  readonly sizeBytes: number;
  readonly description: Description;
  /** Of 100, and the part of it that the words asked give. */
  readonly score: number;
  readonly text: number;
}

/** How many, exactly or at least. */
export interface Counted {
  readonly found: number;
  readonly atLeast: boolean;
}

export interface Tally extends Choice {
  readonly found: number;
}

/** A word asked that no description holds, and the one taken in its place. */
export interface Mended {
  readonly typed: string;
  readonly meant: string;
}

export interface Results {
  readonly found: readonly Found[];
  readonly total: Counted;
  readonly tallies: readonly Tally[];
  /** Resources on which `tallies` were counted, where these are not all; `null`: all. */
  readonly talliedOn: number | null;
  readonly mended: readonly Mended[];
  readonly next: After | null;
}

/** What to try when nothing answers: what to take off, and how many would then answer. */
export interface WayOut {
  /** `null`: the words. */
  readonly dropped: Choice | null;
  readonly total: Counted;
}

/** The last publications that a feed tells. */
export const ATOM_ENTRIES = 50;

/** A resource and the codes and keywords it shares with another. */
export interface Alike {
  readonly found: Found;
  readonly shared: readonly string[];
}
