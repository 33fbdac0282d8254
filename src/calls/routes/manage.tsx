import { Hono } from 'hono';
import type { Message } from '../../kernel/decision.ts';
import { type AppContext, type AppEnv, allow } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { FormReader, parseExtension, parseReason, parseWave } from '../form.ts';
import { extendMessage, moderateMessage, prepareMessage, publishMessage } from '../messages.ts';
import type { Call } from '../model/call.ts';
import { ANSWER_LENGTH, type Question } from '../model/question.ts';
import type { Wave } from '../model/wave.ts';
import { AnswerPage } from '../pages/manage/answer.tsx';
import { WaveExtendPage, WaveFormPage, WavePublishPage } from '../pages/manage/wave.tsx';
import { ManageCallPage, ManageListPage } from '../pages/manage.tsx';
import { type Moderation, moderate, questionById, questionsOf } from '../store/questions.ts';
import { abandonWave, createWave, extendWave, publishWave, saveWave } from '../store/waves.ts';
import { listCalls, waveById, wavesOf } from '../store.ts';
import { type Answer, actOf, idOf, MANAGERS, onCall, typedOf } from './target.ts';

export function manageRoutes(kernel: Kernel): Hono<AppEnv> {
  const { db, config } = kernel;
  const routes = new Hono<AppEnv>();
  const base = '/agent/appels/:call';
  const wave = `${base}/vagues/:wave`;
  routes.get('/agent/appels', allow(MANAGERS), async (c) =>
    c.html(<ManageListPage view={viewOf(c, config.DEMO)} calls={await listCalls(db)} />),
  );
  routes.get(base, allow(MANAGERS), (c) => onCall(c, kernel, (call) => showCall(c, kernel, call)));
  routes.get(`${base}/vagues/nouvelle`, allow(MANAGERS), (c) =>
    onCall(c, kernel, (call) => c.html(<WaveFormPage view={viewOf(c, config.DEMO)} call={call} wave={null} />)),
  );
  routes.post(`${base}/vagues/nouvelle`, allow(MANAGERS), (c) => onCall(c, kernel, (call) => create(c, kernel, call)));
  routes.get(wave, allow(MANAGERS), (c) =>
    onWave(c, kernel, (target) => c.html(<WaveFormPage view={viewOf(c, config.DEMO)} {...target} />)),
  );
  routes.post(wave, allow(MANAGERS), (c) => onWave(c, kernel, (target) => save(c, kernel, target)));
  routes.get(`${wave}/reporter`, allow(MANAGERS), (c) =>
    onWave(c, kernel, (target) => c.html(<WaveExtendPage view={viewOf(c, config.DEMO)} {...target} />)),
  );
  routes.post(`${wave}/reporter`, allow(MANAGERS), (c) => onWave(c, kernel, (target) => extend(c, kernel, target)));
  for (const act of ['publier', 'renoncer'] as const) {
    routes.get(`${wave}/${act}`, allow(MANAGERS), (c) =>
      onWave(c, kernel, (target) => c.html(<WavePublishPage view={viewOf(c, config.DEMO)} {...target} act={act} />)),
    );
    routes.post(`${wave}/${act}`, allow(MANAGERS), (c) =>
      onWave(c, kernel, (target) => settle(c, kernel, target, act)),
    );
  }
  routes.get(`${base}/questions/:question`, allow(MANAGERS), (c) =>
    onQuestion(c, kernel, (target) => c.html(<AnswerPage view={viewOf(c, config.DEMO)} {...target} />)),
  );
  routes.post(`${base}/questions/:question`, allow(MANAGERS), (c) =>
    onQuestion(c, kernel, (target) => answer(c, kernel, target)),
  );
  return routes;
}

interface Target {
  readonly call: Call;
  readonly wave: Wave;
}

const onWave = (c: AppContext, kernel: Kernel, then: (target: Target) => Answer) =>
  onCall(c, kernel, async (call) => {
    const id = idOf(c, 'wave');
    const wave = id === null ? null : await waveById(kernel.db, id);
    return wave?.callId === call.id ? then({ call, wave }) : c.notFound();
  });

const onQuestion = (
  c: AppContext,
  kernel: Kernel,
  then: (target: { readonly call: Call; readonly question: Question }) => Answer,
) =>
  onCall(c, kernel, async (call) => {
    const id = idOf(c, 'question');
    const question = id === null ? null : await questionById(kernel.db, call.id, id);
    return question ? then({ call, question }) : c.notFound();
  });

const backTo = (c: AppContext, call: Call) => c.redirect(`/agent/appels/${call.id}`, 303);

async function showCall(c: AppContext, { db, config }: Kernel, call: Call) {
  const view = viewOf(c, config.DEMO);
  const waves = await wavesOf(db, call.id, true);
  const questions = await questionsOf(db, call.id);
  return c.html(<ManageCallPage view={view} now={c.var.receivedAt} call={call} waves={waves} questions={questions} />);
}

async function create(c: AppContext, kernel: Kernel, call: Call) {
  const data = await c.req.formData();
  const form = parseWave(data);
  const view = viewOf(c, kernel.config.DEMO);
  if (!form.ok)
    return c.html(<WaveFormPage view={view} call={call} wave={null} errors={form.errors} typed={typedOf(data)} />, 422);
  await createWave(kernel, actOf(c, 'Préparation d’une vague'), call.id, form.value);
  return backTo(c, call);
}

const versionOf = (data: FormData) => new FormReader(data).whole('version', 1, 1_000_000);

async function save(c: AppContext, kernel: Kernel, { call, wave }: Target) {
  const data = await c.req.formData();
  const form = parseWave(data);
  const page = { view: viewOf(c, kernel.config.DEMO), call, wave, typed: typedOf(data) };
  if (!form.ok) return c.html(<WaveFormPage {...page} errors={form.errors} />, 422);
  const act = actOf(c, 'Préparation d’une vague');
  const decision = await saveWave(kernel, act, wave.id, versionOf(data), form.value);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return backTo(c, call);
  return c.html(<WaveFormPage {...page} refusal={prepareMessage(decision.refusal)} />, 409);
}

async function extend(c: AppContext, kernel: Kernel, { call, wave }: Target) {
  const data = await c.req.formData();
  const form = parseExtension(data, wave.zone);
  const page = { view: viewOf(c, kernel.config.DEMO), call, wave, typed: typedOf(data) };
  if (!form.ok) return c.html(<WaveExtendPage {...page} errors={form.errors} />, 422);
  const decision = await extendWave(kernel, actOf(c, form.value.reason), wave.id, form.value, null);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return backTo(c, call);
  return c.html(<WaveExtendPage {...page} refusal={extendMessage(decision.refusal, wave.zone)} />, 409);
}

async function settle(c: AppContext, kernel: Kernel, { call, wave }: Target, act: 'publier' | 'renoncer') {
  const data = await c.req.formData();
  const form = parseReason(data);
  const page = { view: viewOf(c, kernel.config.DEMO), call, wave, act, typed: typedOf(data) };
  if (!form.ok) return c.html(<WavePublishPage {...page} errors={form.errors} />, 422);
  const why = actOf(c, form.value.reason);
  const work = act === 'publier' ? publishWave : abandonWave;
  const decision = await work(kernel, why, wave.id, form.value.versionRead);
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return backTo(c, call);
  return c.html(<WavePublishPage {...page} refusal={publishMessage(decision.refusal, wave.zone)} />, 409);
}

interface AskedQuestion {
  readonly call: Call;
  readonly question: Question;
}

async function answer(c: AppContext, kernel: Kernel, { call, question }: AskedQuestion) {
  const data = await c.req.formData();
  const form = new FormReader(data);
  const moderation = moderationOf(form);
  const versionRead = form.whole('version', 1, 1_000_000);
  const page = { view: viewOf(c, kernel.config.DEMO), call, question, typed: typedOf(data) };
  if (Object.keys(form.errors).length > 0) return c.html(<AnswerPage {...page} errors={form.errors} />, 422);
  const act = actOf(c, 'Modération d’une question');
  const decision = await moderate(kernel, act, { callId: call.id, id: question.id, versionRead, moderation });
  if (decision === null) return c.notFound();
  if (decision.refusal === null) return backTo(c, call);
  const refusal: Message = moderateMessage(decision.refusal);
  return c.html(<AnswerPage {...page} refusal={refusal} />, 409);
}

function moderationOf(form: FormReader): Moderation {
  if (form.text('decision') === 'decline')
    return { kind: 'decline', reason: form.needed('declineReason', 1000, 'Dites à l’auteur pourquoi.') };
  return {
    kind: 'answer',
    publishedText: form.needed('publishedText', ANSWER_LENGTH, 'Écrivez la question telle que tous la liront.'),
    answer: form.needed('answer', ANSWER_LENGTH, 'Écrivez la réponse.'),
  };
}
