import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addApiRoutes } from './routes/api.tsx';
import { addCurationRoutes } from './routes/curation.tsx';
import { addDepositRoutes } from './routes/deposit.tsx';
import { addPublicRoutes } from './routes/public.tsx';
import { addReviewRoutes } from './routes/review.tsx';
import { addTrustRoutes } from './routes/trust.tsx';

export function commonsRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addDepositRoutes(routes, kernel);
  addPublicRoutes(routes, kernel);
  addTrustRoutes(routes, kernel);
  addCurationRoutes(routes, kernel);
  addApiRoutes(routes, kernel);
  addReviewRoutes(routes, kernel);
  return routes;
}
