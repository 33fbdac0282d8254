import { sql } from 'kysely';
import { createApp } from '../src/app.tsx';
import { asEvaluator } from '../src/evaluation/store/acts.ts';
import type { Db } from '../src/kernel/db.ts';
import type { Viewer } from '../src/kernel/http.ts';
import type { Rig } from './_rig.ts';
import '../src/evaluation/tables.ts';

export const ORIGIN = 'http://localhost:3000';

/** Ways by which an evaluator could meet a file. */
export const PROBES = 7;

/** The ways by which this person could meet this file; those that gave something. */
export async function probe({ kernel }: Rig, viewer: Viewer, applicationId: string): Promise<string[]> {
  const app = createApp(kernel, async () => viewer);
  const file = await kernel.db
    .selectFrom('evaluation.file')
    .select(['deposit_number', 'title', 'content'])
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow();
  const get = (path: string) => app.request(`${ORIGIN}${path}`, { headers: { origin: ORIGIN } });
  const base = `/evaluation/dossiers/${applicationId}`;
  const found: string[] = [];
  const note = (way: string, met: boolean) => {
    if (met) found.push(way);
  };
  const says = async (path: string) => {
    const text = await (await get(path)).text();
    return [file.deposit_number, file.title, applicationId].some((word) => text.includes(word));
  };
  note('page', (await get(base)).status === 200);
  note('annexe', (await get(`${base}/annexes/${file.content.annexes[0]?.sha256}`)).status === 200);
  note('export JSON', (await get(`${base}/dossier.json`)).status === 200);
  note('liste', await says('/evaluation'));
  note('export CSV', await says('/evaluation/dossiers.csv'));
  const words = file.title.replace(/[^\p{L}\p{N} ]/gu, ' ');
  note('recherche', await says(`/evaluation?q=${encodeURIComponent(words)}`));
  note('rôle SQL', (await readAsRole(kernel.db, viewer.personId, applicationId)) > 0);
  return found;
}

/** Rows of any table that the restricted role shows this person of this file. */
export function readAsRole(db: Db, personId: string, applicationId: string): Promise<number> {
  return asEvaluator(db, personId, async (tx) => {
    let rows = 0;
    for (const table of ['file', 'assignment', 'review', 'score', 'hearing']) {
      const read =
        await sql`select 1 from ${sql.table(`evaluation.${table}`)} where application_id = ${applicationId}`.execute(
          tx,
        );
      rows += read.rows.length;
    }
    return rows;
  });
}
