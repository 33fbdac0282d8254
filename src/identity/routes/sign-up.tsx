import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/view.ts';
import { authOf } from '../auth.ts';
import { field, parseEmail, parseNewPassword, parseSignUp } from '../form.ts';
import { NoticePage } from '../pages/sign-in.tsx';
import { ForgottenPage, NewPasswordPage, SignUpPage } from '../pages/sign-up.tsx';
import { countAttempt, SIGN_UPS_BY_ADDRESS } from '../rate.ts';
import { addressOf, authHeaders } from './answer.ts';
import { askLetter } from './sign-in.tsx';
import { tooMany } from './too-many.tsx';

export function signUpRoutes(kernel: Kernel): Hono<AppEnv> {
  const view = (c: AppContext) => viewOf(c, kernel.config.DEMO);
  return new Hono<AppEnv>()
    .get('/inscription', allow('public'), (c) => c.html(<SignUpPage view={view(c)} />))
    .post('/inscription', allow('public'), (c) => signUp(c, kernel))
    .get('/inscription/confirmer', allow('public'), (c) => confirm(c, kernel))
    .get('/mot-de-passe-oublie', allow('public'), (c) => c.html(<ForgottenPage view={view(c)} />))
    .post('/mot-de-passe-oublie', allow('public'), async (c) => {
      const form = await c.req.formData();
      const parsed = parseEmail(form);
      if (!parsed.ok) {
        const values = { email: field(form, 'email') };
        return c.html(<ForgottenPage view={view(c)} values={values} errors={parsed.errors} />, 422);
      }
      return askLetter(c, kernel, 'identity.send-reset', parsed, {
        title: 'Consultez votre messagerie',
        text: 'Si un compte existe avec cette adresse, un lien pour choisir un nouveau mot de passe vient d’y être envoyé. Il sert une fois, pendant une heure.',
      });
    })
    .get('/mot-de-passe-oublie/nouveau', allow('public'), (c) =>
      c.html(<NewPasswordPage view={view(c)} token={c.req.query('jeton') ?? ''} />),
    )
    .post('/mot-de-passe-oublie/nouveau', allow('public'), (c) => reset(c, kernel));
}

/** The same page for a new address and for a known one, whose owner is told by mail. */
async function signUp(c: AppContext, kernel: Kernel) {
  const view = viewOf(c, kernel.config.DEMO);
  const form = await c.req.formData();
  const values = { nom: field(form, 'nom'), email: field(form, 'email') };
  const parsed = parseSignUp(form);
  if (!parsed.ok) return c.html(<SignUpPage view={view} values={values} errors={parsed.errors} />, 422);
  const wait = await countAttempt(kernel.db, SIGN_UPS_BY_ADDRESS, addressOf(c, kernel), kernel.clock.now());
  if (wait !== null) return tooMany(c, kernel, wait);
  const answer = await authOf(kernel).api.signUpEmail({
    body: parsed.value,
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  if (!answer.ok) throw new Error(`sign-up refused: ${answer.status}`);
  return c.html(
    <NoticePage
      view={view}
      title="Consultez votre messagerie"
      text="Un message vient de partir à l’adresse indiquée. Ouvrez le lien qu’il contient dans les 24 heures pour continuer."
    />,
  );
}

async function confirm(c: AppContext, kernel: Kernel) {
  const answer = await authOf(kernel).api.verifyEmail({
    query: { token: c.req.query('jeton') ?? '' },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  const notice = answer.ok
    ? { title: 'Adresse confirmée', text: 'Votre compte est prêt : vous pouvez vous connecter.' }
    : {
        title: 'Lien expiré',
        text: 'Ce lien ne sert plus. Connectez-vous avec votre mot de passe : un nouveau message de confirmation partira.',
      };
  return c.html(<NoticePage view={viewOf(c, kernel.config.DEMO)} {...notice} />, answer.ok ? 200 : 422);
}

async function reset(c: AppContext, kernel: Kernel) {
  const view = viewOf(c, kernel.config.DEMO);
  const form = await c.req.formData();
  const token = field(form, 'jeton');
  const parsed = parseNewPassword(form);
  if (!parsed.ok) return c.html(<NewPasswordPage view={view} token={token} errors={parsed.errors} />, 422);
  const answer = await authOf(kernel).api.resetPassword({
    body: { newPassword: parsed.value.password, token },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  const notice = answer.ok
    ? {
        title: 'Mot de passe enregistré',
        text: 'Vos sessions ouvertes ailleurs sont fermées. Connectez-vous avec le nouveau mot de passe.',
      }
    : { title: 'Lien expiré', text: 'Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.' };
  return c.html(<NoticePage view={view} {...notice} />, answer.ok ? 200 : 422);
}
