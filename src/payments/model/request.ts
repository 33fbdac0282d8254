import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import { type Cents, grantCeilingCents, sumCents } from '../../kernel/money.ts';
import type { PaymentOrder } from './order.ts';

export type TrancheKind = 'advance' | 'intermediate' | 'balance' | 'deliverable';
export const REQUEST_STATES = [
  'draft',
  'clarification',
  'submitted',
  'certified',
  'approved',
  'ordered',
  'sent',
  'paid',
  'failed',
  'rejected',
  'cancelled',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
export type Verdict = 'accepted' | 'reduced' | 'refused';
export type Step = 'certified' | 'approved-1' | 'approved-2';

export interface ExpenseLine {
  readonly id: string;
  readonly supplierSiren: string;
  readonly invoiceNumber: string;
  readonly invoicedOn: string;
  readonly label: string;
  readonly amountCents: Cents;
  readonly sha256: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly verdict: Verdict | null;
  readonly acceptedCents: Cents | null;
  readonly reason: string | null;
}

export interface EvidenceItem {
  readonly id: string;
  readonly key: string;
  readonly sha256: string | null;
  readonly name: string | null;
  readonly sizeBytes: number | null;
  readonly statement: string | null;
}

export interface Visa {
  readonly step: Step;
  readonly personId: string;
  readonly at: Date;
}

export interface WithdrawnVisa extends Visa {
  readonly withdrawnBy: string;
  readonly withdrawnAt: Date;
  readonly reason: string;
}

export interface PaymentRequest {
  readonly id: string;
  readonly agreementId: string;
  readonly agreementNumber: string;
  readonly trancheId: string;
  readonly kind: TrancheKind;
  readonly label: string;
  readonly dueOn: string;
  readonly partnerId: string;
  readonly organisationId: string;
  readonly partnerName: string;
  readonly awardId: string;
  readonly instrument: string | null;
  readonly partySirens: readonly string[];
  readonly requiredEvidence: readonly string[];
  readonly askedCents: Cents;
  readonly certifiedCents: Cents | null;
  readonly state: RequestState;
  readonly clarification: string | null;
  readonly version: number;
  readonly openedBy: string;
  readonly submittedBy: string | null;
  readonly submittedAt: Date | null;
  readonly evidence: readonly EvidenceItem[];
  readonly lines: readonly ExpenseLine[];
  readonly visas: readonly Visa[];
  /** Given, then taken back; oldest first. */
  readonly withdrawn: readonly WithdrawnVisa[];
  /** Refused by the service, or cancelled by who asked. */
  readonly ended: { readonly at: Date; readonly reason: string } | null;
  /** Oldest first; at most one stands, the others failed. */
  readonly orders: readonly PaymentOrder[];
}

export type PaymentRefusal =
  | { readonly code: 'wrong-state'; readonly state: RequestState }
  | { readonly code: 'changed-elsewhere' }
  | { readonly code: 'evidence-missing'; readonly keys: readonly string[] }
  | { readonly code: 'no-line' }
  | { readonly code: 'lines-to-judge'; readonly lines: number }
  | { readonly code: 'unknown-line' }
  | { readonly code: 'upload-gone' }
  | { readonly code: 'list-full'; readonly max: number }
  | { readonly code: 'reason-needed' }
  | { readonly code: 'amount-over-line'; readonly amountCents: Cents }
  | { readonly code: 'invoice-used'; readonly agreementNumber: string }
  | { readonly code: 'same-person'; readonly step: Step }
  | { readonly code: 'asked-yourself' }
  | { readonly code: 'own-organisation' }
  | { readonly code: 'over-asked'; readonly askedCents: Cents; readonly excessCents: Cents }
  | { readonly code: 'over-share'; readonly leftCents: Cents; readonly excessCents: Cents }
  | { readonly code: 'over-advance-cap'; readonly capCents: Cents; readonly excessCents: Cents }
  | { readonly code: 'over-rate'; readonly ceilingCents: Cents; readonly excessCents: Cents }
  | { readonly code: 'not-in-commons'; readonly text: string }
  | { readonly code: 'no-credits'; readonly year: number; readonly lacksCents: Cents | null }
  | { readonly code: 'no-envelope' }
  | { readonly code: 'out-of-agreement' };

/** Who acts on what was read, and the SIREN of the organisations they belong to. */
export interface Actor {
  readonly personId: string;
  readonly sirens: readonly string[];
  readonly versionRead: number;
}

type No = PaymentRefusal | null;

const OPEN: readonly RequestState[] = ['draft', 'clarification'];
/** An advance is paid on signature; every other tranche shows what was spent or made. */
export const needsLines = (kind: TrancheKind): boolean => kind === 'intermediate' || kind === 'balance';
export const isOpen = (state: RequestState): boolean => OPEN.includes(state);

export const missingEvidence = ({
  requiredEvidence,
  evidence,
}: Pick<PaymentRequest, 'requiredEvidence' | 'evidence'>): string[] =>
  requiredEvidence.filter((key) => !evidence.some((item) => item.key === key));

export const acceptedCents = (lines: readonly Pick<ExpenseLine, 'acceptedCents'>[]): Cents =>
  sumCents(lines.map((line) => line.acceptedCents ?? 0));

export function decideSubmit(request: PaymentRequest): Decision<{ state: 'submitted' }, PaymentRefusal> {
  if (!isOpen(request.state)) return refuse({ code: 'wrong-state', state: request.state });
  const keys = missingEvidence(request);
  if (keys.length > 0) return refuse({ code: 'evidence-missing', keys });
  if (needsLines(request.kind) && request.lines.length === 0) return refuse({ code: 'no-line' });
  return accept({ state: 'submitted' });
}

/** What the rest of the agreement says, read under its lock. */
export interface AgreementFigures {
  readonly shareCents: Cents;
  readonly totalCents: Cents;
  readonly ratePercent: number;
  readonly advanceCapPercent: number;
  /** Certified so far: this partner, the advances of all, everything of all. */
  readonly partnerCertifiedCents: Cents;
  readonly advancesCertifiedCents: Cents;
  readonly agreementCertifiedCents: Cents;
  /** Expenses accepted so far on the whole agreement, this request included. */
  readonly acceptedBaseCents: Cents;
}

export type CommonsAnswer = { readonly inCommons: true } | { readonly inCommons: false; readonly text: string };

export function decideCertify(
  request: PaymentRequest,
  actor: Actor,
  amountCents: Cents,
  figures: AgreementFigures,
  commons: CommonsAnswer,
): Decision<{ amountCents: Cents }, PaymentRefusal> {
  const no =
    decideActor(request, actor, 'submitted') ??
    completeness(request) ??
    withinAmounts(request, amountCents, figures) ??
    withinRules(request, amountCents, figures);
  if (no !== null) return refuse(no);
  if (request.kind === 'deliverable' && !commons.inCommons)
    return refuse({ code: 'not-in-commons', text: commons.text });
  return accept({ amountCents });
}

export function decideApprove(request: PaymentRequest, actor: Actor): Decision<{ step: Step }, PaymentRefusal> {
  const no = decideActor(request, actor, request.state === 'approved' ? 'approved' : 'certified');
  if (no !== null) return refuse(no);
  if (request.state === 'approved' && request.instrument === null) return refuse({ code: 'no-envelope' });
  return accept({ step: request.state === 'certified' ? 'approved-1' : 'approved-2' });
}

/** A payment failed: ordered again on the same visas, for the same amount, on the credits of the year. */
export function decideReorder(
  request: PaymentRequest,
  actor: Actor,
  reason: string,
): Decision<{ state: 'ordered' }, PaymentRefusal> {
  const no = decideStranger(request, actor, 'failed');
  if (no !== null) return refuse(no);
  if (reason === '') return refuse({ code: 'reason-needed' });
  return request.instrument === null ? refuse({ code: 'no-envelope' }) : accept({ state: 'ordered' });
}

function decideActor(request: PaymentRequest, actor: Actor, state: RequestState): No {
  const no = decideStranger(request, actor, state);
  const before = request.visas.find(({ personId }) => personId === actor.personId);
  return no === null && before ? { code: 'same-person', step: before.step } : no;
}

/** Neither who asks nor of a party of the agreement. */
export function decideStranger(request: PaymentRequest, actor: Actor, ...states: readonly RequestState[]): No {
  if (!states.includes(request.state)) return { code: 'wrong-state', state: request.state };
  if (request.version !== actor.versionRead) return { code: 'changed-elsewhere' };
  if (actor.personId === request.openedBy || actor.personId === request.submittedBy) return { code: 'asked-yourself' };
  return actor.sirens.some((siren) => request.partySirens.includes(siren)) ? { code: 'own-organisation' } : null;
}

function completeness(request: PaymentRequest): No {
  const keys = missingEvidence(request);
  if (keys.length > 0) return { code: 'evidence-missing', keys };
  const lines = request.lines.filter(({ verdict }) => verdict === null).length;
  return lines > 0 ? { code: 'lines-to-judge', lines } : null;
}

function withinAmounts(request: PaymentRequest, amountCents: Cents, f: AgreementFigures): No {
  if (amountCents <= 0 || amountCents > request.askedCents)
    return { code: 'over-asked', askedCents: request.askedCents, excessCents: amountCents - request.askedCents };
  const leftCents = f.shareCents - f.partnerCertifiedCents;
  return amountCents > leftCents ? { code: 'over-share', leftCents, excessCents: amountCents - leftCents } : null;
}

/**
 * The cap of advances; and at the balance, the rate on what was really spent, rounded to the euro, half up (ADR 0051): what
 * the rate leaves is the own funds.
 */
function withinRules({ kind }: PaymentRequest, amountCents: Cents, f: AgreementFigures): No {
  if (kind === 'advance') {
    const capCents = Math.floor((f.totalCents * f.advanceCapPercent) / 100);
    const excessCents = f.advancesCertifiedCents + amountCents - capCents;
    return excessCents > 0 ? { code: 'over-advance-cap', capCents, excessCents } : null;
  }
  if (kind !== 'balance') return null;
  const ceilingCents = grantCeilingCents(f.acceptedBaseCents, f.ratePercent);
  const excessCents = f.agreementCertifiedCents + amountCents - ceilingCents;
  return excessCents > 0 ? { code: 'over-rate', ceilingCents, excessCents } : null;
}

/** A request as a list shows it. */
export type RequestLine = Pick<
  PaymentRequest,
  'id' | 'agreementId' | 'agreementNumber' | 'trancheId' | 'partnerId' | 'partnerName' | 'kind' | 'label' | 'dueOn'
> &
  Pick<PaymentRequest, 'state' | 'askedCents' | 'certifiedCents'>;
