import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Cents, sumCents } from '../../kernel/money.ts';
import { type Actor, decideStranger, type PaymentRefusal, type PaymentRequest } from './request.ts';

export interface Return {
  readonly amountCents: Cents;
  /** `YYYY-MM-DD`. */
  readonly receivedOn: string;
  readonly reference: string;
}

/** An order to repay. */
export interface Recovery {
  readonly id: string;
  readonly number: number;
  readonly requestId: string;
  readonly agreementId: string;
  readonly agreementNumber: string;
  readonly label: string;
  readonly partnerName: string;
  readonly organisationId: string;
  readonly amountCents: Cents;
  readonly reason: string;
  /** `YYYY-MM-DD`, Paris. */
  readonly dueOn: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly cancelled: { readonly at: Date; readonly reason: string } | null;
  /** Oldest first. */
  readonly returns: readonly Return[];
  readonly hasLetter: boolean;
}

export type RecoveryRefusal =
  | PaymentRefusal
  | { readonly code: 'over-paid'; readonly leftCents: Cents }
  | { readonly code: 'due-too-soon'; readonly earliest: string }
  | { readonly code: 'recovery-ended' }
  | { readonly code: 'over-recovery'; readonly leftCents: Cents }
  | { readonly code: 'opened-yourself' }
  | { readonly code: 'future-day' };

export const backCents = ({ returns }: Pick<Recovery, 'returns'>): Cents =>
  sumCents(returns.map(({ amountCents }) => amountCents));
export const leftCents = (recovery: Pick<Recovery, 'amountCents' | 'returns' | 'cancelled'>): Cents =>
  recovery.cancelled ? 0 : recovery.amountCents - backCents(recovery);

export type RecoveryState =
  | 'settled'
  | 'cancelled'
  | 'running'
  | 'first-reminder'
  | 'second-reminder'
  | 'formal-notice';

const SECOND_AFTER_DAYS = 30;
const FORMAL_AFTER_DAYS = 60;
const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const plusDays = (day: string, days: number): string =>
  new Date(dayMs(day) + days * 86_400_000).toISOString().slice(0, 10);

/** @param today local day of Paris: reminders come with the days, nobody writes them */
export function recoveryState(recovery: Recovery, today: string): RecoveryState {
  if (recovery.cancelled) return 'cancelled';
  if (leftCents(recovery) === 0) return 'settled';
  if (today <= recovery.dueOn) return 'running';
  const lateDays = (dayMs(today) - dayMs(recovery.dueOn)) / 86_400_000;
  if (lateDays > FORMAL_AFTER_DAYS) return 'formal-notice';
  return lateDays > SECOND_AFTER_DAYS ? 'second-reminder' : 'first-reminder';
}

/** Of this payment, what may still be asked back; of an order cancelled, what came back before still counts. */
export const recoverableCents = (
  { certifiedCents }: Pick<PaymentRequest, 'certifiedCents'>,
  recoveries: readonly Pick<Recovery, 'amountCents' | 'returns' | 'cancelled'>[],
): Cents =>
  (certifiedCents ?? 0) - sumCents(recoveries.map((one) => (one.cancelled ? backCents(one) : one.amountCents)));

const LEAST_DAYS = 30;
export const earliestDue = (today: string): string => plusDays(today, LEAST_DAYS);

export interface GivenRecovery {
  readonly amountCents: Cents;
  readonly reason: string;
  readonly dueOn: string;
}

/** On a payment made, for what it paid at most, thirty days at least to repay. */
export function decideRecovery(
  request: PaymentRequest,
  actor: Actor,
  given: GivenRecovery,
  recoveries: readonly Recovery[],
  today: string,
): Decision<GivenRecovery, RecoveryRefusal> {
  const no = decideStranger(request, actor, 'paid');
  if (no !== null) return refuse(no);
  if (given.reason === '') return refuse({ code: 'reason-needed' });
  const left = recoverableCents(request, recoveries);
  if (given.amountCents <= 0 || given.amountCents > left) return refuse({ code: 'over-paid', leftCents: left });
  const earliest = earliestDue(today);
  return given.dueOn < earliest ? refuse({ code: 'due-too-soon', earliest }) : accept(given);
}

/** By another person than who ordered it. */
export function decideReturn(
  recovery: Recovery,
  personId: string,
  given: Return,
  today: string,
): Decision<Return, RecoveryRefusal> {
  const left = leftCents(recovery);
  if (recovery.cancelled || left === 0) return refuse({ code: 'recovery-ended' });
  if (recovery.openedBy === personId) return refuse({ code: 'opened-yourself' });
  if (given.receivedOn > today) return refuse({ code: 'future-day' });
  return given.amountCents > left ? refuse({ code: 'over-recovery', leftCents: left }) : accept(given);
}

export function decideRenounce(recovery: Recovery, reason: string): Decision<object, RecoveryRefusal> {
  if (recovery.cancelled || leftCents(recovery) === 0) return refuse({ code: 'recovery-ended' });
  return reason === '' ? refuse({ code: 'reason-needed' }) : accept({});
}
