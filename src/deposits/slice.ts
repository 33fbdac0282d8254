import type { Slice } from '../kernel/kernel.ts';

export const depositsSlice: Slice = { name: 'deposits' };
