import type { AgreementInForce } from '../../grants/index.ts';
import type { RequestLine } from './request.ts';

/** An agreement in force of which a person represents a party, with what was asked on it. */
export interface MyAgreement {
  readonly agreement: AgreementInForce;
  readonly organisationIds: ReadonlySet<string>;
  readonly requests: readonly RequestLine[];
}
