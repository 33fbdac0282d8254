import type { DbOrTx } from '../../kernel/db.ts';
import type { Criterion, GivenScore } from '../model/grid.ts';
import '../tables.ts';

export interface Opinion {
  readonly evaluatorId: string;
  readonly opinion: string;
  /** In the order of the grid. */
  readonly scores: readonly GivenScore[];
}

export interface FileOpinions {
  readonly criteria: readonly Criterion[];
  /** Those that count: submitted, by experts not recused. In order of evaluator. */
  readonly opinions: readonly Opinion[];
}

const SCORES = 1000;

/**
 * What the experts wrote of a file, with their names: whoever asks answers for the decision being taken (CRPA L311-2) and for what it
 * hides (L311-6). `null`: the file was never evaluated here.
 */
export async function opinionsOf(db: DbOrTx, applicationId: string): Promise<FileOpinions | null> {
  const file = await db
    .selectFrom('evaluation.file as f')
    .innerJoin('evaluation.wave as w', 'w.wave_id', 'f.wave_id')
    .innerJoin('evaluation.grid_revision as g', 'g.id', 'w.grid_revision_id')
    .select('g.criteria')
    .where('f.application_id', '=', applicationId)
    .executeTakeFirst();
  if (!file) return null;
  const rows = await db
    .selectFrom('evaluation.score as s')
    .innerJoin('evaluation.review as r', (join) =>
      join.onRef('r.application_id', '=', 's.application_id').onRef('r.person_id', '=', 's.person_id'),
    )
    .innerJoin('evaluation.assignment as a', (join) =>
      join.onRef('a.application_id', '=', 's.application_id').onRef('a.person_id', '=', 's.person_id'),
    )
    .select(['s.person_id', 's.criterion_key as criterionKey', 's.level', 's.comment', 'r.opinion'])
    .where('s.application_id', '=', applicationId)
    .where('r.submitted_at', 'is not', null)
    .where('a.recused_at', 'is', null)
    .orderBy('s.person_id')
    .limit(SCORES)
    .execute();
  const people = [...new Set(rows.map(({ person_id }) => person_id))];
  const { criteria } = file;
  return { criteria, opinions: people.map((person) => opinionFrom(person, rows, criteria)) };
}

type Row = GivenScore & { readonly person_id: string; readonly opinion: string };

function opinionFrom(person: string, rows: readonly Row[], criteria: readonly Criterion[]): Opinion {
  const mine = rows.filter(({ person_id }) => person_id === person);
  return {
    evaluatorId: person,
    opinion: mine[0]?.opinion ?? '',
    scores: criteria.flatMap(({ key }) => {
      const found = mine.find(({ criterionKey }) => criterionKey === key);
      return found ? [{ criterionKey: key, level: found.level, comment: found.comment }] : [];
    }),
  };
}
