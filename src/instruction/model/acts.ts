import type { Instant } from '../../kernel/instant.ts';
import type { AdverseOutcome, PieceItem, Seen } from './file.ts';

/** What an officer does of a file, with the version of the page it was decided on. */
export interface OfficerAct extends Seen {
  readonly applicationId: string;
  readonly officerId: string;
}

export interface AskedPieces {
  readonly items: readonly PieceItem[];
  readonly message: string;
  readonly dueAt: Instant;
}

export interface Announced {
  readonly outcome: AdverseOutcome;
  readonly reasons: string;
}
