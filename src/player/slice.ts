import type { Slice } from '../kernel/kernel.ts';
import { contentDoor } from './routes/content.ts';
import { playerRoutes } from './routes.tsx';

export const playerSlice: Slice = { name: 'player', routes: playerRoutes, elsewhere: contentDoor };
