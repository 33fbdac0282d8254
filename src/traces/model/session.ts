import type { Members } from './check.ts';

/** What a tool speaks of: one learner, one activity, one registration. */
export interface SessionFacts {
  readonly lrs: number;
  readonly id: string;
  /** The slice that opened it. */
  readonly kind: string;
  /** As `identifierOf` writes an agent. */
  readonly agent: string;
  readonly activity: string;
  readonly registration: string;
}

export interface TraceSession extends SessionFacts {
  /** Nothing of it is heard any more. */
  readonly isOver: boolean;
}

/** Why a statement is not stored: for the maker of the tool, and for those who train. */
export interface SessionRefusal {
  readonly code: string;
  /** Place in the statement. */
  readonly where: string;
  readonly en: string;
  readonly fr: string;
}

export type Admission =
  | { readonly refusal: SessionRefusal }
  | { readonly refusal: null; readonly further: readonly Members[] };
