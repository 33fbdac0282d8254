import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { viewOf } from '../ui/index.ts';
import { MAILBOX_PATH } from './index.ts';
import { LetterPage, MailboxPage } from './pages.tsx';
import { letterOf, lettersOf, PAGE_SIZE } from './store.ts';

/** Open to all in a demonstration, where nobody real writes to anybody; elsewhere these pages do not exist. */
export function mailboxRoutes({ config, db }: Kernel): Hono<AppEnv> {
  const origin = new URL(config.PUBLIC_URL).origin;
  const view = (c: AppContext) => viewOf(c, config.DEMO);
  return new Hono<AppEnv>()
    .get(MAILBOX_PATH, allow('public'), async (c) => {
      if (!config.DEMO) return c.notFound();
      const address = c.req.query('a') || null;
      const page = Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1);
      const letters = await lettersOf(db, address, page);
      const next = new URLSearchParams({ ...(address ? { a: address } : {}), page: String(page + 1) });
      const older = letters.length > PAGE_SIZE ? `${MAILBOX_PATH}?${next}` : null;
      return c.html(
        <MailboxPage view={view(c)} letters={letters.slice(0, PAGE_SIZE)} address={address} older={older} />,
      );
    })
    .get(`${MAILBOX_PATH}/:id`, allow('public'), async (c) => {
      const letter = config.DEMO ? await letterOf(db, c.req.param('id')) : null;
      return letter === null ? c.notFound() : c.html(<LetterPage view={view(c)} letter={letter} origin={origin} />);
    });
}
