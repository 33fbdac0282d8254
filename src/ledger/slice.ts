import type { Slice } from '../kernel/kernel.ts';

export const ledgerSlice: Slice = { name: 'ledger' };
