import type { Transition } from '../../kernel/decision.ts';

export type ApplicationState = 'draft' | 'deposited' | 'withdrawn';
export type ApplicationEvent = 'deposit' | 'reopen' | 'withdraw';

/** A deposited file is changed by reopening it: the version already deposited stands until the next deposit. */
export const APPLICATION_TABLE: readonly Transition<ApplicationState, ApplicationEvent>[] = [
  { from: 'draft', event: 'deposit', to: 'deposited' },
  { from: 'deposited', event: 'reopen', to: 'draft' },
  { from: 'deposited', event: 'withdraw', to: 'withdrawn' },
  { from: 'withdrawn', event: 'reopen', to: 'draft' },
];
