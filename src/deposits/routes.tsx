import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addDepositRoutes } from './routes/deposit.tsx';
import { addPublicRoutes } from './routes/public.tsx';
import { addPrintedRoute, addReceiptRoutes } from './routes/receipt.tsx';
import { addReopenRoutes } from './routes/reopen.tsx';

export function depositRoutes(kernel: Kernel): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  addDepositRoutes(app, kernel);
  addReopenRoutes(app, kernel);
  addReceiptRoutes(app, kernel);
  addPrintedRoute(app, kernel);
  addPublicRoutes(app, kernel);
  return app;
}
