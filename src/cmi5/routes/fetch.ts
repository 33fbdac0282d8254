import { Hono } from 'hono';
import { type AppEnv, allow, FOR_MACHINES } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { FETCH } from '../messages.ts';
import { fetchCredential } from '../store/sessions.ts';

/** Units call from their own origin, without cookie nor key: whatever the answer, they read it. */
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Type': 'application/json; charset=utf-8',
  ...FOR_MACHINES,
};
const answer = (value: object, status = 200) => new Response(JSON.stringify(value), { status, headers: HEADERS });

/** The address from which a unit fetches its credential. Its answer is always 200: units read the JSON, not the status. */
export function fetchRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.options('/cmi5/jeton/:secret', allow('public'), () => new Response(null, { status: 204, headers: HEADERS }));
  routes.post('/cmi5/jeton/:secret', allow('public'), async (c) => {
    const { token, refusal } = await fetchCredential(kernel, c.req.param('secret'), c.var.receivedAt);
    if (token !== null) return answer({ 'auth-token': token });
    const { en, fr } = FETCH[refusal.why];
    return answer({ 'error-code': refusal.code, 'error-text': `${en} ${fr}` });
  });
  routes.all('/cmi5/jeton/:secret', allow('public'), () =>
    answer({ 'error-code': '3', 'error-text': 'POST only. POST seulement.' }, 405),
  );
  return routes;
}
