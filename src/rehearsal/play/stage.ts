import { createHash } from 'node:crypto';
import { peopleWithRole } from '../../identity/index.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ActName, Outcome, PlayedRole, PlayRefusal } from '../model/act.ts';
import type { CastProject } from '../model/cast.ts';

/** A wave, its cast and the kernel whose clock the machine plays by. */
export interface Stage {
  readonly kernel: Kernel;
  readonly waveId: string;
  readonly projects: readonly CastProject[];
  /** Told after each step: a long act shows where it is, and lets others pass. */
  readonly tick: (done: number, total: number) => Promise<void>;
}

export type Play = (stage: Stage) => Promise<Outcome>;

export const stopped = (refusal: PlayRefusal, done = 0, total = 0): Outcome => ({
  done,
  total,
  waitsUntil: null,
  refusal,
});

export const whole = (total: number, waitsUntil: Instant | null = null): Outcome => ({
  done: total,
  total,
  waitsUntil,
  refusal: null,
});

/** The product said no to a command of the machine: the act stops there, and its page says why. */
export class Refused extends Error {
  readonly refusal: PlayRefusal;

  constructor(command: string, why: string) {
    super(`${command}: ${why}`);
    this.refusal = { code: 'refused', command, why };
  }
}

/** What an accepted command changed. @throws Refused */
export function taken<Changes>(
  command: string,
  decision: Decision<Changes, { readonly code: string }> | null,
): Changes {
  if (decision === null) throw new Refused(command, 'not-found');
  if (decision.refusal !== null) throw new Refused(command, decision.refusal.code);
  return decision.changes;
}

/** The same name gives the same identifier: a machine that begins again finds what it began. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Those who hold a role now, or why the act cannot go on. @throws Lacking */
export async function holders({ kernel }: Stage, role: PlayedRole, wanted = 1): Promise<string[]> {
  const people = await peopleWithRole(kernel.db, role, kernel.clock.now());
  if (people.length < wanted) throw new Lacking(role, wanted, people.length);
  return people.map(({ id }) => id);
}

export class Lacking extends Error {
  readonly refusal: PlayRefusal;

  constructor(role: PlayedRole, wanted: number, held: number) {
    super(`${held} of ${wanted} ${role}`);
    this.refusal = { code: 'nobody', role, wanted, held };
  }
}

export const first = (ids: readonly string[]): string => ids[0] ?? '';

export const before = (act: ActName): Outcome => stopped({ code: 'before', act });
