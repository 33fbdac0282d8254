import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { type AppEnv, allow } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { localPath, THEME_COOKIE, THEME_SECONDS, themeOf } from '../ui/theme.ts';

/** Light or dark, kept in a cookie that says nothing else; works without script and without an account. */
export function themeRoutes({ config }: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post('/theme', allow('public'), async (c) => {
    const form = await c.req.formData();
    const theme = themeOf(String(form.get('theme')));
    const secure = config.PUBLIC_URL.startsWith('https:');
    if (theme === null) deleteCookie(c, THEME_COOKIE, { path: '/', secure });
    else
      setCookie(c, THEME_COOKIE, theme, {
        path: '/',
        maxAge: THEME_SECONDS,
        sameSite: 'Lax',
        httpOnly: true,
        secure,
      });
    return c.redirect(localPath(String(form.get('retour') ?? '/')), 303);
  });
  return routes;
}
