import type { Slice } from '../kernel/kernel.ts';

/** Holds no table: a budget's values are fields of its application, versioned there like every other. */
export const budgetsSlice: Slice = { name: 'budgets' };
