import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { clientAddress, trustedProxies } from './address.ts';
import type { Instant } from './instant.ts';
import type { Log } from './log.ts';

/** Who looks at a page: what a header and an access rule need, and no more. */
export interface Viewer {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  /** Roles held at this instant, whatever their scope; a slice narrows by scope itself. */
  readonly roles: readonly Role[];
}

/** One word each, from GLOSSARY.md. */
export const ROLES = [
  'applicant',
  'programme-manager',
  'instructing-officer',
  'evaluator',
  'committee-member',
  'certifier',
  'payment-officer',
  'auditor',
  'provider',
  'place-manager',
  'trainer',
  'learner',
  'curator',
] as const;
export type Role = (typeof ROLES)[number];

export interface AppEnv {
  Variables: {
    /** Stamped before anything else: lateness is judged on it. */
    receivedAt: Instant;
    requestId: string;
    viewer: Viewer | null;
    log: Log;
    /** What the clock of a rehearsal shows; absent elsewhere. */
    rehearsedAt?: Instant;
    /** Navigation of the whole site, before the viewer's rights are applied. */
    nav: readonly NavLink[];
    /** Sources that this page alone may use beside the site's, by directive of the content policy; or a whole policy of its own. */
    policy?: Readonly<Record<string, readonly string[]>> | string;
    /** Keeps the form of a request refused for want of a session; see parking.ts. */
    park?: () => Promise<boolean>;
  };
}

export type AppContext = Context<AppEnv>;

/**
 * Who may pass a route. `signed-in` is any account; a list is any of these roles. `key`: a machine, which its own router asks for a
 * key; no session opens it.
 */
export type AccessRule = 'public' | 'signed-in' | 'key' | readonly Role[];

export interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly rule: AccessRule;
  /** `main`: under the name of the site. `footer`: what informs and proves. `account`: beside the person's name. */
  readonly place: 'main' | 'footer' | 'account';
  /** Small first; the same everywhere. */
  readonly order: number;
}

export interface AccessHandler extends MiddlewareHandler<AppEnv> {
  readonly accessRule: AccessRule;
}

/**
 * First handler of every route: `routes.get('/x', allow('public'), …)`. A test enumerates the routes and fails on one without it.
 *
 * Signed out: the sign-in page, and back here afterwards (401 in words to the script that sends files). Signed in without the role: 404, for whether a thing exists is
 * itself information.
 */
export function allow(rule: AccessRule): AccessHandler {
  const handler: MiddlewareHandler<AppEnv> = async (c, next) => {
    if (rule === 'key' || passes(rule, c.var.viewer)) return next();
    if (c.var.viewer !== null) return c.notFound();
    if (c.req.header('tus-resumable')) return c.text(SIGN_IN_AGAIN, 401);
    const retour = (await c.var.park?.()) ? '/reprendre' : backTo(c);
    return c.redirect(`/connexion?${new URLSearchParams({ retour })}`, 303);
  };
  return Object.assign(handler, { accessRule: rule });
}

export function passes(rule: AccessRule, viewer: Viewer | null): boolean {
  if (rule === 'public') return true;
  if (viewer === null || rule === 'key') return false;
  return rule === 'signed-in' || rule.some((role) => viewer.roles.includes(role));
}

/** A script sends files: it cannot follow a page, it shows this sentence. */
const SIGN_IN_AGAIN =
  'Votre session a expiré. Reconnectez-vous dans un autre onglet : l’envoi reprendra là où il s’est arrêté.';

/** When no form was kept (see parking.ts), its page is the place to come back to. */
const backTo = (c: AppContext) =>
  c.req.method === 'GET' ? new URL(c.req.url).pathname + new URL(c.req.url).search : pathOf(c.req.header('referer'));

const pathOf = (address: string | undefined) => {
  if (!address || !URL.canParse(address)) return '/';
  const url = new URL(address);
  return url.pathname + url.search;
};

/** The signed-in person of a route that declared more than `public`. */
export function viewerOf(c: AppContext): Viewer {
  const { viewer } = c.var;
  if (viewer === null) throw new Error('route without an access rule that asks for an account');
  return viewer;
}

/** What machines are answered is shown by no page: opened in a browser, it may do nothing. */
export const FOR_MACHINES = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Referrer-Policy': 'no-referrer',
} as const;

interface NodeBindings {
  readonly incoming?: IncomingMessage;
}

/**
 * The body of a request as it arrives; `null`: it has none. Straight from the connection where there is one: a web stream around
 * it costs a machine that speaks a thousand times a second more than all its rules, and closes the connection before the answer
 * when it is left before its end.
 */
export function bodyOf(c: Context): AsyncIterable<Uint8Array> | null {
  const { incoming } = (c.env as NodeBindings | undefined) ?? {};
  return incoming?.iterator({ destroyOnReturn: false }) ?? (c.req.raw.body as AsyncIterable<Uint8Array> | null);
}

const lists = new Map<string, BlockList>();

/** The client's address: the connection's, or what a proxy named in TRUSTED_PROXY says of it. */
export function addressOf(c: Context, config: { readonly TRUSTED_PROXY: string }): string {
  const trusted = lists.get(config.TRUSTED_PROXY) ?? trustedProxies(config.TRUSTED_PROXY);
  lists.set(config.TRUSTED_PROXY, trusted);
  const peer = (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? '127.0.0.1';
  return clientAddress(peer, c.req.header('x-forwarded-for'), trusted);
}
