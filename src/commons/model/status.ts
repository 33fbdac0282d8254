import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Resource, Status } from './resource.ts';

/** Why a curator takes a resource down. */
export const GROUNDS = ['rights', 'image', 'safety', 'unlawful', 'error'] as const;
export type Ground = (typeof GROUNDS)[number];

export interface StatusChange {
  readonly status: Status;
  /** Version that the catalogue showed then. */
  readonly version: number;
  readonly ground: Ground | null;
  readonly reason: string;
  /** Resource that takes its place. */
  readonly replacedBy: string | null;
  readonly changedAt: Instant;
}

/** A resource that was published once, in a curator's list. */
export interface CuratedLine {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly changedAt: Instant;
}

export type NewStatus = Pick<StatusChange, 'status' | 'version' | 'ground' | 'reason' | 'replacedBy'>;

export interface DeprecationAsked {
  readonly reason: string;
  /** As typed: an ARK, or the address of its page. Empty: nothing takes its place. */
  readonly replacement: string;
}

export interface TakeDown {
  readonly ground: Ground;
  readonly reason: string;
}

export type StatusRefusal =
  | { readonly code: 'not-published' }
  | { readonly code: 'taken-down' }
  | { readonly code: 'already-deprecated' }
  | { readonly code: 'not-deprecated' }
  | { readonly code: 'not-taken-down' }
  | { readonly code: 'replacement-unknown' }
  | { readonly code: 'replacement-itself' }
  | { readonly code: 'replacement-deprecated' };

type Outcome = Decision<NewStatus, StatusRefusal>;

const plain = { ground: null, replacedBy: null } as const;

/** @param replacement asked, `unknown` when no published resource has this name */
export function decideDeprecate(
  resource: Resource,
  reason: string,
  replacement: Pick<Resource, 'id' | 'status'> | 'unknown' | null,
): Outcome {
  if (resource.status === 'taken-down') return refuse({ code: 'taken-down' });
  if (resource.publishedVersion === null) return refuse({ code: 'not-published' });
  if (resource.status === 'deprecated') return refuse({ code: 'already-deprecated' });
  if (replacement === 'unknown') return refuse({ code: 'replacement-unknown' });
  if (replacement?.id === resource.id) return refuse({ code: 'replacement-itself' });
  if (replacement !== null && replacement.status !== 'in-force') return refuse({ code: 'replacement-deprecated' });
  const [status, version] = ['deprecated', resource.publishedVersion] as const;
  return accept({ status, version, ground: null, reason, replacedBy: replacement?.id ?? null });
}

export function decideRestore({ status, publishedVersion: version }: Resource, reason: string): Outcome {
  if (status !== 'deprecated' || version === null) return refuse({ code: 'not-deprecated' });
  return accept({ ...plain, status: 'in-force', version, reason });
}

export function decideTakeDown({ status, publishedVersion: version }: Resource, { ground, reason }: TakeDown): Outcome {
  if (status === 'taken-down') return refuse({ code: 'taken-down' });
  if (version === null) return refuse({ code: 'not-published' });
  return accept({ ...plain, status: 'taken-down', version, ground, reason });
}

/** The version that was shown is shown again. */
export function decidePutBack({ status }: Resource, last: StatusChange | null, reason: string): Outcome {
  if (status !== 'taken-down' || last === null) return refuse({ code: 'not-taken-down' });
  return accept({ ...plain, status: 'in-force', version: last.version, reason });
}
