import type { Progress } from '../../applications/index.ts';

/** Where a file stands for those who follow a wave. `reopened`: being changed after a deposit. */
export type Stage = 'draft' | 'reopened' | 'deposited' | 'withdrawn';

export const STAGES: readonly Stage[] = ['draft', 'reopened', 'deposited', 'withdrawn'];

export const stageOf = ({ state, lastDepositedAt }: Pick<Progress, 'state' | 'lastDepositedAt'>): Stage =>
  state === 'draft' && lastDepositedAt !== null ? 'reopened' : state;

export const doneSteps = ({ steps }: Pick<Progress, 'steps'>): number =>
  steps.filter((step) => step.state === 'done').length;

/** Every blocking rule of the call is met: it may be deposited, or was. */
export const isEligible = ({ blocking }: Pick<Progress, 'blocking'>): boolean => blocking === 0;
