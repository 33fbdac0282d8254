import type { Matter, MembershipRole } from '../model.ts';

/** What a person holds of one organisation at one instant. */
export interface Held {
  readonly membership: MembershipRole | null;
  /** Matters of the mandates that hold. */
  readonly mandates: readonly Matter[];
}

/** By which right a person acts: their place in the organisation, or a mandate it gave them. */
export type Power = MembershipRole | 'mandate';

/** Matters a mandate also opens: who may sign may prepare what is signed. */
const OPENED_BY: Readonly<Record<Matter, readonly Matter[]>> = {
  apply: ['apply', 'sign'],
  account: ['account', 'sign'],
  sign: ['sign'],
};

/** A representative does everything; a member prepares; a mandate does what it names. Signing binds: a member alone may not. */
export function powerIn(matter: Matter, { membership, mandates }: Held): Power | null {
  if (membership === 'representative') return 'representative';
  if (membership === 'member' && matter !== 'sign') return 'member';
  return mandates.some((one) => OPENED_BY[matter].includes(one)) ? 'mandate' : null;
}
