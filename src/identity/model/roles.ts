import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';

/** A role given to a person, with its scope (`null`: the whole platform) and its dates. */
export interface Grant<Role extends string = string> {
  readonly id: string;
  readonly personId: string;
  readonly role: Role;
  readonly scope: string | null;
  readonly validFrom: Instant;
  /** First instant at which it no longer holds. */
  readonly validTo: Instant | null;
}

/** The role that gives roles. */
export const ADMINISTRATOR = 'programme-manager';

export const holdsAt = (grant: Pick<Grant, 'validFrom' | 'validTo'>, at: Instant): boolean =>
  grant.validFrom <= at && (grant.validTo === null || grant.validTo > at);

const isAdministrator = (grants: readonly Grant[], personId: string, at: Instant) =>
  grants.some((g) => g.personId === personId && g.role === ADMINISTRATOR && g.scope === null && holdsAt(g, at));

export type GrantRefusal =
  | { readonly code: 'not-administrator' }
  | { readonly code: 'own-role' }
  | { readonly code: 'already-held' };

export interface GrantCommand<Role extends string = string> {
  readonly byId: string;
  readonly personId: string;
  readonly role: Role;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly at: Instant;
}

/** Nobody serves themselves: even the one who gives roles asks another for theirs. */
export function decideGrant(
  state: { readonly administrators: readonly Grant[]; readonly held: readonly Grant[] },
  { byId, personId, role, from, to, at }: GrantCommand,
): Decision<{ readonly from: Instant; readonly to: Instant | null }, GrantRefusal> {
  if (!isAdministrator(state.administrators, byId, at)) return refuse({ code: 'not-administrator' });
  if (byId === personId) return refuse({ code: 'own-role' });
  const overlaps = (g: Grant) => (to === null || g.validFrom < to) && (g.validTo === null || g.validTo > from);
  if (state.held.some((g) => g.role === role && g.scope === null && overlaps(g)))
    return refuse({ code: 'already-held' });
  return accept({ from, to });
}

export type RevocationRefusal =
  | { readonly code: 'not-administrator' }
  | { readonly code: 'already-over' }
  | { readonly code: 'last-administrator' };

/** The platform always keeps somebody who gives roles, without an end to theirs. */
export function decideRevocation(
  state: { readonly administrators: readonly Grant[]; readonly grant: Grant },
  { byId, at }: { readonly byId: string; readonly at: Instant },
): Decision<{ readonly endsAt: Instant }, RevocationRefusal> {
  const { administrators, grant } = state;
  if (!isAdministrator(administrators, byId, at)) return refuse({ code: 'not-administrator' });
  if (grant.validTo !== null && grant.validTo <= at) return refuse({ code: 'already-over' });
  const lasting = administrators.some(
    (g) => g.personId !== grant.personId && g.scope === null && g.validTo === null && holdsAt(g, at),
  );
  if (grant.role === ADMINISTRATOR && grant.scope === null && holdsAt(grant, at) && !lasting)
    return refuse({ code: 'last-administrator' });
  // One that has not begun ends where it would have begun: it never held.
  return accept({ endsAt: grant.validFrom > at ? grant.validFrom : at });
}
