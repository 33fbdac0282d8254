import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { agentRoutes } from './routes/agent.tsx';
import { laureateRoutes } from './routes/laureates.tsx';
import { openDataRoutes } from './routes/open-data.tsx';
import { threadRoutes } from './routes/thread.tsx';

export const publicationRoutes = (kernel: Kernel): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .route('/', openDataRoutes(kernel))
    .route('/', laureateRoutes(kernel))
    .route('/', threadRoutes(kernel))
    .route('/', agentRoutes(kernel));
