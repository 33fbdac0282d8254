import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Actor, decideStranger, type PaymentRefusal, type PaymentRequest, type RequestState } from './request.ts';

/** States of which nothing comes any more: the tranche may be asked again. */
export const ENDED: readonly RequestState[] = ['rejected', 'cancelled'];
export const hasEnded = ({ state }: Pick<PaymentRequest, 'state'>): boolean => ENDED.includes(state);

/** The request that counts among those of one partner on one tranche: the standing one, else the last that ended. */
export const counting = <Request extends Pick<PaymentRequest, 'id' | 'state'>>(
  requests: readonly Request[],
): Request | null =>
  requests.find((one) => !hasEnded(one)) ?? [...requests].sort((a, b) => (a.id < b.id ? -1 : 1)).at(-1) ?? null;

const CERTIFIED: readonly RequestState[] = ['certified', 'approved'];
const IN_HAND: readonly RequestState[] = ['draft', 'clarification'];
const JUDGED: readonly RequestState[] = ['submitted', 'clarification'];

/** Before the second approval: after it the payment is ordered, and what is undue is recovered. */
export function decideWithdraw(
  request: PaymentRequest,
  actor: Actor,
  reason: string,
): Decision<{ state: 'submitted' }, PaymentRefusal> {
  const no = decideStranger(request, actor, ...CERTIFIED);
  if (no !== null) return refuse(no);
  return reason === '' ? refuse({ code: 'reason-needed' }) : accept({ state: 'submitted' });
}

export function decideReject(
  request: PaymentRequest,
  actor: Actor,
  reason: string,
): Decision<{ state: 'rejected' }, PaymentRefusal> {
  const no = decideStranger(request, actor, ...JUDGED);
  if (no !== null) return refuse(no);
  return reason === '' ? refuse({ code: 'reason-needed' }) : accept({ state: 'rejected' });
}

/** By who asks, while the request is in their hands. */
export function decideCancel(request: PaymentRequest): Decision<{ state: 'cancelled' }, PaymentRefusal> {
  return IN_HAND.includes(request.state)
    ? accept({ state: 'cancelled' })
    : refuse({ code: 'wrong-state', state: request.state });
}
