import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addReadingRoutes } from './routes/manager.tsx';
import { addPartnerRoutes } from './routes/partner.tsx';
import { addSettingsRoutes } from './routes/settings.tsx';
import { addWritingRoutes } from './routes/write.tsx';

export function grantsRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addSettingsRoutes(routes, kernel);
  addReadingRoutes(routes, kernel);
  addWritingRoutes(routes, kernel);
  addPartnerRoutes(routes, kernel);
  return routes;
}
