import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { authOf, PROCONNECT } from '../auth.ts';
import { field } from '../form.ts';
import { AccountPage } from '../pages/account.tsx';
import { closeSession, passkeysOf, providersOf, removePasskey, sessionsOf } from '../store/accounts.ts';
import { authHeaders, redirectWithCookies } from './answer.ts';

export function accountRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/compte', allow('signed-in'), (c) => showAccount(c, kernel))
    .post('/compte/sessions/fermer', allow('signed-in'), async (c) => {
      const id = field(await c.req.formData(), 'id');
      const closed = isId(id) && (await closeSession(kernel.db, viewerOf(c).personId, id));
      return closed ? c.redirect('/compte?fait=session', 303) : c.notFound();
    })
    .post('/compte/cles/retirer', allow('signed-in'), async (c) => {
      const id = field(await c.req.formData(), 'id');
      const removed = isId(id) && (await removePasskey(kernel.db, viewerOf(c).personId, id));
      return removed ? c.redirect('/compte?fait=cle', 303) : c.notFound();
    })
    .post('/compte/proconnect', allow('signed-in'), (c) => linkProConnect(c, kernel));
}

const DONE: Readonly<Record<string, string>> = {
  session: 'La session est fermée.',
  'mot-de-passe': 'Votre mot de passe est changé ; vos autres sessions sont fermées.',
  cle: 'La clé d’accès est retirée.',
};

async function showAccount(c: AppContext, kernel: Kernel) {
  const { personId, name, email } = viewerOf(c);
  const current = await authOf(kernel).api.getSession({ headers: c.req.raw.headers });
  const [sessions, passkeys, providers] = await Promise.all([
    sessionsOf(kernel.db, personId),
    passkeysOf(kernel.db, personId),
    providersOf(kernel.db, personId),
  ]);
  const linked = providers.includes(PROCONNECT) ? 'linked' : 'not-linked';
  return c.html(
    <AccountPage
      view={viewOf(c, kernel.config.DEMO)}
      name={name}
      email={email}
      sessions={sessions.map(({ id, userAgent, createdAt }) => ({
        id,
        device: deviceOf(userAgent),
        openedAt: createdAt,
        isThis: id === current?.session.id,
      }))}
      passkeys={passkeys}
      proConnect={kernel.config.PROCONNECT_ISSUER ? linked : null}
      done={DONE[c.req.query('fait') ?? ''] ?? null}
    />,
  );
}

/** Enough for its owner to know it; the address it came from is not shown to whoever holds the session. */
function deviceOf(userAgent: string | null): string {
  const named = (pairs: readonly (readonly [RegExp, string])[]) =>
    pairs.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  const browser = named([
    [/Firefox\//, 'Firefox'],
    [/Edg\//, 'Edge'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = named([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux/, 'Linux'],
  ]);
  return [browser, system].filter(Boolean).join(' sur ') || 'Appareil inconnu';
}

async function linkProConnect(c: AppContext, kernel: Kernel) {
  if (!kernel.config.PROCONNECT_ISSUER) return c.notFound();
  const answer = await authOf(kernel).api.linkSocialAccount({
    body: { provider: PROCONNECT, callbackURL: '/compte', errorCallbackURL: '/compte' },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  const { url } = (await answer.json().catch(() => ({}))) as { url?: string };
  return answer.ok && url ? redirectWithCookies(c, answer.headers, url) : c.redirect('/compte', 303);
}
