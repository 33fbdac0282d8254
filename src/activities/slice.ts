import type { Slice } from '../kernel/kernel.ts';
import { gateSessions } from '../traces/index.ts';
import { activityRoutes } from './routes.tsx';
import { gate, KIND } from './store/open.ts';

gateSessions(KIND, gate);

export const activitiesSlice: Slice = { name: 'activities', routes: activityRoutes };
