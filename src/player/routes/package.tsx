import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import type { Published, Unit } from '../../commons/index.ts';
import { type AppContext, type AppEnv, allow, viewerOf } from '../../kernel/http.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { viewOf } from '../../ui/index.ts';
import { parseSave, parseUnit } from '../form.ts';
import { attemptRefusalText, TOO_LARGE } from '../messages.ts';
import type { AttemptRefusal, AttemptRow } from '../model/attempt.ts';
import type { Cmi, Edition } from '../model/scorm.ts';
import { beginning, contentPath, framePath } from '../model.ts';
import { contentOrigin } from '../origin.ts';
import { PackagePage, type Playing } from '../pages/package.tsx';
import type { Packages } from '../store/packages.ts';
import { attemptAt, openAttempt, saveAttempt } from '../store.ts';

export interface Shown {
  readonly opened: Published;
  readonly units: readonly Unit[];
  readonly unit: number;
  readonly origin: string;
}

const isScorm = ({ report }: Published) => report.kind.startsWith('scorm-');
const editionOf = ({ report }: Published): Edition => (report.kind === 'scorm-1.2' ? 'scorm-1.2' : 'scorm-2004');

/** What the address asks of a package. `null`: no such unit, or nowhere to play it. */
export async function shownBy(c: AppContext, kernel: Kernel, packages: Packages, opened: Published) {
  const [unit, origin] = [parseUnit(c.req.query('unite')), contentOrigin(kernel.config, opened.arkName)];
  if (unit === null || origin === null) return null;
  const units = await packages.unitsOf(opened);
  if (isScorm(opened) ? units[unit] === undefined : unit !== 0) return null;
  return { opened, units, unit, origin };
}

const placeOf = ({ opened, unit }: Shown, personId: string) => ({
  ...{ personId, resourceId: opened.resourceId, version: opened.version.number, unit },
});

/** The page before, or the player when the address bears the tab that plays. */
export async function showPackage(c: AppContext, kernel: Kernel, shown: Shown): Promise<Response> {
  const { viewer } = c.var;
  const attempt = viewer && isScorm(shown.opened) ? await attemptAt(kernel.db, placeOf(shown, viewer.personId)) : null;
  const holder = c.req.query('onglet');
  if (!isScorm(shown.opened)) return answer(c, kernel, shown, null, playingFile(shown), null);
  if (viewer === null)
    return answer(c, kernel, shown, null, c.req.query('essai') === '1' ? playing(kernel, shown, null) : null, null);
  if (holder === undefined || attempt === null) return answer(c, kernel, shown, attempt, null, null);
  if (holder === attempt.holder) return answer(c, kernel, shown, attempt, playing(kernel, shown, attempt), null);
  return answer(c, kernel, shown, attempt, null, { code: 'held-elsewhere', until: attempt.heldUntil });
}

function answer(
  c: AppContext,
  { config }: Kernel,
  { opened, units, unit, origin }: Shown,
  attempt: AttemptRow | null,
  player: Playing | null,
  refusal: AttemptRefusal | null,
): Response | Promise<Response> {
  if (player) c.set('policy', { 'frame-src': [origin] });
  return c.html(
    <PackagePage
      {...{ opened, units, unit, attempt, playing: player }}
      view={viewOf(c, config.DEMO)}
      authority={config.ARK_AUTHORITY}
      refusal={refusal ? attemptRefusalText(refusal) : null}
    />,
    refusal ? 409 : 200,
  );
}

export const playingFile = ({ opened, origin }: Shown): Playing => ({
  src: origin + contentPath(opened, opened.report.root + (opened.report.launch ?? 'index.html')),
  ...{ state: '{}', save: null },
});

export function playing(
  { config }: Kernel,
  { opened, units, unit, origin }: Shown,
  attempt: AttemptRow | null,
): Playing {
  const first = units[unit];
  // An identifier that means nothing outside of this resource.
  const learner = createHmac('sha256', config.SECRET).update(`${opened.resourceId} ${attempt?.id}`).digest('hex');
  const begun: Cmi = first ? beginning(editionOf(opened), first, learner.slice(0, 20)) : {};
  return {
    src: origin + framePath(opened, unit),
    state: JSON.stringify(attempt?.state ?? begun),
    save: attempt
      ? { path: `/communs/tentatives/${attempt.id}`, holder: attempt.holder, sequence: attempt.sequence }
      : null,
  };
}

/** The person begins, or goes on: this tab holds the attempt. */
export async function beginPackage(c: AppContext, kernel: Kernel, shown: Shown): Promise<Response> {
  const { personId } = viewerOf(c);
  const [place, holder] = [placeOf(shown, personId), newId()];
  const takes = (await c.req.formData()).get('ici') === '1';
  const edition = editionOf(shown.opened);
  const decision = await openAttempt(kernel, place, { holder, takes, edition, at: c.var.receivedAt });
  if (decision.refusal !== null)
    return answer(c, kernel, shown, await attemptAt(kernel.db, place), null, decision.refusal);
  const query = new URLSearchParams({ version: String(place.version), unite: String(place.unit), onglet: holder });
  return c.redirect(`${c.req.path}?${query}`, 303);
}

/** What the tab of a module saves, or that it is still there. It reads JSON. */
export function addSaveRoute(routes: Hono<AppEnv>, kernel: Kernel): void {
  routes.post('/communs/tentatives/:id', allow('signed-in'), async (c) => {
    const save = parseSave(await c.req.formData());
    if (save === null || !isId(c.req.param('id'))) return c.notFound();
    if (save === 'too-large') return c.json({ text: TOO_LARGE }, 422);
    const who = { id: c.req.param('id'), personId: viewerOf(c).personId };
    const decision = await saveAttempt(kernel, who, { ...save, at: c.var.receivedAt });
    if (decision === null) return c.notFound();
    if (decision.refusal !== null) return c.json({ text: attemptRefusalText(decision.refusal).text }, 409);
    return c.json(decision.changes);
  });
}
