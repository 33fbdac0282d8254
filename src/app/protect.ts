import type { Hono, MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { AppEnv } from '../kernel/http.ts';
import { addressOf } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Every answer passes here: pages, files, errors. */
export function protect(app: Hono<AppEnv>, { config }: Kernel): void {
  // Files keep their length and ranges; assets were compressed when built.
  app.use(compress({ contentTypeFilter: /^text\/html/ }));
  app.use(judgePolicy);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        // A form that leads to the identity provider is redirected there: browsers hold the redirect to the same rule.
        formAction: ["'self'", ...(config.PROCONNECT_ISSUER ? [new URL(config.PROCONNECT_ISSUER).origin] : [])],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
      },
      crossOriginOpenerPolicy: 'same-origin',
      crossOriginResourcePolicy: 'same-origin',
      referrerPolicy: 'same-origin',
      xContentTypeOptions: 'nosniff',
      xFrameOptions: 'DENY',
      strictTransportSecurity: config.PUBLIC_URL.startsWith('https:') ? 'max-age=31536000; includeSubDomains' : false,
      // A passkey is all that a page asks of a device.
      permissionsPolicy: {
        accelerometer: [],
        browsingTopics: [],
        camera: [],
        displayCapture: [],
        geolocation: [],
        gyroscope: [],
        hid: [],
        magnetometer: [],
        microphone: [],
        midi: [],
        payment: [],
        publickeyCredentialsGet: ['self'],
        serial: [],
        usb: [],
      },
    }),
  );
  app.use(noticeOwnPolicy);
  app.use(csrf({ origin: new URL(config.PUBLIC_URL).origin }));
  if (config.RATE_POSTS_PER_MINUTE > 0) app.use(limitPosts(config));
}

/**
 * A page that shows a scene or a foreign content says what it needs beside the policy of the site; a stored file, or an answer to a
 * machine, has a closed one of its own. All the others stay as strict as they are.
 */
const judgePolicy: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { policy } = c.var;
  if (policy === undefined) return;
  const whole =
    typeof policy === 'string' ? policy : widened(c.res.headers.get('Content-Security-Policy') ?? '', policy);
  c.res.headers.set('Content-Security-Policy', whole);
};

/** Below the headers of the site, which would take its place. */
const noticeOwnPolicy: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const own = c.res.headers.get('Content-Security-Policy');
  if (own !== null) c.set('policy', own);
};

function widened(site: string, wanted: Readonly<Record<string, readonly string[]>>): string {
  const directives = new Map(
    site.split('; ').map((line) => {
      const [name = '', ...sources] = line.split(' ');
      return [name, sources] as const;
    }),
  );
  for (const [name, sources] of Object.entries(wanted))
    directives.set(name, [...(directives.get(name) ?? ["'self'"]), ...sources]);
  return [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join('; ');
}

const WINDOW_SECONDS = 60;

/** What one address may send in a minute, counted by this server alone: a flood is cut before a form is even read. */
function limitPosts(config: Kernel['config']): MiddlewareHandler<AppEnv> {
  const limiter = new RateLimiterMemory({ points: config.RATE_POSTS_PER_MINUTE, duration: WINDOW_SECONDS });
  return async (c, next) => {
    if (c.req.method === 'POST') {
      await limiter.consume(addressOf(c, config)).catch((reason: unknown) => {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        c.header('Retry-After', String(Math.max(1, Math.ceil(reason.msBeforeNext / 1000))));
        throw new HTTPException(429, { message: 'too many requests' });
      });
    }
    await next();
  };
}
