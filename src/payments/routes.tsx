import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addAgentRoutes } from './routes/agent.tsx';
import { addPartnerRoutes } from './routes/partner.tsx';

export function paymentsRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addAgentRoutes(routes, kernel);
  addPartnerRoutes(routes, kernel);
  return routes;
}
