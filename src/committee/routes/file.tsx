import type { Hono } from 'hono';
import type { Wave } from '../../calls/index.ts';
import { conflictOf } from '../../evaluation/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId } from '../../kernel/ids.ts';
import { historyOf } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { readPlan } from '../../programme/index.ts';
import { viewOf } from '../../ui/index.ts';
import { parseReason, parseWish, textOf, typedOf, versionOf } from '../form.ts';
import { type ActRefusal, type CommitteeWave, currentSession, type Item } from '../model/list.ts';
import { ItemPage } from '../pages/file.tsx';
import { committeeBase } from '../pages/parts.tsx';
import { decidedFile, rejectAppeal } from '../store/file.ts';
import { leaveFor, moveFile } from '../store/moves.ts';
import { namesOf } from '../store/names.ts';
import { decideAfterAppeal, decideWaiting } from '../store/reserve.ts';
import { committeeOf } from '../store/wave.ts';
import { actOf, COMMITTEE, isManager, MANAGERS, onWave, type Reply, refused, type Shown } from './answers.ts';

const FILE = '/comite/vagues/:wave/dossiers/:id';

const TOLD: Readonly<Record<string, string>> = {
  mouvement: 'Le mouvement est enregistré, avec son motif.',
  retrait: 'Le retrait est enregistré.',
  decide: 'La décision est prise : la lettre part.',
  recours: 'La réponse au recours est enregistrée.',
};

interface Opened {
  readonly wave: Wave;
  readonly committee: CommitteeWave;
  readonly item: Item;
}

export function addFileRoutes(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.get(FILE, allow(COMMITTEE), (c) => onFile(c, kernel, (opened) => show(c, kernel, opened, {})));
  routes.post(`${FILE}/mouvement`, allow(COMMITTEE), (c) =>
    onWish(c, kernel, 'mouvement', ({ wave, item }, wish, data) =>
      moveFile(kernel, actOf(c), wave.id, { ...wish, applicationId: item.applicationId, versionRead: versionOf(data) }),
    ),
  );
  routes.post(`${FILE}/retrait`, allow(COMMITTEE), (c) => onFile(c, kernel, (opened) => leave(c, kernel, opened)));
  routes.post(`${FILE}/suite`, allow(MANAGERS), (c) =>
    onWish(c, kernel, 'decide', ({ wave, item }, wish, data) =>
      decideWaiting(kernel, actOf(c), wave.id, {
        ...wish,
        applicationId: item.applicationId,
        versionRead: versionOf(data),
        outOfOrder: textOf(data, 'outOfOrder') === 'oui',
      }),
    ),
  );
  routes.post(`${FILE}/recours/accueillir`, allow(MANAGERS), (c) =>
    onWish(c, kernel, 'recours', ({ wave, item }, wish, data) => {
      const asked = { ...wish, applicationId: item.applicationId, versionRead: versionOf(data) };
      return decideAfterAppeal(kernel, actOf(c), wave.id, appealIn(data), asked);
    }),
  );
  routes.post(`${FILE}/recours/rejeter`, allow(MANAGERS), (c) =>
    onFile(c, kernel, (opened) => reject(c, kernel, opened)),
  );
}

const NOBODY = '00000000-0000-7000-8000-000000000000';
const appealIn = (data: FormData) => (isId(textOf(data, 'appeal')) ? textOf(data, 'appeal') : NOBODY);

/** Somebody with a link to the file does not find it. */
async function onFile(c: AppContext, kernel: Kernel, then: (opened: Opened) => Reply): Promise<Response> {
  return onWave(c, kernel, async (wave) => {
    const id = c.req.param('id') ?? '';
    const committee = await committeeOf(kernel.db, wave.id);
    const item = committee?.items.find(({ applicationId }) => applicationId === id);
    if (!committee || !item) return c.notFound();
    const conflict = await conflictOf(kernel.db, viewerOf(c).personId, id);
    return conflict === null ? then({ wave, committee, item }) : c.notFound();
  });
}

async function show(c: AppContext, { db, config }: Kernel, { wave, committee, item }: Opened, shown: Shown) {
  const history = await historyOf(db, 'application', item.applicationId);
  const session = currentSession(committee);
  const members = session?.members.map(({ personId }) => personId) ?? [];
  const names = await namesOf(db, [...members, ...history.map(({ authorId }) => authorId)]);
  const page = (
    <ItemPage
      view={viewOf(c, config.DEMO)}
      wave={wave}
      committee={committee}
      item={item}
      decided={await decidedFile(db, item.applicationId)}
      levers={(await readPlan(db))?.levers ?? []}
      history={history}
      names={names}
      members={members.map((id) => ({ value: id, label: names.get(id) ?? 'Une personne' }))}
      mayManage={isManager(c)}
      told={TOLD[c.req.query('fait') ?? '']}
      {...shown}
    />
  );
  return c.html(page, shown.status ?? 200);
}

type Outcome = { readonly refusal: ActRefusal | null } | null;
type Wished = Extract<ReturnType<typeof parseWish>, { ok: true }>['value'];

async function answered(c: AppContext, kernel: Kernel, told: string, outcome: Outcome, typed: Record<string, string>) {
  if (outcome === null) return c.notFound();
  return onFile(c, kernel, async (opened) => {
    const { wave, item } = opened;
    if (outcome.refusal !== null) return show(c, kernel, opened, await refused(kernel, outcome.refusal, typed));
    return c.redirect(`${committeeBase(wave.id)}/dossiers/${item.applicationId}?fait=${told}`, 303);
  });
}

function onWish(
  c: AppContext,
  kernel: Kernel,
  told: string,
  act: (opened: Opened, wish: Wished, data: FormData) => Promise<Outcome>,
) {
  return onFile(c, kernel, async (opened) => {
    const data = await c.req.formData();
    const form = parseWish(data);
    if (!form.ok) return show(c, kernel, opened, { status: 422, errors: form.errors, typed: typedOf(data) });
    return answered(c, kernel, told, await act(opened, form.value, data), typedOf(data));
  });
}

async function leave(c: AppContext, kernel: Kernel, opened: Opened) {
  const data = await c.req.formData();
  const detail = parseReason(data, 'detail');
  const personId = textOf(data, 'member');
  const errors = {
    ...(detail.ok ? {} : detail.errors),
    ...(isId(personId) ? {} : { member: 'Choisissez un membre.' }),
  };
  if (!detail.ok || !isId(personId)) return show(c, kernel, opened, { status: 422, errors, typed: typedOf(data) });
  const { wave, item } = opened;
  const asked = { applicationId: item.applicationId, personId, detail: detail.value, versionRead: versionOf(data) };
  return answered(c, kernel, 'retrait', await leaveFor(kernel, actOf(c), wave.id, asked), typedOf(data));
}

async function reject(c: AppContext, kernel: Kernel, opened: Opened) {
  const data = await c.req.formData();
  const reason = parseReason(data);
  if (!reason.ok) return show(c, kernel, opened, { status: 422, errors: reason.errors, typed: typedOf(data) });
  const file = await decidedFile(kernel.db, opened.item.applicationId);
  if (!file) return c.notFound();
  const outcome = await rejectAppeal(kernel, actOf(c), file, appealIn(data), reason.value);
  return answered(c, kernel, 'recours', outcome, typedOf(data));
}
