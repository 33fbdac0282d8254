import type { FieldErrors, Message } from '../kernel/decision.ts';
import { ErrorSummary } from './form.tsx';
import { Notice } from './notice.tsx';

/** What the act just done on a page gave. */
export interface Answered {
  readonly told?: string | undefined;
  readonly refusal?: Message | undefined;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

/**
 * What just happened, before anything else of the page.
 *
 * @param scope that of the form that was sent back, where the page has several
 */
export function Said({ told, refusal, errors = {}, scope }: Answered & { readonly scope?: string }) {
  return (
    <>
      <ErrorSummary errors={errors} {...(scope ? { scope } : {})} />
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
