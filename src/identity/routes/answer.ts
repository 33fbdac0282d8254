import { type AppContext, addressOf as clientAddressOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ADDRESS_HEADER, authOf } from '../auth.ts';

export const addressOf = (c: AppContext, { config }: Kernel): string => clientAddressOf(c, config);

/** The request's headers as better-auth reads them: cookies, and an address nobody can forge. */
export function authHeaders(c: AppContext, kernel: Kernel): Headers {
  const headers = new Headers(c.req.raw.headers);
  headers.set(ADDRESS_HEADER, addressOf(c, kernel));
  return headers;
}

/** Redirects with the cookies that better-auth set. */
export function redirectWithCookies(c: AppContext, from: Headers, path: string): Response {
  for (const cookie of from.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  return c.redirect(path, 303);
}

/**
 * Ends the session that the request came with: the one that follows has a new secret (an identifier planted beforehand is
 * worth nothing), and none is left behind.
 */
export async function endPreviousSession(c: AppContext, kernel: Kernel): Promise<void> {
  const found = await authOf(kernel).api.getSession({ headers: c.req.raw.headers });
  if (found === null) return;
  await kernel.db.deleteFrom('identity.session').where('id', '=', found.session.id).execute();
}
