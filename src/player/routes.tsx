import { Hono } from 'hono';
import { foldArk, opensHere, type Published, publishedVersion } from '../commons/index.ts';
import { type AppContext, type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { MediaPage } from './pages/media.tsx';

const ARK = '/communs/ark:/:authority/:name';

export function playerRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get(`${ARK}/ouvrir`, allow('public'), async (c) => {
    const opened = await openedBy(c, kernel);
    if (opened === null) return c.notFound();
    c.set('policy', POLICIES[opened.report.kind] ?? {});
    return c.html(
      <MediaPage view={viewOf(c, kernel.config.DEMO)} authority={kernel.config.ARK_AUTHORITY} opened={opened} />,
    );
  });
  return routes;
}

/** The one style of the 3D viewer, and the compressed scenes that it unpacks. Textures are read from the page's memory. */
const SCENE_POLICY = {
  'script-src': ["'wasm-unsafe-eval'"],
  'style-src': ["'sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0='"],
  'img-src': ['blob:'],
  'connect-src': ['blob:', 'data:'],
} as const;

const POLICIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  gltf: SCENE_POLICY,
  panorama: { 'img-src': ['blob:'], 'connect-src': ['blob:'] },
};

/** The published version asked for, when it is one that opens here. */
async function openedBy(c: AppContext, { db, config }: Kernel): Promise<Published | null> {
  if (c.req.param('authority') !== config.ARK_AUTHORITY) return null;
  const asked = c.req.query('version');
  if (asked !== undefined && !/^[1-9]\d{0,8}$/.test(asked)) return null;
  const opened = await publishedVersion(db, foldArk(c.req.param('name') ?? ''), asked ? Number(asked) : null);
  return opened && opensHere(opened.report) ? opened : null;
}
