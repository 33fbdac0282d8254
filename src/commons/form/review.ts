import type { Parsed } from '../../kernel/decision.ts';
import { oneLine, paragraph } from '../form.ts';
import { CRITERIA, type GivenReview, LEVELS_OF_GRID, type Levels } from '../model/review.ts';

const MIN = 20;
const MAX = 4000;

export function parseReview(data: FormData): Parsed<GivenReview> {
  const errors: Record<string, string> = {};
  const given = CRITERIA.map((criterion) => {
    const level = LEVELS_OF_GRID.find((one) => String(one) === oneLine(data, criterion));
    if (level === undefined) errors[criterion] = 'Choisissez le niveau qui décrit le mieux ce que vous avez vu.';
    return [criterion, level ?? 0] as const;
  });
  const comment = paragraph(data, 'comment');
  if (comment.length < MIN) errors.comment = 'Dites en quelques phrases ce que vous avez essayé et constaté.';
  if (comment.length > MAX) errors.comment = `Ce texte dépasse ${MAX.toLocaleString('fr-FR')} caractères.`;
  const conclusion = oneLine(data, 'conclusion');
  if (conclusion !== 'favorable' && conclusion !== 'a-reprendre') errors.conclusion = 'Concluez.';
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const levels = Object.fromEntries(given) as Levels;
  return { ok: true, value: { levels, comment, favourable: conclusion === 'favorable' } };
}

/** Version that the sender had before their eyes; 0: none. */
export const versionIn = (data: FormData): number => Number(/^\d{1,6}$/.exec(oneLine(data, 'version'))?.[0] ?? 0);
