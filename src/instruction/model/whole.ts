import type { SealedCheck } from '../../applications/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AdverseOutcome, Instructed, Outcome, PieceItem, Verdict } from './file.ts';
import type { ImplicitRejection, Suspension } from './implicit.ts';

export interface PieceFile {
  readonly itemKey: string;
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
}

export interface PieceRequest {
  readonly id: string;
  readonly items: readonly PieceItem[];
  readonly message: string;
  readonly askedAt: Instant;
  readonly dueAt: Instant;
  readonly receivedAt: Instant | null;
  readonly files: readonly PieceFile[];
}

export interface Notice {
  readonly id: string;
  readonly outcome: AdverseOutcome;
  readonly reasons: string;
  readonly ruleKeys: readonly string[];
  readonly announcedAt: Instant;
  readonly answerUntil: Instant;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
  readonly closedAt: Instant | null;
}

export interface StandingVerdict extends Verdict {
  readonly computed: SealedCheck['state'];
  readonly at: Instant;
}

/** A file in instruction with all that its pages show. */
export interface InstructionFile extends Instructed {
  readonly applicationId: string;
  readonly waveId: string;
  readonly depositId: string;
  readonly receiptNumber: string;
  readonly title: string;
  readonly leadName: string;
  readonly leadSiret: string;
  readonly requestedCents: number;
  readonly receivedAt: Instant;
  readonly checks: readonly SealedCheck[];
  readonly verdicts: readonly StandingVerdict[];
  readonly requests: readonly PieceRequest[];
  readonly notices: readonly Notice[];
  readonly decision: { readonly outcome: Outcome; readonly reasons: string; readonly at: Instant } | null;
  readonly implicit: ImplicitRejection;
  readonly contradictoryDays: number;
}

/** Under way, it is counted to its deadline: the date shown is the latest. */
export const suspensionOf = ({
  askedAt,
  dueAt,
  receivedAt,
}: Pick<PieceRequest, 'askedAt' | 'dueAt' | 'receivedAt'>): Suspension => ({ from: askedAt, to: receivedAt ?? dueAt });

/** The request whose deadline is to come and that nobody closed, or the last one. */
export const currentRequest = (file: Pick<InstructionFile, 'requests'>): PieceRequest | null =>
  file.requests.at(-1) ?? null;

export const openNotice = (file: Pick<InstructionFile, 'notices'>): Notice | null =>
  file.notices.find(({ closedAt }) => closedAt === null) ?? null;
