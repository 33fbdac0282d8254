import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addExpertRoutes } from './routes/expert.tsx';
import { addGridRoutes } from './routes/grids.tsx';
import { addHearingRoutes } from './routes/hearings.tsx';
import { addOfficerRoutes } from './routes/officer.tsx';

export function evaluationRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addExpertRoutes(routes, kernel);
  addOfficerRoutes(routes, kernel);
  addGridRoutes(routes, kernel);
  addHearingRoutes(routes, kernel);
  return routes;
}
