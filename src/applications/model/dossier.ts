import type { Budget, BudgetTotals } from '../../budgets/index.ts';
import type { Answers, Call, FormRevision, MissingField, Rule, Wave } from '../../calls/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ApplicationState } from './application.ts';
import type { Partner } from './consortium.ts';
import type { Check } from './eligibility.ts';
import type { Versioned } from './merge.ts';
import type { StatementKind } from './statements.ts';

export interface StoredField extends Versioned {
  readonly key: string;
  readonly updatedBy: string | null;
  readonly updatedAt: Instant;
}

export interface Application {
  readonly id: string;
  readonly waveId: string;
  readonly formRevisionId: string;
  readonly state: ApplicationState;
  readonly title: string;
  readonly createdAt: Instant;
  readonly touchedAt: Instant;
  readonly lastDepositedAt: Instant | null;
}

export interface Statement {
  readonly partnerId: string;
  readonly kind: StatementKind;
  readonly textVersion: string;
  readonly content: unknown;
  readonly signatoryName: string;
  readonly signatoryCapacity: string;
  readonly signedAt: Instant;
}

/** A file as its tables hold it. */
export interface Whole {
  readonly application: Application;
  readonly partners: readonly Partner[];
  readonly mine: Partner;
  readonly fields: ReadonlyMap<string, StoredField>;
  readonly statements: readonly Statement[];
  readonly openConflicts: number;
}

/** A file judged by the form it keeps and the rules of its wave. */
export interface Judged extends Whole {
  readonly revision: FormRevision;
  readonly rules: readonly Rule[];
  readonly answers: Answers;
  readonly budget: Budget;
  readonly totals: BudgetTotals;
  readonly missing: readonly MissingField[];
  readonly checks: readonly Check[];
}

/** With all that its pages show. */
export interface Dossier extends Judged {
  readonly wave: Wave;
  readonly call: Call;
}

export interface Present {
  readonly name: string;
  readonly partnerName: string;
  readonly section: string;
}

export interface ListLine {
  readonly id: string;
  readonly title: string;
  readonly state: ApplicationState;
  readonly waveId: string;
  readonly touchedAt: Instant;
  readonly lastDepositedAt: Instant | null;
  readonly partnerName: string;
  readonly isLead: boolean;
}

export interface Conflict {
  readonly id: string;
  readonly key: string;
  readonly other: unknown;
  readonly otherBy: string;
  readonly otherAt: Instant;
  readonly current: unknown;
  readonly currentBy: string;
  readonly currentAt: Instant;
}

export interface HistoryLine {
  readonly key: string;
  readonly version: number | null;
  readonly from: unknown;
  readonly to: unknown;
  readonly by: string;
  readonly at: Instant;
}
