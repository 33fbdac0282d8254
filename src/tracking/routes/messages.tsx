import { Hono } from 'hono';
import { participantsOf, progressOfWave } from '../../applications/index.ts';
import { personById } from '../../identity/index.ts';
import { type AppContext, type AppEnv, allow, passes, viewerOf } from '../../kernel/http.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseMessage, typedMessage } from '../form.ts';
import { audienceLabel, sendRefusal } from '../messages.ts';
import { type Draft, filesOf } from '../model/message.ts';
import { ComposePage, HistoryPage, PreviewPage, SentPage } from '../pages/messages.tsx';
import { waveBase } from '../pages/parts.tsx';
import { filesReached, messageById, messagesOf, sendMessage } from '../store/messages.ts';
import { FOLLOWERS, type Target, targetOf, WRITERS } from './target.ts';

const HERE = '/agent/vagues/:wave/messages';
const FILES_SHOWN = 500;

export function messageRoutes(kernel: Kernel): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(HERE, allow(FOLLOWERS), (c) => history(kernel, c))
    .get(`${HERE}/nouveau`, allow(WRITERS), (c) => compose(kernel, c))
    .post(`${HERE}/nouveau`, allow(WRITERS), (c) => preview(kernel, c))
    .post(HERE, allow(WRITERS), (c) => send(kernel, c))
    .get(`${HERE}/:message`, allow(FOLLOWERS), (c) => sent(kernel, c));
}

const frame = ({ config }: Kernel, c: AppContext, target: Target) => ({
  view: viewOf(c, config.DEMO),
  now: c.var.receivedAt,
  ...target,
});

async function history(kernel: Kernel, c: AppContext) {
  const target = await targetOf(kernel, c);
  if (!target) return c.notFound();
  const messages = await messagesOf(kernel.db, target.wave.id);
  const mayWrite = passes(WRITERS, c.var.viewer);
  return c.html(<HistoryPage {...frame(kernel, c, target)} messages={messages} mayWrite={mayWrite} />);
}

async function compose(kernel: Kernel, c: AppContext) {
  const target = await targetOf(kernel, c);
  if (!target) return c.notFound();
  const files = await progressOfWave(kernel.db, target.wave.id, c.var.receivedAt);
  return c.html(<ComposePage {...frame(kernel, c, target)} files={files} />);
}

/** Shows who would receive it, and writes nothing. */
async function preview(kernel: Kernel, c: AppContext) {
  const read = await readMessage(kernel, c);
  if (!read) return c.notFound();
  const { target, files, typed, form, again } = read;
  if (!form.ok || again) {
    const page = { ...frame(kernel, c, target), files, typed };
    return form.ok ? c.html(<ComposePage {...page} />) : c.html(<ComposePage {...page} errors={form.errors} />, 422);
  }
  const people = await peopleFor(kernel, files, form.value);
  const page = { ...frame(kernel, c, target), files, people, draft: form.value };
  return c.html(<PreviewPage {...page} clientKey={newId()} />);
}

type Files = Awaited<ReturnType<typeof progressOfWave>>;

async function readMessage(kernel: Kernel, c: AppContext) {
  const target = await targetOf(kernel, c);
  if (!target) return null;
  const data = await c.req.formData();
  const files = await progressOfWave(kernel.db, target.wave.id, c.var.receivedAt);
  const typed = typedMessage(data);
  const steps = (files[0]?.steps ?? []).map((step) => step.key);
  const key = String(data.get('clientKey') ?? '');
  const again = data.get('action') === 'reprendre';
  return { target, files, typed, form: parseMessage(typed, steps), clientKey: isId(key) ? key : newId(), again };
}

async function peopleFor({ db }: Kernel, files: Files, draft: Draft): Promise<number> {
  const ids = filesOf(files, draft.audience).map((file) => file.id);
  return new Set((await participantsOf(db, ids)).map((one) => one.personId)).size;
}

async function send(kernel: Kernel, c: AppContext) {
  const read = await readMessage(kernel, c);
  if (!read) return c.notFound();
  const { target, files, typed, form, clientKey } = read;
  if (!form.ok)
    return c.html(<ComposePage {...frame(kernel, c, target)} files={files} typed={typed} errors={form.errors} />, 422);
  const draft = form.value;
  const decision = await sendMessage(kernel, {
    ...draft,
    waveId: target.wave.id,
    audienceLabel: audienceLabel(draft.audience, files[0]?.steps ?? []),
    clientKey,
    personId: viewerOf(c).personId,
    at: c.var.receivedAt,
  });
  if (decision.refusal === null) return c.redirect(`${waveBase(target.wave.id)}/messages/${decision.changes.id}`, 303);
  const people = await peopleFor(kernel, files, draft);
  const page = { ...frame(kernel, c, target), files, people, draft, clientKey };
  return c.html(<PreviewPage {...page} refusal={sendRefusal(decision.refusal)} />, 409);
}

async function sent(kernel: Kernel, c: AppContext) {
  const target = await targetOf(kernel, c);
  const id = c.req.param('message') ?? '';
  const message = target && isId(id) ? await messageById(kernel.db, id) : null;
  if (!target || message?.waveId !== target.wave.id) return c.notFound();
  const sender = (await personById(kernel.db, message.sentBy))?.name ?? 'un compte supprimé';
  const files = await filesReached(kernel.db, message.id, FILES_SHOWN);
  return c.html(<SentPage {...frame(kernel, c, target)} message={message} sender={sender} files={files} />);
}
