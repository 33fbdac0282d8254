import type { Slice } from '../kernel/kernel.ts';

export const paymentsSlice: Slice = { name: 'payments' };
