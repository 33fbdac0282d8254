import type { Reason, Role } from './plan.ts';

/** `dropped`: made, and no lighter than the original. `failed`: it may be asked again. */
export type StepState = 'waiting' | 'made' | 'dropped' | 'failed';

export interface Step {
  readonly name: string;
  readonly role: Role;
  readonly state: StepState;
  readonly reason: Reason | null;
  readonly sizeBytes: number | null;
}

export interface Progress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export const progressIn = (steps: readonly Pick<Step, 'state'>[]): Progress => ({
  done: steps.filter(({ state }) => state !== 'waiting').length,
  failed: steps.filter(({ state }) => state === 'failed').length,
  total: steps.length,
});
