import { getCookie } from 'hono/cookie';
import { type AppContext, type NavLink, passes, type Viewer } from '../kernel/http.ts';
import type { Instant } from '../kernel/instant.ts';
import { THEME_COOKIE, type Theme, themeOf } from './theme.ts';

/** What every page knows of the request that asked for it. Made by `viewOf`. */
export interface View {
  readonly viewer: Viewer | null;
  /** Path and query of the page, for the current item of the navigation and the way back from sign-in. */
  readonly path: string;
  readonly demo: boolean;
  /** What the clock of a rehearsal shows; absent elsewhere. */
  readonly rehearsedAt?: Instant | undefined;
  readonly theme?: Theme | null;
  /** Already narrowed to what the viewer may open. */
  readonly nav?: readonly NavLink[];
}

export function viewOf(c: AppContext, demo: boolean): View {
  const url = new URL(c.req.url);
  const { viewer, rehearsedAt } = c.var;
  const nav = (c.var.nav ?? []).filter(({ rule }: NavLink) => passes(rule, viewer));
  const theme = themeOf(getCookie(c, THEME_COOKIE));
  return { viewer, path: url.pathname + url.search, demo, rehearsedAt, theme, nav };
}
