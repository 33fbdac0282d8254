import type { AppContext } from '../kernel/http.ts';
import type { View } from './page.tsx';

export function viewOf(c: AppContext, demo: boolean): View {
  const url = new URL(c.req.url);
  return { viewer: c.var.viewer, path: url.pathname + url.search, demo };
}
