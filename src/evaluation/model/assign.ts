import { CONFLICTS, type Conflict } from './interests.ts';

export interface Expert {
  readonly personId: string;
  readonly domains: readonly string[];
  /** Files accepted in the wave. */
  readonly capacity: number;
}

export interface Assignable {
  readonly applicationId: string;
  readonly seq: number;
  /** Sectors and lever of the file, to be matched with the domains of experts. */
  readonly domains: readonly string[];
  /** Experts who already hold it, and those recused: neither is assigned again. */
  readonly heldBy: readonly string[];
  readonly recused: readonly string[];
}

export interface Pair {
  readonly applicationId: string;
  readonly personId: string;
}

export interface Plan {
  readonly pairs: readonly Pair[];
  /** Files that keep fewer experts than wanted, and how many lack. */
  readonly gaps: readonly { readonly applicationId: string; readonly missing: number }[];
}

const pairKey = (applicationId: string, personId: string) => `${applicationId} ${personId}`;

/**
 * Who reads what: the same inputs give the same plan, whatever their order.
 *
 * Files with the fewest possible experts choose first. Each takes the least loaded experts; among those within one file of the
 * least loaded, one whose domains match comes before, then the order of identifiers. Nobody beyond their capacity, nobody
 * in conflict.
 */
export function planAssignments(
  files: readonly Assignable[],
  experts: readonly Expert[],
  conflicts: readonly Pair[],
  perFile: number,
): Plan {
  const forbidden = new Set(conflicts.map((one) => pairKey(one.applicationId, one.personId)));
  const people = [...experts].sort((a, b) => compare(a.personId, b.personId));
  const load = new Map(people.map(({ personId }) => [personId, 0]));
  for (const file of files) for (const id of file.heldBy) load.set(id, (load.get(id) ?? 0) + 1);
  const may = (file: Assignable, { personId }: Expert) =>
    !forbidden.has(pairKey(file.applicationId, personId)) &&
    !file.heldBy.includes(personId) &&
    !file.recused.includes(personId);
  const order = files
    .map((file) => ({ file, choices: people.filter((expert) => may(file, expert)).length }))
    .sort(
      (a, b) => a.choices - b.choices || a.file.seq - b.file.seq || compare(a.file.applicationId, b.file.applicationId),
    );
  const pairs: Pair[] = [];
  const gaps: { applicationId: string; missing: number }[] = [];
  for (const { file } of order) {
    const free = people.filter((expert) => may(file, expert) && (load.get(expert.personId) ?? 0) < expert.capacity);
    const chosen = choose(free, file, load, perFile - file.heldBy.length);
    for (const { personId } of chosen) {
      load.set(personId, (load.get(personId) ?? 0) + 1);
      pairs.push({ applicationId: file.applicationId, personId });
    }
    const missing = perFile - file.heldBy.length - chosen.length;
    if (missing > 0) gaps.push({ applicationId: file.applicationId, missing });
  }
  return { pairs, gaps };
}

function choose(
  free: readonly Expert[],
  file: Assignable,
  load: ReadonlyMap<string, number>,
  wanted: number,
): Expert[] {
  const left = [...free];
  const chosen: Expert[] = [];
  while (chosen.length < wanted && left.length > 0) {
    const least = Math.min(...left.map(({ personId }) => load.get(personId) ?? 0));
    const near = left.filter(({ personId }) => (load.get(personId) ?? 0) <= least + 1);
    const next =
      near.find(({ domains }) => domains.some((domain) => file.domains.includes(domain))) ??
      near.find(({ personId }) => load.get(personId) === least);
    if (!next) break;
    chosen.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return chosen;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export type AssignRefusal =
  | { readonly code: 'conflict'; readonly conflict: Conflict }
  | { readonly code: 'not-an-expert' }
  | { readonly code: 'already-assigned' }
  | { readonly code: 'recused-before' }
  | { readonly code: 'frozen' };

export const isConflict = (word: string): word is Conflict => CONFLICTS.some((one) => one === word);
