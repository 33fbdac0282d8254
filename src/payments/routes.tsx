import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addAccountRoutes } from './routes/account.tsx';
import { addAccountsRoutes } from './routes/accounts.tsx';
import { addAgentRoutes } from './routes/agent.tsx';
import { addBatchRoutes } from './routes/batches.tsx';
import { addForecastRoutes } from './routes/forecast.tsx';
import { addPartnerRoutes } from './routes/partner.tsx';
import { addRecoveryRoutes } from './routes/recovery.tsx';
import { addReturnRoutes } from './routes/returns.tsx';

export function paymentsRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addAgentRoutes(routes, kernel);
  addPartnerRoutes(routes, kernel);
  addAccountRoutes(routes, kernel);
  addAccountsRoutes(routes, kernel);
  addBatchRoutes(routes, kernel);
  addRecoveryRoutes(routes, kernel);
  addForecastRoutes(routes, kernel);
  addReturnRoutes(routes, kernel);
  return routes;
}
