import { Hono } from 'hono';
import { countsByState, progressOfWave } from '../applications/index.ts';
import { listCalls, wavesOf } from '../calls/index.ts';
import { depositsPerHour, lateAttempts } from '../deposits/index.ts';
import { type AppContext, type AppEnv, allow, passes } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { listCsv, listXlsx } from './export.ts';
import { readFilter, readPage } from './form.ts';
import { everyHour, hoursShown } from './model/funnel.ts';
import { listed } from './model/list.ts';
import { FollowPage } from './pages/follow.tsx';
import { LIST_PATH } from './pages/parts.tsx';
import { WavesPage } from './pages/waves.tsx';
import { messageRoutes } from './routes/messages.tsx';
import { FOLLOWERS, targetOf, WRITERS } from './routes/target.ts';

const HERE = '/agent/vagues/:wave/suivi';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function trackingRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(LIST_PATH, allow(FOLLOWERS), (c) => waves(kernel, c))
    .get(HERE, allow(FOLLOWERS), (c) => follow(kernel, c))
    .get(`${HERE}/dossiers.csv`, allow(FOLLOWERS), (c) =>
      exported(kernel, c, 'csv', 'text/csv; charset=utf-8', async (files) => listCsv(files)),
    )
    .get(`${HERE}/dossiers.xlsx`, allow(FOLLOWERS), (c) =>
      exported(kernel, c, 'xlsx', XLSX, async (files) => new Uint8Array(await listXlsx(files))),
    )
    .route('/', messageRoutes(kernel));
}

async function waves({ db, config }: Kernel, c: AppContext) {
  const calls = await listCalls(db);
  const lines = (
    await Promise.all(calls.map(async (call) => (await wavesOf(db, call.id)).map((wave) => ({ call, wave }))))
  )
    .flat()
    .filter(({ wave }) => !wave.isHistorical)
    .sort((a, b) => b.wave.closesAt.getTime() - a.wave.closesAt.getTime());
  const counts = await countsByState(
    db,
    lines.map(({ wave }) => wave.id),
  );
  const shown = lines.map((line) => ({ ...line, counts: counts.get(line.wave.id) ?? {} }));
  return c.html(<WavesPage view={viewOf(c, config.DEMO)} now={c.var.receivedAt} waves={shown} />);
}

async function follow(kernel: Kernel, c: AppContext) {
  const target = await targetOf(kernel, c);
  if (!target) return c.notFound();
  const { db, config } = kernel;
  const now = c.var.receivedAt;
  const window = hoursShown(now, target.wave.closesAt);
  const files = await progressOfWave(db, target.wave.id, now);
  const hours = everyHour(window, await depositsPerHour(db, target.wave.id, window.from, window.to));
  const props = {
    ...target,
    now,
    files,
    hours,
    late: await lateAttempts(db, target.wave.id),
    filter: readFilter(c.req.query()),
    page: readPage(c.req.query('page')),
    mayWrite: passes(WRITERS, c.var.viewer),
  };
  return c.html(<FollowPage view={viewOf(c, config.DEMO)} {...props} />);
}

type Files = Awaited<ReturnType<typeof progressOfWave>>;

async function exported(
  kernel: Kernel,
  c: AppContext,
  extension: string,
  type: string,
  write: (files: Files) => Promise<string | Uint8Array<ArrayBuffer>>,
) {
  const target = await targetOf(kernel, c);
  if (!target) return c.notFound();
  const files = listed(await progressOfWave(kernel.db, target.wave.id, c.var.receivedAt), readFilter(c.req.query()));
  const name = `dossiers-${target.call.slug}-vague-${target.wave.number}.${extension}`;
  return c.body(await write(files), 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
  });
}
