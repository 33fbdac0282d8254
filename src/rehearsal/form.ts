import type { Parsed } from '../kernel/decision.ts';
import { type Instant, zonedInstant } from '../kernel/instant.ts';
import { SPEEDS, type Speed } from '../kernel/rehearsal.ts';
import { ACTS, type ActName } from './model/act.ts';
import { JUMPS, type JumpName } from './model/clock.ts';

const text = (data: FormData, name: string) => String(data.get(name) ?? '').trim();

export interface JumpAsked {
  readonly name: JumpName | null;
  readonly at: Instant | null;
  /** What the clock showed on the page: « thirty days later » asked by two people at once leads both to the same day. */
  readonly seenAt: Instant | null;
}

/** A named jump, else the instant written in the field. */
export function parseJump(data: FormData): Parsed<JumpAsked> {
  const named = JUMPS.find((one) => one === text(data, 'saut'));
  const seen = new Date(text(data, 'vu'));
  const seenAt = Number.isNaN(seen.getTime()) ? null : seen;
  if (named) return { ok: true, value: { name: named, at: null, seenAt } };
  const local = text(data, 'instant');
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) && !Number.isNaN(Date.parse(`${local}Z`)))
    return { ok: true, value: { name: null, at: zonedInstant(local), seenAt } };
  return {
    ok: false,
    errors: { instant: 'Indiquez un jour et une heure qui existent, par exemple 15/03/2027 à 11:55.' },
  };
}

export function parseSpeed(data: FormData): Parsed<Speed> {
  const speed = SPEEDS.find((one) => String(one) === text(data, 'vitesse'));
  return speed
    ? { ok: true, value: speed }
    : { ok: false, errors: { vitesse: 'Choisissez une des vitesses proposées.' } };
}

export function parseAct(data: FormData): Parsed<ActName> {
  const act = ACTS.find((one) => one === text(data, 'acte'));
  return act ? { ok: true, value: act } : { ok: false, errors: { acte: 'Choisissez une des étapes proposées.' } };
}

/** Nothing is undone by a slip: the box must be ticked. */
export const parseReset = (data: FormData): Parsed<true> =>
  text(data, 'confirmation') === 'oui'
    ? { ok: true, value: true }
    : { ok: false, errors: { confirmation: 'Cochez la case : tout le monde fictif sera effacé, sans retour.' } };
