/**
 * What a model answers: the changes to write, or the reason why not.
 * A foreseeable "no" is a value; an exception is a bug.
 */
export type Decision<Changes, Refusal> =
  | { readonly changes: Changes; readonly refusal: null }
  | { readonly changes: null; readonly refusal: Refusal };

export const accept = <Changes>(changes: Changes) => ({ changes, refusal: null }) as const;
export const refuse = <const Refusal>(refusal: Refusal) => ({ changes: null, refusal }) as const;

/** What a person reads of a refusal: what happened, why, what to do, until when; no blame. */
export interface Message {
  readonly title: string;
  readonly text: string;
}

/** Outcome of reading a form: the typed command, or one sentence for each faulty field. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: FieldErrors };

/** Field name → French sentence. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A row of a state machine: the page and the test print the same table. */
export interface Transition<State extends string, Event extends string> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
}

/** `null`: this event means nothing in this state. */
export function nextState<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  from: State,
  event: Event,
): State | null {
  return table.find((row) => row.from === from && row.event === event)?.to ?? null;
}
