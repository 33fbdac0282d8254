import type { Slice } from '../kernel/kernel.ts';

export const callsSlice: Slice = { name: 'calls' };
