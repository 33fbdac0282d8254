import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addApplicantRoutes } from './routes/applicant.tsx';
import { addFileRoutes } from './routes/file.tsx';
import { addWaveRoutes } from './routes/wave.tsx';

export function committeeRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addWaveRoutes(routes, kernel);
  addFileRoutes(routes, kernel);
  addApplicantRoutes(routes, kernel);
  return routes;
}
