import type { Slice } from '../kernel/kernel.ts';

export const identitySlice: Slice = { name: 'identity' };
