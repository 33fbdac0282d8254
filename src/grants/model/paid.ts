import { type Cents, sumCents } from '../../kernel/money.ts';
import type { RequestLine, RequestState } from '../../payments/index.ts';
import type { TrancheKind } from './terms.ts';

/** What a partner asked on a tranche, as the payments say it. */
export type AskedLine = Pick<RequestLine, 'id' | 'trancheId' | 'partnerId' | 'state' | 'askedCents' | 'certifiedCents'>;

interface Schedule {
  readonly partners: readonly { readonly partnerId: string; readonly name: string; readonly shareCents: Cents }[];
  readonly tranches: readonly {
    readonly id: string;
    readonly kind: TrancheKind;
    readonly label: string;
    readonly dueOn: string;
    readonly byPartner: readonly { readonly partnerId: string; readonly amountCents: Cents }[];
  }[];
}

/** A partner on a tranche: what the schedule gives, and how far its request went. */
export interface PaidLine {
  readonly partnerId: string;
  readonly partner: string;
  readonly trancheId: string;
  readonly kind: TrancheKind;
  readonly label: string;
  readonly dueOn: string;
  readonly scheduledCents: Cents;
  readonly request: AskedLine | null;
  readonly askedCents: Cents;
  readonly certifiedCents: Cents;
  readonly orderedCents: Cents;
  readonly paidCents: Cents;
}

/** Not asked: still in the partner's hands, or ended. */
const IN_HAND: ReadonlySet<RequestState> = new Set(['draft', 'clarification', 'rejected', 'cancelled']);
const PAID: ReadonlySet<string> = new Set(['paid']);
const ORDERED: ReadonlySet<string> = new Set(['ordered', 'sent', 'paid']);

/** The schedule in force, tranche by tranche and partner by partner, with what each was asked, certified, ordered and paid. */
export function paidLines({ partners, tranches }: Schedule, requests: readonly AskedLine[]): PaidLine[] {
  return tranches.flatMap(({ id, kind, label, dueOn, byPartner }) =>
    partners.flatMap(({ partnerId, name }) => {
      const scheduledCents = byPartner.find((one) => one.partnerId === partnerId)?.amountCents ?? 0;
      const request = requests.find((one) => one.trancheId === id && one.partnerId === partnerId) ?? null;
      if (scheduledCents === 0 && request === null) return [];
      const certifiedCents = request?.certifiedCents ?? 0;
      const line = { partnerId, partner: name, trancheId: id, kind, label, dueOn, scheduledCents, request };
      return [{ ...line, ...stepsOf(request, certifiedCents) }];
    }),
  );
}

const stepsOf = (request: AskedLine | null, certifiedCents: Cents) => ({
  askedCents: request && !IN_HAND.has(request.state) ? request.askedCents : 0,
  certifiedCents,
  orderedCents: request && ORDERED.has(request.state) ? certifiedCents : 0,
  paidCents: PAID.has(request?.state ?? '') ? certifiedCents : 0,
});

/** Where the money of a partner stands, as the ledger says it. */
export interface PartnerMoney {
  readonly partnerId: string;
  readonly partner: string;
  /** Signed, and neither certified nor paid. */
  readonly committedCents: Cents;
  /** Certified, and not paid. */
  readonly certifiedCents: Cents;
  readonly paidCents: Cents;
}

interface StageBalance {
  readonly code: string;
  readonly balanceCents: Cents;
}

/** @param balances accounts `agreement:<id>:partner:<id>:<stage>` of the AE book */
export function moneyOf(
  agreementId: string,
  partners: Schedule['partners'],
  balances: readonly StageBalance[],
): PartnerMoney[] {
  const at = (partnerId: string, stage: string) =>
    sumCents(
      balances
        .filter(({ code }) => code === `agreement:${agreementId}:partner:${partnerId}:${stage}`)
        .map(({ balanceCents }) => balanceCents),
    );
  return partners.map(({ partnerId, name }) => ({
    partnerId,
    partner: name,
    committedCents: at(partnerId, 'committed'),
    certifiedCents: at(partnerId, 'certified'),
    paidCents: at(partnerId, 'paid'),
  }));
}

export interface AgreementPayments {
  readonly lines: readonly PaidLine[];
  readonly money: readonly PartnerMoney[];
}
