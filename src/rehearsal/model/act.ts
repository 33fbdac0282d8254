import type { Instant } from '../../kernel/instant.ts';

/** What the machine can play in place of the people of a wave, in the order of the chain. */
export const ACTS = ['deposit', 'instruct', 'score', 'decide', 'sign', 'pay'] as const;
export type ActName = (typeof ACTS)[number];

export type PlayedRole =
  | 'programme-manager'
  | 'instructing-officer'
  | 'evaluator'
  | 'committee-member'
  | 'certifier'
  | 'payment-officer';

export type PlayRefusal =
  | { readonly code: 'no-wave' }
  | { readonly code: 'wave-not-open'; readonly opensAt: Instant; readonly closesAt: Instant; readonly now: Instant }
  | { readonly code: 'wave-not-closed'; readonly closesAt: Instant; readonly now: Instant }
  /** So many people of a role are needed, and fewer hold it now. */
  | { readonly code: 'nobody'; readonly role: PlayedRole; readonly wanted: number; readonly held: number }
  /** An earlier part of the chain is to be played, by people or by the machine. */
  | { readonly code: 'before'; readonly act: ActName }
  /** The product itself refused a command, as it would refuse it to anybody. */
  | { readonly code: 'refused'; readonly command: string; readonly why: string }
  /** A defect: the log of the service tells more. */
  | { readonly code: 'broken' };

/** How far an act went: `waitsUntil` is the end of a period that the law gives, which nobody shortens. */
export interface Outcome {
  readonly done: number;
  readonly total: number;
  readonly waitsUntil: Instant | null;
  readonly refusal: PlayRefusal | null;
}
