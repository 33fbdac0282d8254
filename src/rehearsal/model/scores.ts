import type { Criterion, GivenScore } from '../../evaluation/index.ts';
import type { Fate } from './cast.ts';
import { between, drawFrom } from './chance.ts';

const COMMENT = 'Commentaire fictif, écrit par la machine de la répétition.';

/** Levels of one expert for one file: high for who will be retained, low for who will not; the same each time. */
export function scoresFor(criteria: readonly Criterion[], fate: Fate | null, name: string): GivenScore[] {
  const draw = drawFrom([...name].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7));
  return criteria.map(({ key, levels }) => {
    const top = levels.length - 1;
    const low = fate === 'refused' ? 0 : fate === null ? 1 : top - 1;
    const high = fate === 'refused' ? Math.max(0, top - 2) : top;
    return { criterionKey: key, level: between(draw, Math.min(low, high), high), comment: COMMENT };
  });
}
