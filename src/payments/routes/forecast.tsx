import type { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, type Role } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { type Column, FORECAST_COLUMNS, REQUEST_COLUMNS, sheetCsv, sheetXlsx } from '../export.ts';
import { FORECAST, ForecastPage } from '../pages/forecast.tsx';
import { everyRequest } from '../store/export.ts';
import { forecast } from '../store/forecast.ts';
import { parisDay } from '../store/recovery.ts';
import { AGENTS } from './roles.ts';

const READERS: readonly Role[] = [...AGENTS, 'auditor'];
const REQUESTS = '/agent/paiements/demandes';

/** What is to be paid month by month, and the sheets that people take away. */
export function addForecastRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  const months = async (c: AppContext) => (await forecast(kernel.db, parisDay(c.var.receivedAt))).months;
  routes.get(FORECAST, allow(READERS), async (c) => {
    const found = await forecast(kernel.db, parisDay(c.var.receivedAt));
    return c.html(<ForecastPage view={viewOf(c, kernel.config.DEMO)} forecast={found} />);
  });
  routes.get(`${FORECAST}.csv`, allow(READERS), async (c) => csv(c, 'prevision', FORECAST_COLUMNS, await months(c)));
  routes.get(`${FORECAST}.xlsx`, allow(READERS), async (c) => xlsx(c, 'prevision', FORECAST_COLUMNS, await months(c)));
  routes.get(`${REQUESTS}.csv`, allow(READERS), async (c) =>
    csv(c, 'demandes', REQUEST_COLUMNS, await everyRequest(kernel.db)),
  );
  routes.get(`${REQUESTS}.xlsx`, allow(READERS), async (c) =>
    xlsx(c, 'demandes', REQUEST_COLUMNS, await everyRequest(kernel.db)),
  );
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const headers = (type: string, name: string) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
});

const csv = <Row,>(c: AppContext, name: string, columns: readonly Column<Row>[], rows: readonly Row[]) =>
  c.body(sheetCsv(columns, rows), 200, headers('text/csv; charset=utf-8', `${name}.csv`));

const xlsx = async <Row,>(c: AppContext, name: string, columns: readonly Column<Row>[], rows: readonly Row[]) =>
  c.body(new Uint8Array(await sheetXlsx(name, columns, rows)), 200, headers(XLSX, `${name}.xlsx`));
