import { Hono } from 'hono';
import { type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { SCENE_ENDED } from './fixtures.ts';
import { readPasted } from './form.ts';
import { CheckPage } from './pages/check.tsx';
import { addKeyRoutes } from './routes/keys.tsx';
import { addMineRoutes } from './routes/mine.tsx';
import { addRightsRoutes } from './routes/rights.tsx';

const EXAMPLE = JSON.stringify(SCENE_ENDED, null, 2);

export function tracesRoutes(kernel: Kernel): Hono<AppEnv> {
  const { config } = kernel;
  const routes = new Hono<AppEnv>();
  addKeyRoutes(routes, kernel);
  addRightsRoutes(routes, kernel);
  addMineRoutes(routes, kernel);
  routes.get('/traces/verifier', allow('public'), (c) =>
    c.html(<CheckPage view={viewOf(c, config.DEMO)} typed={c.req.query('exemple') ? EXAMPLE : ''} />),
  );
  routes.post('/traces/verifier', allow('public'), async (c) => {
    const form = await c.req.formData();
    const read = readPasted(form);
    const shown = {
      view: viewOf(c, config.DEMO),
      typed: String(form.get('enonce') ?? ''),
      edition: form.get('version') === '1.0' ? '1.0' : '2.0',
    } as const;
    if (!read.ok) return c.html(<CheckPage {...shown} errors={read.errors} />, 422);
    return c.html(<CheckPage {...shown} checked={read.value} />);
  });
  return routes;
}
