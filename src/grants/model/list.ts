import type { Instant } from '../../kernel/instant.ts';
import type { AgreementState } from './agreement.ts';

export interface AgreementFilters {
  readonly waveId?: string | null | undefined;
  readonly organisationId?: string | null | undefined;
  /** Several: those of a person. */
  readonly organisationIds?: readonly string[] | undefined;
  readonly state?: AgreementState | null | undefined;
  readonly search?: string | undefined;
  /** Only those of which a version was sent: what a partner may read. */
  readonly sent?: boolean;
}

export interface AgreementLine {
  readonly id: string;
  readonly number: string;
  readonly applicationId: string;
  readonly waveId: string;
  readonly title: string;
  readonly state: AgreementState;
  readonly totalCents: number;
  readonly signBy: Instant | null;
  readonly signedAt: Instant | null;
}

export interface AgreementPage {
  readonly lines: readonly AgreementLine[];
  /** Number after which the next page begins; `null`: this is the last. */
  readonly next: string | null;
}

export interface StateTally {
  readonly state: AgreementState;
  readonly agreements: number;
  readonly totalCents: number;
}
