import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { sendLetter } from '../auth/letters.ts';
import { authOf } from '../auth.ts';
import { parsePasswordChange } from '../form.ts';
import { PasswordPage } from '../pages/password.tsx';
import { countAttempt, forgetAttempts, PASSWORD_BY_ACCOUNT } from '../rate.ts';
import { providersOf } from '../store/accounts.ts';
import { authHeaders, redirectWithCookies } from './answer.ts';
import { tooMany } from './too-many.tsx';

export function passwordRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/compte/mot-de-passe', allow('signed-in'), (c) => show(c, kernel))
    .post('/compte/mot-de-passe', allow('signed-in'), (c) => change(c, kernel));
}

async function show(c: AppContext, kernel: Kernel, errors?: Readonly<Record<string, string>>) {
  const hasOne = (await providersOf(kernel.db, viewerOf(c).personId)).includes('credential');
  const props = { view: viewOf(c, kernel.config.DEMO), hasOne, ...(errors ? { errors } : {}) };
  return c.html(<PasswordPage {...props} />, errors ? 422 : 200);
}

/** The present password is asked, and guessed no faster than at the door; the other devices then sign in again. */
async function change(c: AppContext, kernel: Kernel) {
  const { email, name } = viewerOf(c);
  const parsed = parsePasswordChange(await c.req.formData(), email);
  if (!parsed.ok) return show(c, kernel, parsed.errors);
  const wait = await countAttempt(kernel.db, PASSWORD_BY_ACCOUNT, email, kernel.clock.now());
  if (wait !== null) return tooMany(c, kernel, wait);
  const { current, password } = parsed.value;
  const answer = await authOf(kernel).api.changePassword({
    body: { currentPassword: current, newPassword: password, revokeOtherSessions: true },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  if (!answer.ok)
    return show(c, kernel, { motDePasseActuel: 'Ce n’est pas votre mot de passe actuel : rien n’a changé.' });
  await forgetAttempts(kernel.db, PASSWORD_BY_ACCOUNT, email);
  await sendLetter(kernel, 'password-changed', { email, name }, newId());
  return redirectWithCookies(c, answer.headers, '/compte?fait=mot-de-passe');
}
