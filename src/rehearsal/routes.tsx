import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, viewerOf } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { clockSpeed } from '../kernel/rehearsal.ts';
import { type Answered, viewOf } from '../ui/index.ts';
import { parseAct, parseJump, parseReset, parseSpeed } from './form.ts';
import { askMessage, clockMessage, JUMP_WORDS } from './messages.ts';
import { jumpsFrom } from './model/clock.ts';
import type { Standing } from './model/standing.ts';
import { ReplayPage } from './pages/replay.tsx';
import { RehearsalPage, ResetDonePage, ResetPage } from './pages.tsx';
import { beginAgain } from './reset.ts';
import { changeSpeed, jump } from './store/clock.ts';
import { askPlay } from './store/plays.ts';
import { scenes } from './store/scenes.ts';
import { standingOf } from './store/where.ts';

const MANAGER = ['programme-manager'] as const;

/** Only in a rehearsal, and the page of the replay in a demonstration: a real service has no such address. */
export function rehearsalRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  if (kernel.config.DEMO && !kernel.config.REHEARSAL)
    routes.get('/demo/rejeu', allow('public'), (c) => showReplay(c, kernel));
  if (!kernel.config.REHEARSAL) return routes;
  routes.get('/repetition', allow(MANAGER), (c) => show(c, kernel));
  routes.post('/repetition/sauter', allow(MANAGER), (c) => leap(c, kernel));
  routes.post('/repetition/vitesse', allow(MANAGER), (c) => pace(c, kernel));
  routes.post('/repetition/jouer', allow(MANAGER), (c) => ask(c, kernel));
  routes.get('/repetition/recommencer', allow(MANAGER), (c) =>
    c.html(<ResetPage view={viewOf(c, kernel.config.DEMO)} />),
  );
  routes.post('/repetition/recommencer', allow(MANAGER), (c) => reset(c, kernel));
  return routes;
}

async function showReplay(c: AppContext, { db, config }: Kernel) {
  const played = await Promise.all((await scenes(db)).map(({ waveId }) => standingOf(db, waveId, c.var.receivedAt)));
  const waves = played.filter((wave) => wave !== null).sort((a, b) => a.opensAt.getTime() - b.opensAt.getTime());
  return c.html(<ReplayPage view={viewOf(c, config.DEMO)} waves={waves} />);
}

async function standing({ db }: Kernel, c: AppContext): Promise<Standing | null> {
  const [scene] = await scenes(db);
  return scene ? standingOf(db, scene.waveId, c.var.receivedAt) : null;
}

type Answer = Answered & { readonly scope?: string };

async function show(c: AppContext, kernel: Kernel, answered: Answer = {}, status: 200 | 409 | 422 = 200) {
  const told = answered.told ?? DONE[c.req.query('fait') ?? ''];
  const now = kernel.clock.now();
  if (status === 200) c.set('rehearsedAt', now);
  const page = (
    <RehearsalPage
      view={viewOf(c, kernel.config.DEMO)}
      now={now}
      speed={await clockSpeed(kernel.db)}
      standing={await standing(kernel, c)}
      {...answered}
      told={told}
    />
  );
  return c.html(page, status);
}

const DONE: Readonly<Record<string, string>> = {
  saut: 'L’horloge a sauté. Ce que les jours passés auraient déclenché se fait maintenant.',
  vitesse: 'La vitesse de l’horloge a changé.',
  jeu: 'L’étape est confiée à la machine.',
};

const NO_SCENE = 'La vague fictive n’est pas encore prête : rien n’a été demandé. Réessayez dans quelques secondes.';

const typedOf = (data: FormData) =>
  Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));

async function leap(c: AppContext, kernel: Kernel) {
  const data = await c.req.formData();
  const form = parseJump(data);
  const back = { typed: typedOf(data), scope: 'saut' };
  if (!form.ok) return show(c, kernel, { errors: form.errors, ...back }, 422);
  const { name, at, seenAt } = form.value;
  const here = await standing(kernel, c);
  const to = at ?? (here ? jumpsFrom(seenAt ?? c.var.receivedAt, here).find(([one]) => one === name)?.[1] : undefined);
  if (to === undefined) {
    const errors = { instant: `« ${name ? JUMP_WORDS[name] : ''} » est passé : choisissez un instant à venir.` };
    return show(c, kernel, { errors, ...back }, 422);
  }
  const decision = await jump(kernel, viewerOf(c).personId, to, await clockSpeed(kernel.db));
  if (decision.refusal !== null) return show(c, kernel, { refusal: clockMessage(decision.refusal), ...back }, 409);
  return c.redirect('/repetition?fait=saut', 303);
}

async function pace(c: AppContext, kernel: Kernel) {
  const form = parseSpeed(await c.req.formData());
  if (!form.ok) return show(c, kernel, { errors: form.errors, scope: 'vitesse' }, 422);
  await changeSpeed(kernel, viewerOf(c).personId, form.value);
  return c.redirect('/repetition?fait=vitesse', 303);
}

async function ask(c: AppContext, kernel: Kernel) {
  const form = parseAct(await c.req.formData());
  const [scene] = await scenes(kernel.db);
  if (!form.ok || !scene)
    return show(c, kernel, { errors: { '': form.ok ? NO_SCENE : (form.errors.acte ?? '') } }, 422);
  const wanted = { waveId: scene.waveId, act: form.value, personId: viewerOf(c).personId, at: c.var.receivedAt };
  const decision = await askPlay(kernel, wanted);
  if (decision.refusal !== null) return show(c, kernel, { refusal: askMessage(decision.refusal) }, 409);
  return c.redirect('/repetition?fait=jeu', 303);
}

async function reset(c: AppContext, kernel: Kernel) {
  const form = parseReset(await c.req.formData());
  const view = viewOf(c, kernel.config.DEMO);
  if (!form.ok) return c.html(<ResetPage view={view} errors={form.errors} />, 422);
  await beginAgain(kernel);
  return c.html(<ResetDonePage view={{ ...view, viewer: null, nav: [] }} />);
}
