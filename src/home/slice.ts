import type { Slice } from '../kernel/kernel.ts';
import { homeRoutes } from './routes.tsx';

export const homeSlice: Slice = { name: 'home', routes: homeRoutes };
