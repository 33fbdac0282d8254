import type { Cents } from '../../kernel/money.ts';
import type { RequestLine } from './request.ts';

/** A request sent, as its export tells it. */
export interface ExportedRequest extends Omit<RequestLine, 'agreementId' | 'trancheId' | 'partnerId'> {
  readonly paidCents: Cents;
  /** `YYYY-MM-DD`, Paris; `null`: not paid. */
  readonly paidOn: string | null;
}
