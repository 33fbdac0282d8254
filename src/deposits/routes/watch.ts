import { Hono } from 'hono';
import { recordDepositFailure } from '../../health/index.ts';
import type { AppEnv } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';

const OUR_FAULT = 500;

/** A deposit sent and answered by a failure of ours, wherever it failed, counts towards the extension by rule. */
export function watchDeposits({ db }: Kernel): Hono<AppEnv> {
  const watch = new Hono<AppEnv>();
  watch.post('/dossiers/:id/depot', async (c, next) => {
    await next();
    if (c.res.status >= OUR_FAULT) await recordDepositFailure(db, c.var.receivedAt);
  });
  return watch;
}
