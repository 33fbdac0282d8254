import { Hono } from 'hono';
import { callById, openWaves } from '../calls/index.ts';
import type { Db } from '../kernel/db.ts';
import { type AppEnv, allow } from '../kernel/http.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { moneyLines, readPlan } from '../programme/index.ts';
import { viewOf } from '../ui/index.ts';
import { HomePage, type OpenCall } from './pages.tsx';

export function homeRoutes({ db, config, clock }: Kernel) {
  return new Hono<AppEnv>().get('/', allow('public'), async (c) => {
    const now = clock.now();
    const [plan, lines, open] = await Promise.all([readPlan(db), moneyLines(db), openCalls(db, now)]);
    return c.html(<HomePage {...{ plan, lines, open, now, view: viewOf(c, config.DEMO) }} />);
  });
}

async function openCalls(db: Db, now: Instant): Promise<OpenCall[]> {
  const waves = await openWaves(db, now);
  const found = await Promise.all(waves.map(async (wave) => ({ wave, call: await callById(db, wave.callId) })));
  return found.flatMap(({ wave, call }) => (call ? [{ wave, call }] : []));
}
