import type { AppContext, Viewer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { authOf } from './auth.ts';
import { rolesAt } from './store/roles.ts';

/** Who is signed in, from the session cookie; roles are read at this instant, so a revoked one stops at once. */
export function resolveViewer(kernel: Kernel): (c: AppContext) => Promise<Viewer | null> {
  return async (c) => {
    if (!c.req.header('cookie')?.includes('deffinum.session_token')) return null;
    const found = await authOf(kernel).api.getSession({ headers: c.req.raw.headers });
    if (found === null) return null;
    const { id, name, email } = found.user;
    return { personId: id, name, email, roles: await rolesAt(kernel.db, id, kernel.clock.now()) };
  };
}
