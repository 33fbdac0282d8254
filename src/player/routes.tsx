import { Hono } from 'hono';
import { lightOf, opensHere, type Published, publishedAt } from '../commons/index.ts';
import { type AppContext, type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { ASKED_HINTS, readHints, VARY_ON } from '../variants/index.ts';
import { formsOf } from './model/forms.ts';
import { activityPath, coursePath } from './model.ts';
import { MediaPage } from './pages/media.tsx';
import { addSaveRoute, beginPackage, shownBy, showPackage } from './routes/package.tsx';
import { openPackages } from './store/packages.ts';

const ARK = '/communs/ark:/:authority/:name';

export function playerRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const packages = openPackages(kernel.files);
  routes.get(`${ARK}/ouvrir`, allow('public'), async (c) => {
    const opened = await openedBy(c, kernel);
    if (opened === null) return c.notFound();
    if (opened.report.kind === 'cmi5')
      return c.redirect(coursePath(kernel.config.ARK_AUTHORITY, opened.arkName, opened.version.number), 303);
    if (opened.report.kind === 'xapi' && c.req.query('essai') !== '1')
      return c.redirect(activityPath(kernel.config.ARK_AUTHORITY, opened.arkName, opened.version.number), 303);
    if (opened.report.files !== null) {
      const shown = await shownBy(c, kernel, packages, opened);
      return shown ? showPackage(c, kernel, shown) : c.notFound();
    }
    return showMedia(c, kernel, opened);
  });
  routes.post(`${ARK}/ouvrir`, allow('signed-in'), async (c) => {
    const opened = await openedBy(c, kernel);
    if (!opened?.report.kind.startsWith('scorm-')) return c.notFound();
    const shown = await shownBy(c, kernel, packages, opened);
    return shown ? beginPackage(c, kernel, shown) : c.notFound();
  });
  addSaveRoute(routes, kernel);
  return routes;
}

async function showMedia(c: AppContext, { db, config }: Kernel, opened: Published) {
  const { version, report } = opened;
  const light = await lightOf(
    db,
    { ...version, report },
    readHints((name) => c.req.header(name)),
  );
  c.set('policy', POLICIES[report.kind] ?? {});
  const page = (
    <MediaPage
      view={viewOf(c, config.DEMO)}
      authority={config.ARK_AUTHORITY}
      opened={opened}
      forms={formsOf(config.ARK_AUTHORITY, opened, light, c.req.query('forme'))}
    />
  );
  return light ? c.html(page, 200, { 'Accept-CH': ASKED_HINTS, Vary: VARY_ON }) : c.html(page);
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
async function openedBy(c: AppContext, kernel: Kernel): Promise<Published | null> {
  const [authority, name, version] = [c.req.param('authority'), c.req.param('name'), c.req.query('version')];
  const opened = await publishedAt(kernel, { authority, name, version });
  return opened && opensHere(opened.report) ? opened : null;
}
