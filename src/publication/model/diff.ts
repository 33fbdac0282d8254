/** What changed between two editions, line by line. */
export interface LineChange<Body> {
  readonly key: string;
  readonly before: Body | null;
  readonly after: Body | null;
}

/** By key; a line whose text is the same in both is not a change. */
export function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): LineChange<string>[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((change) => change.before !== change.after);
}
