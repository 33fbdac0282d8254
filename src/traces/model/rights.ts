import type { TraceLine } from './words.ts';

/** Statements of one tool that name a person. */
export interface SourceCount {
  readonly tool: string;
  readonly statements: number;
}

/** A request to erase a person's traces. */
export interface Erasure {
  readonly lrs: number;
  readonly id: string;
  readonly state: 'asked' | 'ordered' | 'done' | 'dropped';
  readonly identifiers: readonly string[] | null;
  /** Person of this site who asked for their own; `null`: begun by the organisation, or over. */
  readonly askedBy: string | null;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly statements: number;
  readonly documents: number;
}

/** What a tool told of a person, and why its organisation keeps it; `null`: not declared yet. */
export interface ToolPurpose {
  readonly tool: string;
  readonly statements: number;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
  readonly retentionMonths: number | null;
}

/** What the store of one organisation holds of a person. */
export interface MyStore {
  readonly lrs: number;
  readonly organisationId: string;
  readonly count: number;
  readonly tools: readonly ToolPurpose[];
  readonly latest: readonly TraceLine[];
  /** An erasure is asked, and not over. */
  readonly isAsked: boolean;
}
