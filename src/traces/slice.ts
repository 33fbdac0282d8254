import type { Slice } from '../kernel/kernel.ts';
import { tracesRoutes } from './routes.tsx';

export const tracesSlice: Slice = { name: 'traces', routes: tracesRoutes };
