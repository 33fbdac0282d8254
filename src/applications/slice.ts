import type { Slice } from '../kernel/kernel.ts';

export const applicationsSlice: Slice = { name: 'applications' };
