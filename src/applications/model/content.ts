import type { Budget, BudgetTotals } from '../../budgets/index.ts';
import type { StatementKind } from './statements.ts';

/** What a page reads of a file's content, live or as a deposit sealed it: then its instants are ISO texts. */
export interface Content {
  readonly title: string;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly consortium: readonly {
    readonly siret: string;
    readonly name: string;
    readonly isLead: boolean;
    readonly family: string | null;
    readonly shareCents: number;
    readonly mandateSignedAt: string | null;
  }[];
  readonly budget: Budget;
  readonly totals: BudgetTotals;
  readonly statements: readonly {
    readonly partnerId: string;
    readonly kind: StatementKind;
    readonly signatoryName: string;
    readonly signatoryCapacity: string;
    readonly signedAt: string | Date;
  }[];
}
