import { Hono } from 'hono';
import type { Parsed } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/view.ts';
import { endSessionUrl } from '../auth/proconnect.ts';
import { authOf, PROCONNECT } from '../auth.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../demo.ts';
import { field, parseEmail, parseSignIn } from '../form.ts';
import { backPath } from '../model/back.ts';
import type { FormState } from '../pages/parts.tsx';
import { MagicLinkPage, NoticePage, SignInPage } from '../pages/sign-in.tsx';
import {
  countAttempt,
  forgetAttempts,
  LETTERS_BY_ACCOUNT,
  LETTERS_BY_ADDRESS,
  PASSWORD_BY_ACCOUNT,
  PASSWORD_BY_ADDRESS,
} from '../rate.ts';
import { addressOf, authHeaders, endPreviousSession, redirectWithCookies } from './answer.ts';
import { tooMany } from './too-many.tsx';

export function signInRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/connexion', allow('public'), (c) => showSignIn(c, kernel))
    .post('/connexion', allow('public'), (c) => signIn(c, kernel))
    .post('/connexion/lien/demande', allow('public'), (c) => askLink(c, kernel))
    .get('/connexion/lien', allow('public'), (c) =>
      c.html(
        <MagicLinkPage
          view={viewOf(c, kernel.config.DEMO)}
          token={c.req.query('jeton') ?? ''}
          back={backPath(c.req.query('retour'))}
        />,
      ),
    )
    .post('/connexion/lien', allow('public'), (c) => followLink(c, kernel))
    .post('/connexion/proconnect', allow('public'), (c) => startProConnect(c, kernel))
    .post('/deconnexion', allow('public'), (c) => signOut(c, kernel));
}

/** Sentences for what an identity provider, or better-auth after it, sends back in `?error=`. */
function callbackProblem(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (code === 'account_not_linked') {
    return 'Un compte existe déjà avec l’adresse que ProConnect transmet. Connectez-vous avec votre mot de passe ou par lien, puis associez ProConnect depuis votre compte.';
  }
  if (code === 'access_denied') return 'L’identification a été interrompue : rien n’a changé.';
  return 'L’identification n’a pas abouti. Recommencez ; si le problème revient, utilisez votre mot de passe ou un lien de connexion.';
}

function showSignIn(c: AppContext, kernel: Kernel, state: FormState = {}, status: 200 | 422 = 200) {
  const { DEMO, PROCONNECT_ISSUER } = kernel.config;
  const alert = state.alert ?? callbackProblem(c.req.query('error'));
  return c.html(
    <SignInPage
      view={viewOf(c, DEMO)}
      back={backPath(state.values?.retour ?? c.req.query('retour'))}
      proConnect={PROCONNECT_ISSUER !== undefined}
      demo={DEMO ? { accounts: DEMO_PEOPLE, password: DEMO_PASSWORD } : null}
      {...state}
      {...(alert ? { alert } : {})}
    />,
    status,
  );
}

async function signIn(c: AppContext, kernel: Kernel) {
  const form = await c.req.formData();
  const values = { email: field(form, 'email'), retour: field(form, 'retour') };
  const parsed = parseSignIn(form);
  if (!parsed.ok) return showSignIn(c, kernel, { values, errors: parsed.errors }, 422);
  const { email, password } = parsed.value;
  const at = kernel.clock.now();
  const wait =
    (await countAttempt(kernel.db, PASSWORD_BY_ADDRESS, addressOf(c, kernel), at)) ??
    (await countAttempt(kernel.db, PASSWORD_BY_ACCOUNT, email, at));
  if (wait !== null) return tooMany(c, kernel, wait);
  const answer = await authOf(kernel).api.signInEmail({
    body: { email, password },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  if (!answer.ok) return showSignIn(c, kernel, { values, alert: refusedSignIn(answer.status) }, 422);
  await forgetAttempts(kernel.db, PASSWORD_BY_ACCOUNT, email);
  await endPreviousSession(c, kernel);
  return redirectWithCookies(c, answer.headers, backPath(values.retour));
}

/** 403 comes only after the right password: it tells the owner alone. */
const refusedSignIn = (status: number) =>
  status === 403
    ? 'Votre adresse n’est pas encore confirmée. Nous venons de vous renvoyer le message de confirmation : ouvrez son lien, puis connectez-vous.'
    : 'L’adresse ou le mot de passe ne correspond pas. Vérifiez-les, ou demandez un lien de connexion.';

async function askLink(c: AppContext, kernel: Kernel) {
  const form = await c.req.formData();
  const values = { email: field(form, 'email'), retour: field(form, 'retour') };
  const parsed = parseEmail(form);
  if (!parsed.ok) return showSignIn(c, kernel, { values, errors: parsed.errors }, 422);
  return askLetter(c, kernel, 'identity.send-magic-link', parsed, {
    title: 'Consultez votre messagerie',
    text: 'Si un compte existe avec cette adresse, un lien de connexion vient d’y être envoyé. Il sert une fois, pendant 15 minutes.',
  });
}

/** Answers the same whether an account exists or not: a job looks it up afterwards. */
export async function askLetter(
  c: AppContext,
  kernel: Kernel,
  job: 'identity.send-magic-link' | 'identity.send-reset',
  parsed: Extract<Parsed<{ email: string }>, { ok: true }>,
  notice: { title: string; text: string },
) {
  const { email } = parsed.value;
  const at = kernel.clock.now();
  const wait =
    (await countAttempt(kernel.db, LETTERS_BY_ADDRESS, addressOf(c, kernel), at)) ??
    (await countAttempt(kernel.db, LETTERS_BY_ACCOUNT, email, at));
  if (wait !== null) return tooMany(c, kernel, wait);
  await kernel.db.transaction().execute((tx) => kernel.jobs.enqueue(tx, job, { email }));
  return c.html(<NoticePage view={viewOf(c, kernel.config.DEMO)} {...notice} />);
}

async function followLink(c: AppContext, kernel: Kernel) {
  const form = await c.req.formData();
  const answer = await authOf(kernel).api.magicLinkVerify({
    query: { token: field(form, 'jeton') },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  const opened = answer.headers.getSetCookie().some((cookie) => cookie.includes('session_token='));
  if (!opened) {
    const alert = 'Ce lien a déjà servi, ou il a expiré. Demandez-en un nouveau ci-dessous.';
    return showSignIn(c, kernel, { alert }, 422);
  }
  await endPreviousSession(c, kernel);
  return redirectWithCookies(c, answer.headers, backPath(field(form, 'retour')));
}

async function startProConnect(c: AppContext, kernel: Kernel) {
  if (!kernel.config.PROCONNECT_ISSUER) return c.notFound();
  const form = await c.req.formData();
  const answer = await authOf(kernel).api.signInSocial({
    body: { provider: PROCONNECT, callbackURL: backPath(field(form, 'retour')), errorCallbackURL: '/connexion' },
    headers: authHeaders(c, kernel),
    asResponse: true,
  });
  const { url } = (await answer.json().catch(() => ({}))) as { url?: string };
  if (!answer.ok || !url) {
    return showSignIn(c, kernel, { alert: 'ProConnect ne répond pas. Utilisez votre mot de passe ou un lien.' }, 422);
  }
  return redirectWithCookies(c, answer.headers, url);
}

/** Ends the session here, and at ProConnect when it came from there. */
async function signOut(c: AppContext, kernel: Kernel) {
  const { viewer } = c.var;
  const account =
    viewer &&
    (await kernel.db
      .selectFrom('identity.account')
      .select('id_token')
      .where('person_id', '=', viewer.personId)
      .where('provider_id', '=', PROCONNECT)
      .executeTakeFirst());
  const answer = await authOf(kernel).api.signOut({ headers: authHeaders(c, kernel), asResponse: true });
  const elsewhere = account?.id_token ? await endSessionUrl(kernel.config, account.id_token) : null;
  return redirectWithCookies(c, answer.headers, elsewhere ?? '/');
}
