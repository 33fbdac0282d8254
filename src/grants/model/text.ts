import { type ClauseText, fillClauses, type Naming } from './clauses.ts';
import type { Terms } from './terms.ts';
import type { Agreement, Version } from './whole.ts';

/** What is read, printed and signed: its canonical form is hashed, and each signature carries that hash. */
export interface AgreementText extends Naming {
  readonly format: 'deffinum-convention/1';
  readonly version: number;
  readonly reason: string;
  readonly terms: Terms;
  readonly clauses: readonly ClauseText[];
}

type Named = Pick<Agreement, 'number' | 'title' | 'callTitle' | 'authority'>;

export function textOf(
  { number, title, callTitle, authority }: Named,
  version: Pick<Version, 'number' | 'reason' | 'terms'>,
  clauses: readonly ClauseText[],
): AgreementText {
  const naming = { number, title, callTitle, authority };
  return {
    format: 'deffinum-convention/1',
    ...naming,
    version: version.number,
    reason: version.reason,
    terms: version.terms,
    clauses: fillClauses(clauses, version.terms, naming),
  };
}
