import { Hono } from 'hono';
import { type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/view.ts';
import { Gallery } from './gallery/page.tsx';

/** Every component in each of its states: where the interface is judged by eye and by machine. Demonstration only. */
export function galleryRoutes({ config }: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/demo/composants', allow('public'), (c) =>
    config.DEMO ? c.html(<Gallery view={viewOf(c, config.DEMO)} now={c.var.receivedAt} />) : c.notFound(),
  );
  return routes;
}
