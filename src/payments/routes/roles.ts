import type { Role } from '../../kernel/http.ts';

export const CERTIFIERS: readonly Role[] = ['certifier'];
export const APPROVERS: readonly Role[] = ['payment-officer', 'programme-manager'];
/** Who makes money leave: accounts, batches, what comes back from the bank. */
export const PAYERS: readonly Role[] = ['payment-officer'];
export const AGENTS: readonly Role[] = [...CERTIFIERS, ...APPROVERS];
