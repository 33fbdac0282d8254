import { sql } from 'kysely';
import type { Db } from '../../kernel/db.ts';
import type { Members } from '../model/check.ts';
import { mergeDefinition } from '../model/form.ts';
import { parsedOr } from '../model/query.ts';
import { keyOf } from './keys.ts';
import type { Lrs } from './stores.ts';

/** Definitions just seen, so that a course told a thousand times is written once. */
const REMEMBERED = 5000;

/** Keeps what statements say of activities. */
export function openActivities(db: Db) {
  const seen = new Map<string, string>();

  const isNew = (lrs: Lrs, iri: string, text: string) => {
    const place = `${lrs.lrs} ${iri}`;
    if (seen.get(place) === text) return false;
    if (seen.size >= REMEMBERED) seen.clear();
    seen.set(place, text);
    return true;
  };

  return {
    async define(lrs: Lrs, definitions: ReadonlyMap<string, Members>): Promise<void> {
      const told = [...definitions].filter(([iri, one]) => isNew(lrs, iri, JSON.stringify(one)));
      if (told.length === 0) return;
      const known = await definitionsOf(
        db,
        lrs,
        told.map(([iri]) => iri),
      );
      const merged = told
        .map(([iri, given]) => ({ k: keyOf(lrs.salt, 'activity', iri), iri, text: laidOver(known.get(iri), given) }))
        .sort((a, b) => (a.k < b.k ? -1 : 1));
      await sql`insert into traces.activity (lrs, k, iri, definition)
        select ${lrs.lrs}, k, iri, definition
        from unnest(${merged.map(({ k }) => k)}::bigint[], ${merged.map(({ iri }) => iri)}::text[],
          ${merged.map(({ text }) => text)}::text[]) as u (k, iri, definition)
        on conflict (lrs, k) do update set definition = excluded.definition
          where traces.activity.definition <> excluded.definition`.execute(db);
    },
  };
}
export type Activities = ReturnType<typeof openActivities>;

const laidOver = (known: Members | undefined, given: Members) =>
  JSON.stringify(known === undefined ? given : mergeDefinition(known, given));

/** Definitions that the store holds, by IRI. */
export async function definitionsOf(db: Db, lrs: Lrs, iris: readonly string[]): Promise<Map<string, Members>> {
  const keys = iris.map((iri) => keyOf(lrs.salt, 'activity', iri));
  const { rows } = await sql<{ iri: string; definition: string }>`
    select iri, definition from traces.activity where lrs = ${lrs.lrs} and k = any(${keys}::bigint[])`.execute(db);
  return new Map(rows.map(({ iri, definition }) => [iri, parsedOr(definition) as Members]));
}
