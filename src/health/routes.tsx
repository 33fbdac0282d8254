import { Hono } from 'hono';
import { type AppEnv, allow, viewerOf } from '../kernel/http.ts';
import { DAY_MS, plus } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { parseIncident } from './form.ts';
import { IncidentFormPage, StatePage } from './pages.tsx';
import { healthBetween, incidentsBetween, recordIncident } from './store.ts';

export function healthRoutes({ db, config }: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/etat', allow('public'), async (c) => {
    const now = c.var.receivedAt;
    const from = plus(now, -DAY_MS);
    const lines = await healthBetween(db, from, now, now);
    const incidents = await incidentsBetween(db, plus(now, -30 * DAY_MS), now);
    return c.html(<StatePage view={viewOf(c, config.DEMO)} lines={lines} incidents={incidents} />);
  });
  routes.get('/agent/incidents', allow(['programme-manager']), (c) =>
    c.html(<IncidentFormPage view={viewOf(c, config.DEMO)} />),
  );
  routes.post('/agent/incidents', allow(['programme-manager']), async (c) => {
    const data = await c.req.formData();
    const form = parseIncident(data, c.var.receivedAt);
    if (!form.ok) {
      const typed = Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));
      return c.html(<IncidentFormPage view={viewOf(c, config.DEMO)} errors={form.errors} typed={typed} />, 422);
    }
    await recordIncident(db, viewerOf(c).personId, c.var.receivedAt, form.value);
    return c.redirect('/etat', 303);
  });
  return routes;
}
