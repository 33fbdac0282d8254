/**
 * Slips of the hand between two words: a letter added, missing, changed, or two swapped.
 *
 * @returns 0 for the same word. Source: optimal string alignment
 */
export function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_none, index) => index)];
  for (let i = 1; i <= a.length; i += 1) rows.push(nextRow(a, b, rows.slice(-2), i));
  return rows.at(-1)?.at(-1) ?? 0;
}

/** Slips between the first `i` letters of `a` and every beginning of `b`, from the two rows before. */
function nextRow(a: string, b: string, before: readonly (readonly number[])[], i: number): number[] {
  const last = before.at(-1) ?? [];
  const last2 = before.at(-2) ?? [];
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swaps = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const swapped = swaps ? (last2[j - 2] ?? changed) + 1 : changed;
    row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
  }
  return row;
}

/** Longer words bear more: one slip for four letters, two at most for seven, three beyond ten. */
const borne = (length: number) => (length < 4 ? 0 : length < 7 ? 1 : length < 11 ? 2 : 3);

/** The word that was meant, among near ones, the most alike first; `null`: none is near enough. */
export function meant(typed: string, near: readonly string[]): string | null {
  const ranked = near
    .map((word) => ({ word, count: slips(typed, word) }))
    .filter(({ word, count }) => count > 0 && count <= borne(Math.min(typed.length, word.length)))
    .sort((a, b) => a.count - b.count);
  return ranked[0]?.word ?? null;
}
