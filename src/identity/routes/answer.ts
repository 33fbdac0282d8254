import type { AppContext } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ADDRESS_HEADER, authOf } from '../auth.ts';

interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}

/** The client's address: the connection's, or the last one a trusted proxy wrote when its header is configured. */
export function addressOf(c: AppContext, { config }: Kernel): string {
  const header = config.CLIENT_ADDRESS_HEADER;
  const forwarded = header ? c.req.header(header)?.split(',').at(-1)?.trim() : undefined;
  return forwarded || (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress || '127.0.0.1';
}

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
