import { Hono } from 'hono';
import { activityOf, type Published, publishedAt } from '../commons/index.ts';
import { organisationById } from '../identity/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { contentAddress, manifestBytes } from '../player/index.ts';
import { keeperOf } from '../traces/index.ts';
import { viewOf } from '../ui/index.ts';
import { ActivityPage } from './pages.tsx';
import { openActivity } from './store/open.ts';

const ACTIVITY = '/communs/ark:/:authority/:name/activite';

/** An xAPI activity of the commons, opened with a credential of its own. */
export function activityRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get(ACTIVITY, allow('public'), async (c) => {
    const opened = await openedBy(c, kernel);
    return opened ? show(c, kernel, opened, null) : c.notFound();
  });
  routes.post(ACTIVITY, allow('signed-in'), async (c) => {
    const opened = await openedBy(c, kernel);
    return opened ? open(c, kernel, opened) : c.notFound();
  });
  return routes;
}

async function openedBy(c: AppContext, kernel: Kernel): Promise<Published | null> {
  const [authority, name, version] = [c.req.param('authority'), c.req.param('name'), c.req.query('version')];
  const opened = await publishedAt(kernel, { authority, name, version });
  return opened?.report.kind === 'xapi' ? opened : null;
}

const keeperIn = (c: AppContext, { db }: Kernel, { organisationId }: Published) =>
  keeperOf(db, c.var.viewer?.personId ?? null, organisationId, c.var.receivedAt);

async function show(c: AppContext, kernel: Kernel, opened: Published, address: string | null): Promise<Response> {
  const keeper = await organisationById(kernel.db, await keeperIn(c, kernel, opened));
  return c.html(
    <ActivityPage
      view={viewOf(c, kernel.config.DEMO)}
      authority={kernel.config.ARK_AUTHORITY}
      opened={opened}
      keeper={keeper?.name ?? ''}
      address={address}
    />,
  );
}

async function open(c: AppContext, kernel: Kernel, opened: Published): Promise<Response> {
  const { root, launch } = opened.report;
  const address = contentAddress(kernel.config, opened, root + (launch ?? 'index.html'));
  const manifest = await manifestBytes(kernel.files, opened);
  const activity = manifest && activityOf(manifest);
  if (address === null || !activity) return c.notFound();
  const given = await openActivity(kernel, {
    ...{ opened, activity, personId: viewerOf(c).personId, at: c.var.receivedAt },
    organisationId: await keeperIn(c, kernel, opened),
  });
  for (const [name, value] of Object.entries(given)) address.searchParams.set(name, value);
  c.set('policy', { 'frame-src': [address.origin] });
  return show(c, kernel, opened, address.href);
}
