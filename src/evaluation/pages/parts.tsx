import type { FieldErrors, Message } from '../../kernel/decision.ts';
import { ErrorSummary, Notice, type Tone } from '../../ui/index.ts';
import type { ExpertLine } from '../model/expert-view.ts';

export interface Answered {
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

/** What just happened, before anything else of the page. */
export function Said({ told, refusal, errors = {} }: Answered) {
  return (
    <>
      <ErrorSummary errors={errors} />
      {refusal ? (
        <Notice tone="danger" title={refusal.title} live>
          <p>{refusal.text}</p>
        </Notice>
      ) : null}
      {told ? (
        <Notice tone="success" live>
          <p>{told}</p>
        </Notice>
      ) : null}
    </>
  );
}

export const invalid = ({ errors = {} }: Answered): boolean => Object.keys(errors).length > 0;

export const LINE_STATES: Readonly<Record<ExpertLine['state'], { readonly label: string; readonly tone: Tone }>> = {
  'to-score': { label: 'À évaluer', tone: 'info' },
  draft: { label: 'Brouillon', tone: 'warning' },
  submitted: { label: 'Remise', tone: 'success' },
};

/** Hundredths of a per cent → « 66,7 % ». */
export const percent = (total: number): string =>
  `${(total / 100).toLocaleString('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}\u00a0%`;
