import type { FileOpinions } from '../../evaluation/index.ts';
import { redact } from './redact.ts';

/** An opinion as the applicant reads it: whose it is stays hidden (CRPA L311-6). */
export interface RedactedOpinion {
  /** « Avis A ». */
  readonly label: string;
  readonly opinion: string;
  readonly scores: readonly { readonly criterion: string; readonly level: string; readonly comment: string }[];
}

export function redactedOpinions({ criteria, opinions }: FileOpinions, names: readonly string[]): RedactedOpinion[] {
  return opinions.map(({ opinion, scores }, at) => ({
    label: `Avis ${String.fromCharCode(65 + (at % 26))}`,
    opinion: redact(opinion, names),
    scores: scores.map(({ criterionKey, level, comment }) => {
      const criterion = criteria.find(({ key }) => key === criterionKey);
      return {
        criterion: criterion?.label ?? criterionKey,
        level: level === null ? '' : (criterion?.levels[level]?.label ?? ''),
        comment: redact(comment, names),
      };
    }),
  }));
}
