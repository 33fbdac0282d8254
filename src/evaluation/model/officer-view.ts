import type { Instant } from '../../kernel/instant.ts';

/** An expert with what they may and do carry in a wave. */
export interface ExpertLoad {
  readonly personId: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly capacity: number;
  readonly assigned: number;
  readonly submitted: number;
  readonly recused: number;
}

export interface AssignmentLine {
  readonly applicationId: string;
  readonly personId: string;
  readonly recusedAt: Instant | null;
  readonly recusalReason: string | null;
  readonly submittedAt: Instant | null;
}

/** A file of the wave with the experts who hold it. */
export interface FileAssignments {
  readonly applicationId: string;
  readonly depositNumber: string;
  readonly title: string;
  readonly lines: readonly AssignmentLine[];
}
