import type { Slice } from '../kernel/kernel.ts';
import { dispatchDoor } from './routes/door.tsx';
import { dispatchRoutes } from './routes/manage.tsx';

export const dispatchSlice: Slice = { name: 'dispatch', machine: dispatchDoor, routes: dispatchRoutes };
