import { relative } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import { type Published, publishedVersion } from '../../commons/index.ts';
import { factsOf } from '../../kernel/file-facts.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ASSETS_DIR } from '../../ui/assets.ts';
import { contentHost } from '../origin.ts';
import { framePage } from '../pages/frame.ts';
import { fileOf, openPackages, type Packages } from '../store/packages.ts';
import { bodyOf } from '../store/packed.ts';

/** Everything under the host names of packages answers here, and nothing of the site does. */
export function contentDoor(kernel: Kernel): Hono<AppEnv> {
  const inside = contentRoutes(kernel);
  return new Hono<AppEnv>().use('*', async (c, next) => {
    const name = contentHost(kernel.config, new URL(c.req.url).host);
    if (name === null) return next();
    return inside.fetch(c.req.raw, c.env);
  });
}

function contentRoutes(kernel: Kernel): Hono<AppEnv> {
  const packages = openPackages(kernel.files);
  const routes = new Hono<AppEnv>();
  routes.use('*', async (c, next) => {
    await next();
    guard(c, kernel);
  });
  routes.get(
    '/assets/*',
    allow('public'),
    serveStatic({
      root: relative(process.cwd(), ASSETS_DIR),
      rewriteRequestPath: (path) => path.slice('/assets'.length),
      precompressed: true,
    }),
  );
  routes.get('/:name/:version/cadre', allow('public'), async (c) => {
    const opened = await openedBy(c, kernel);
    const units = opened ? await packages.unitsOf(opened) : [];
    const unit = units[Number(c.req.query('unite') ?? 0)];
    if (!opened || !unit) return c.notFound();
    return c.html(framePage({ opened, unit, platform: new URL(kernel.config.PUBLIC_URL).origin }));
  });
  routes.get('/:name/:version/contenu/:path{.+}', allow('public'), (c) => sendEntry(c, kernel, packages));
  routes.notFound((c) => c.text('Ce fichier n’est pas dans le paquet.', 404));
  routes.onError((error, c) => {
    kernel.log.error({ err: error }, 'content of a package');
    return c.text('Ce contenu ne peut pas être lu pour le moment.', 503);
  });
  return routes;
}

/**
 * A foreign page may run its scripts and nothing else: it reads its own origin and speaks to the store of traces, frames nothing, sends no
 * form elsewhere, leaves its frame for no address, and only this site may frame it.
 */
function guard(c: AppContext, { config }: Kernel): void {
  const platform = new URL(config.PUBLIC_URL).origin;
  const own = "'self' data: blob:";
  const headers = {
    'Content-Security-Policy': [
      `default-src ${own} 'unsafe-inline' 'unsafe-eval'`,
      // The store of traces answers any origin, and opens to who bears a credential.
      `connect-src ${own} ${platform}/xapi/ ${platform}/cmi5/jeton/`,
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
      `frame-ancestors 'self' ${platform}`,
      'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads',
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Origin-Agent-Cluster': '?1',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
  };
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  c.res.headers.delete('Set-Cookie');
}

/** The version that the address names, when its host may show it. */
async function openedBy(c: AppContext, { db, config }: Kernel): Promise<Published | null> {
  const [name = '', version = ''] = [c.req.param('name'), c.req.param('version')];
  const host = contentHost(config, new URL(c.req.url).host);
  if ((host !== '' && host !== name) || !/^[1-9]\d{0,8}$/.test(version)) return null;
  const opened = await publishedVersion(db, name, Number(version));
  const facts = opened ? await factsOf(db, opened.version.sha256) : null;
  // Set aside by the antivirus since it was published: no part of it is served.
  return facts === null || facts.scanState === 'infected' ? null : opened;
}

async function sendEntry(c: AppContext, kernel: Kernel, packages: Packages): Promise<Response> {
  const opened = await openedBy(c, kernel);
  if (!opened || opened.report.files === null) return c.notFound();
  const entry = fileOf(await packages.of(opened), c.req.path.split('/').slice(4).join('/'));
  if (!entry) return c.notFound();
  const tag = `"${opened.version.sha256.slice(0, 16)}-${entry.crc32.toString(16)}"`;
  const headers = {
    // The page's own <meta charset> tells: packages are written in every encoding.
    'Content-Type': (getMimeType(entry.name) ?? 'application/octet-stream').replace(/;.*$/, ''),
    'Cache-Control': 'public, max-age=3600',
    ETag: tag,
    Vary: 'Accept-Encoding',
    'Accept-Ranges': 'bytes',
  };
  if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers);
  const asked = { range: c.req.header('range'), gzip: /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') };
  const sent = await bodyOf(kernel.files, opened.version.sha256, entry, asked);
  return new Response(sent.body, { status: sent.status, headers: { ...headers, ...sent.headers } });
}
