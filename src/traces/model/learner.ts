import type { Members } from './check.ts';
import { identifierOf } from './standing.ts';

/** A person of this site, as traces name them: an account that means nothing elsewhere. */
export interface NamedLearner {
  readonly actor: Members;
  /** As `identifierOf` writes it. */
  readonly agent: string;
}

/** @param home address of this installation */
export function learnerNamed(home: string, personId: string): NamedLearner {
  const actor = { objectType: 'Agent', account: { homePage: home, name: personId } };
  return { actor, agent: identifierOf(actor) ?? '' };
}
