import { accept, type Decision, refuse } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';

export interface Slot {
  readonly id: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly place: string;
  readonly applicationId: string | null;
  readonly minutes: string | null;
}

export interface HearingView {
  readonly title: string;
  readonly byLead: boolean;
  readonly mine: Slot | null;
  /** Free and to come. */
  readonly free: readonly Slot[];
}

export type HearingRefusal =
  | { readonly code: 'slot-taken' }
  | { readonly code: 'slot-past' }
  | { readonly code: 'already-booked'; readonly startsAt: Instant }
  | { readonly code: 'not-lead' }
  | { readonly code: 'not-booked' };

/** One hearing a file, one file a slot. At its very start a slot is past. */
export function decideBook(
  slot: Slot,
  mine: Slot | null,
  byLead: boolean,
  at: Instant,
): Decision<{ readonly slotId: string }, HearingRefusal> {
  if (!byLead) return refuse({ code: 'not-lead' });
  if (mine !== null) return refuse({ code: 'already-booked', startsAt: mine.startsAt });
  if (slot.applicationId !== null) return refuse({ code: 'slot-taken' });
  return at >= slot.startsAt ? refuse({ code: 'slot-past' }) : accept({ slotId: slot.id });
}

/** A booked slot is freed before it starts, and once heard no more. */
export function decideFree(
  mine: Slot,
  byLead: boolean,
  at: Instant,
): Decision<{ readonly slotId: string }, HearingRefusal> {
  if (!byLead) return refuse({ code: 'not-lead' });
  return at >= mine.startsAt ? refuse({ code: 'slot-past' }) : accept({ slotId: mine.id });
}
