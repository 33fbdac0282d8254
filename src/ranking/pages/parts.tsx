import type { Wave } from '../../calls/index.ts';
import type { FieldErrors, Message } from '../../kernel/decision.ts';
import { ErrorSummary, Notice } from '../../ui/index.ts';

export interface Answered {
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export const rankingBase = (wave: Pick<Wave, 'id'>) => `/agent/vagues/${wave.id}/classement`;

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
