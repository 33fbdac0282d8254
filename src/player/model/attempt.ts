import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Instant, MINUTE_MS, plus } from '../../kernel/instant.ts';
import type { Cmi, Edition, Progress } from './scorm.ts';

export interface AttemptRow {
  readonly id: string;
  readonly edition: Edition;
  readonly holder: string;
  readonly heldUntil: Instant;
  readonly sequence: number;
  readonly state: Cmi | null;
  readonly completed: boolean;
  readonly passed: boolean | null;
  readonly scorePercent: number | null;
  readonly pastSeconds: number;
  readonly savedAt: Instant | null;
}

/** A tab that says nothing for that long no longer holds the attempt. */
const HELD_MS = 2 * MINUTE_MS;

export interface Attempt {
  readonly id: string;
  readonly holder: string;
  readonly heldUntil: Instant;
  readonly sequence: number;
}

export type AttemptRefusal =
  /** Another tab, or another device, writes. */
  { readonly code: 'held-elsewhere'; readonly until: Instant };

export interface Hold {
  readonly holder: string;
  readonly heldUntil: Instant;
}

const held = (holder: string, at: Instant): Hold => ({ holder, heldUntil: plus(at, HELD_MS) });

/**
 * A tab opens the module: it holds the attempt, unless another one does.
 *
 * @param takes the person asked to go on here: the other tab no longer writes
 */
export function decideOpen(
  attempt: Attempt | null,
  { holder, takes, at }: { readonly holder: string; readonly takes: boolean; readonly at: Instant },
): Decision<Hold, AttemptRefusal> {
  if (attempt && !takes && attempt.holder !== holder && at < attempt.heldUntil)
    return refuse({ code: 'held-elsewhere', until: attempt.heldUntil });
  return accept(held(holder, at));
}

export interface Commit {
  readonly holder: string;
  /** Numbered by the tab from the one it was given, without holes. */
  readonly sequence: number;
  readonly progress: Progress;
}

export interface Kept extends Hold {
  /** `null`: a later commit, or this very one, was already kept. */
  readonly commit: Commit | null;
}

/** A tab saves: the highest number is kept, and a commit that comes twice or late changes nothing. */
export function decideCommit(attempt: Attempt, commit: Commit, at: Instant): Decision<Kept, AttemptRefusal> {
  if (attempt.holder !== commit.holder) return refuse({ code: 'held-elsewhere', until: attempt.heldUntil });
  return accept({ ...held(commit.holder, at), commit: commit.sequence > attempt.sequence ? commit : null });
}
