import type { Slice } from '../kernel/kernel.ts';

export const committeeSlice: Slice = { name: 'committee' };
