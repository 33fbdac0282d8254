import { Hono } from 'hono';
import { type AppContext, type AppEnv, allow, passes, viewerOf } from '../../kernel/http.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { aidScheme, atomFeed } from '../feed.ts';
import { askMessage } from '../messages.ts';
import type { Call } from '../model/call.ts';
import { questionsOpen, type Wave } from '../model/wave.ts';
import { CallListPage } from '../pages/public/list.tsx';
import { CallPage } from '../pages/public.tsx';
import { QuestionsPage, type QuestionsProps } from '../pages/questions.tsx';
import { amendmentsOf } from '../store/amendments.ts';
import { ask, follow, follows, publishedQuestions, questionsAskedBy, unfollow } from '../store/questions.ts';
import { callBySlug, isPublished, listCalls, rulesOf, rulesOfWave, waveById, wavesOf } from '../store.ts';
import { MANAGERS } from './target.ts';

export function publicRoutes(kernel: Kernel): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/appels', allow('public'), (c) => list(c, kernel));
  routes.get('/appels/:slug', allow('public'), (c) => onCall(c, kernel, (call) => show(c, kernel, call)));
  routes.get('/appels/:slug/fil.atom', allow('public'), (c) => onCall(c, kernel, (call) => feed(c, kernel, call)));
  routes.get('/appels/:slug/vagues/:id', allow('public'), (c) => onCall(c, kernel, (call) => scheme(c, kernel, call)));
  routes.get('/appels/:slug/questions', allow('public'), (c) =>
    onCall(c, kernel, async (call) => c.html(<QuestionsPage {...(await questionsProps(c, kernel, call))} />)),
  );
  routes.post('/appels/:slug/questions', allow('signed-in'), (c) => onCall(c, kernel, (call) => send(c, kernel, call)));
  routes.post('/appels/:slug/suivi', allow('signed-in'), (c) =>
    onCall(c, kernel, (call) => subscribe(c, kernel, call)),
  );
  return routes;
}

type Answer = Response | Promise<Response>;

async function onCall(c: AppContext, { db }: Kernel, answer: (call: Call) => Answer): Promise<Response> {
  const call = await callBySlug(db, c.req.param('slug') ?? '');
  if (!call) return c.notFound();
  // Before its first wave is published, a call is read by those who prepare it.
  const shown = passes(MANAGERS, c.var.viewer) || (await isPublished(db, call.id));
  return shown ? answer(call) : c.notFound();
}

async function list(c: AppContext, { db, config }: Kernel) {
  const calls = await listCalls(db);
  const listed = await Promise.all(calls.map(async (call) => ({ call, waves: await wavesOf(db, call.id) })));
  const published = listed.filter(({ waves }) => waves.length > 0);
  return c.html(<CallListPage view={viewOf(c, config.DEMO)} now={c.var.receivedAt} calls={published} />);
}

async function show(c: AppContext, { db, config }: Kernel, call: Call) {
  const { viewer } = c.var;
  const answers = await publishedQuestions(db, call.id);
  return c.html(
    <CallPage
      view={viewOf(c, config.DEMO)}
      now={c.var.receivedAt}
      call={call}
      waves={await wavesOf(db, call.id)}
      rules={await rulesOf(db, call.id)}
      amendments={await amendmentsOf(db, call.id)}
      answers={answers.length}
      isFollowing={viewer !== null && (await follows(db, call.id, viewer.personId))}
    />,
  );
}

async function feed(c: AppContext, { db, config }: Kernel, call: Call) {
  const text = atomFeed(
    config.PUBLIC_URL,
    call,
    await amendmentsOf(db, call.id),
    await publishedQuestions(db, call.id),
  );
  return c.body(text, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
}

async function scheme(c: AppContext, { db, config }: Kernel, call: Call) {
  const id = (c.req.param('id') ?? '').replace(/\.json$/, '');
  const wave = isId(id) ? await waveById(db, id) : null;
  if (!wave || wave.callId !== call.id || wave.publishedAt === null) return c.notFound();
  const [last] = await amendmentsOf(db, call.id, 1);
  const rules = await rulesOfWave(db, wave.id);
  const updatedAt = last && last.at > wave.publishedAt ? last.at : wave.publishedAt;
  return c.json(
    aidScheme(
      config.PUBLIC_URL,
      call,
      wave,
      rules.map((rule) => rule.text),
      updatedAt,
    ),
  );
}

async function questionsProps(c: AppContext, { db, config }: Kernel, call: Call): Promise<QuestionsProps> {
  const search = (c.req.query('q') ?? '').slice(0, 200);
  const waves = await wavesOf(db, call.id);
  const { viewer } = c.var;
  return {
    view: viewOf(c, config.DEMO),
    call,
    wave: openForQuestions(waves, c.var.receivedAt),
    published: await publishedQuestions(db, call.id, search),
    mine: viewer === null ? [] : await questionsAskedBy(db, call.id, viewer.personId),
    search,
    onceKey: newId(),
    sent: c.req.query('envoyee') === 'oui',
  };
}

const openForQuestions = (waves: readonly Wave[], now: Date): Wave | null =>
  waves.find((wave) => questionsOpen(wave, now)) ?? null;

async function send(c: AppContext, kernel: Kernel, call: Call) {
  const form = await c.req.formData();
  const field = (name: string) => String(form.get(name) ?? '');
  const [waveId, onceKey, typed] = [field('vague'), field('cle'), field('question')];
  if (!isId(waveId) || !isId(onceKey)) return c.notFound();
  const askerId = viewerOf(c).personId;
  const answer = await ask(kernel, { waveId, askerId, text: typed, onceKey, receivedAt: c.var.receivedAt });
  if (answer === null) return c.notFound();
  if (answer.refusal === null) return c.redirect(`/appels/${call.slug}/questions?envoyee=oui`, 303);
  const props = { ...(await questionsProps(c, kernel, call)), onceKey, typed };
  const status = answer.refusal.code === 'empty' || answer.refusal.code === 'too-long' ? 422 : 409;
  return c.html(<QuestionsPage {...props} refusal={askMessage(answer.refusal, call.zone)} />, status);
}

async function subscribe(c: AppContext, { db }: Kernel, call: Call) {
  const wanted = (await c.req.formData()).get('suivre') === 'oui';
  const { personId } = viewerOf(c);
  if (wanted) await follow(db, call.id, personId, c.var.receivedAt);
  else await unfollow(db, call.id, personId);
  return c.redirect(`/appels/${call.slug}#questions`, 303);
}
