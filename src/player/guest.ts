import type { Published } from '../commons/index.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { parseSave } from './form.ts';
import { attemptRefusalText, TOO_LARGE } from './messages.ts';
import { contentOrigin } from './origin.ts';
import { playing, playingFile } from './routes/package.tsx';
import { openPackages } from './store/packages.ts';
import { attemptAt, openAttempt, saveAttempt } from './store.ts';

/** Somebody without an account here, whom another slice knows: nothing but an identifier. */
export interface Guest {
  readonly learnerId: string;
  /** What holds the attempt: their session. */
  readonly holder: string;
  /** Where their page saves. */
  readonly savePath: string;
  readonly at: Instant;
}

export interface GuestOpening {
  /** `null`: nothing of it is saved (not a SCORM module). */
  readonly attemptId: string | null;
  /** On the origin of packages; `null`: this installation plays no package. */
  readonly origin: string | null;
  /** Attributes of `<package-player>`. */
  readonly player: Readonly<Record<string, string>>;
  readonly title: string;
}

/** Opens a package for a guest, at its first unit: their attempt begins or goes on, and leaves the tab that had it. `null`: not a package. */
export async function openForGuest(kernel: Kernel, opened: Published, guest: Guest): Promise<GuestOpening | null> {
  if (opened.report.files === null || opened.report.kind === 'cmi5') return null;
  const origin = contentOrigin(kernel.config, opened.arkName);
  if (!opened.report.kind.startsWith('scorm-')) {
    const file = playingFile({ opened, units: [], unit: 0, origin: origin ?? '' });
    return { attemptId: null, origin, player: { src: file.src, state: file.state }, title: opened.description.title };
  }
  const units = await openPackages(kernel.files).unitsOf(opened);
  const place = { personId: guest.learnerId, resourceId: opened.resourceId, version: opened.version.number, unit: 0 };
  const edition = opened.report.kind === 'scorm-1.2' ? 'scorm-1.2' : 'scorm-2004';
  const before = await attemptAt(kernel.db, place);
  if (before?.holder !== guest.holder)
    await openAttempt(kernel, place, { holder: guest.holder, takes: true, edition, at: guest.at });
  const attempt = await attemptAt(kernel.db, place);
  if (attempt === null) return null;
  const { src, state, save } = playing(kernel, { opened, units, unit: 0, origin: origin ?? '' }, attempt);
  return {
    ...{ attemptId: attempt.id, origin, title: units[0]?.title ?? opened.description.title },
    player: { src, state, commit: guest.savePath, holder: attempt.holder, sequence: String(save?.sequence ?? 0) },
  };
}

/** Where somebody stands in a module. */
export interface GuestReached {
  readonly completed: boolean;
  readonly passed: boolean | null;
  readonly scorePercent: number | null;
  /** As the module wrote it. */
  readonly location: string;
}

export interface GuestSaved {
  readonly status: 200 | 404 | 409 | 422;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the learner stands afterwards, when something was kept. */
  readonly reached: GuestReached | null;
}

/** What the page of a guest saves. */
export async function saveForGuest(
  kernel: Kernel,
  attempt: { readonly id: string; readonly learnerId: string },
  form: FormData,
  at: Instant,
): Promise<GuestSaved> {
  const save = parseSave(form);
  if (save === null) return { status: 404, body: {}, reached: null };
  if (save === 'too-large') return { status: 422, body: { text: TOO_LARGE }, reached: null };
  const decision = await saveAttempt(kernel, { id: attempt.id, personId: attempt.learnerId }, { ...save, at });
  if (decision === null) return { status: 404, body: {}, reached: null };
  if (decision.refusal !== null)
    return { status: 409, body: { text: attemptRefusalText(decision.refusal).text }, reached: null };
  return { status: 200, body: decision.changes, reached: await reachedBy(kernel, attempt.id) };
}

/** @returns `null`: no such attempt */
export async function reachedBy({ db }: Pick<Kernel, 'db'>, attemptId: string): Promise<GuestReached | null> {
  const row = await db
    .selectFrom('player.attempt')
    .select(['completed', 'passed', 'score_percent as scorePercent', 'state'])
    .where('id', '=', attemptId)
    .executeTakeFirst();
  if (!row) return null;
  const { state, ...reached } = row;
  const core = (state?.core ?? state ?? {}) as Readonly<Record<string, unknown>>;
  const location = core.lesson_location ?? core.location;
  return { ...reached, location: typeof location === 'string' ? location.slice(0, LOCATION_CHARS) : '' };
}

/** What SCORM 1.2 lets a platform keep. */
const LOCATION_CHARS = 255;
