import { Hono } from 'hono';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { addApplicantRoutes } from './routes/applicant.tsx';
import { addOfficerRoutes } from './routes/officer.tsx';

export function instructionRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  addOfficerRoutes(routes, kernel);
  addApplicantRoutes(routes, kernel);
  return routes;
}
