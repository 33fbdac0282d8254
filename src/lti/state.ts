import { createHmac, timingSafeEqual } from 'node:crypto';
import { accept, type Decision, refuse } from '../kernel/decision.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { LaunchRefusal } from './model/launch.ts';

/** A person signs in on their platform meanwhile. */
export const STATE_SECONDS = 600;
const MAX_CHARS = 1000;

export interface State {
  readonly id: string;
  readonly nonce: string;
  readonly platformId: string;
  readonly expiresAtMs: number;
}

const sign = (secret: string, purpose: string, text: string) =>
  createHmac('sha256', secret).update(`lti:${purpose}:${text}`).digest('base64url');

/** What the browser that began keeps: only it may finish. */
export const bindingOf = (secret: string, id: string): string => sign(secret, 'bind', id);
export const bindingName = (id: string): string => `lti-${id}`;

/** The beginning of a launch, signed: nothing is written until it is over. */
export function newState(secret: string, platformId: string, at: Instant): { state: State; text: string } {
  const id = newId();
  const state = {
    ...{ id, platformId, nonce: sign(secret, 'nonce', id) },
    expiresAtMs: at.getTime() + STATE_SECONDS * 1000,
  };
  const body = Buffer.from(JSON.stringify(state)).toString('base64url');
  return { state, text: `${body}.${sign(secret, 'state', body)}` };
}

/** @param bound reads the cookie of this name */
export function readState(
  secret: string,
  text: string,
  bound: (name: string) => string | undefined,
  at: Instant,
): Decision<State, LaunchRefusal> {
  if (text === '') return refuse({ code: 'state-missing' });
  const [body = '', signature = ''] = text.slice(0, MAX_CHARS).split('.');
  if (!same(signature, sign(secret, 'state', body))) return refuse({ code: 'state-forged' });
  const state = JSON.parse(Buffer.from(body, 'base64url').toString()) as State;
  if (at.getTime() > state.expiresAtMs) return refuse({ code: 'state-expired' });
  if (!same(bound(bindingName(state.id)) ?? '', bindingOf(secret, state.id))) return refuse({ code: 'state-unbound' });
  return accept(state);
}

export function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
