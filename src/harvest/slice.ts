import type { Slice } from '../kernel/kernel.ts';
import { harvestRoutes } from './routes.ts';

export const harvestSlice: Slice = { name: 'harvest', machine: harvestRoutes };
