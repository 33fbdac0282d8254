import type { Slice } from '../kernel/kernel.ts';

export const commonsSlice: Slice = { name: 'commons' };
