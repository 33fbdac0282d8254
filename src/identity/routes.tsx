import { Hono } from 'hono';
import { type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { authOf } from './auth.ts';
import { accountRoutes } from './routes/account.tsx';
import { delegationRoutes } from './routes/delegations.tsx';
import { organisationRoutes } from './routes/organisations.tsx';
import { passwordRoutes } from './routes/password.tsx';
import { resumeRoutes } from './routes/resume.tsx';
import { roleRoutes } from './routes/roles.tsx';
import { signInRoutes } from './routes/sign-in.tsx';
import { signUpRoutes } from './routes/sign-up.tsx';
import { teamRoutes } from './routes/team.tsx';

/** What a browser or a provider calls by itself; the rest of better-auth is called by our pages, behind their limits. */
const CALLED_DIRECTLY = /^\/api\/auth\/(callback\/proconnect|passkey\/(generate|verify)-[a-z-]+)$/;

export function identityRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .on(['GET', 'POST'], '/api/auth/*', allow('public'), (c) =>
      CALLED_DIRECTLY.test(c.req.path) ? authOf(kernel).handler(c.req.raw) : c.notFound(),
    )
    .route('/', signInRoutes(kernel))
    .route('/', signUpRoutes(kernel))
    .route('/', accountRoutes(kernel))
    .route('/', resumeRoutes(kernel))
    .route('/', passwordRoutes(kernel))
    .route('/', teamRoutes(kernel))
    .route('/', delegationRoutes(kernel))
    .route('/', roleRoutes(kernel))
    .route('/', organisationRoutes(kernel));
}
