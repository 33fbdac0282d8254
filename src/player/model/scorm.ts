/** What a module's data model says of its learner. */
export interface Progress {
  readonly completed: boolean;
  readonly passed: boolean | null;
  readonly scorePercent: number | null;
  /** Of this session. */
  readonly seconds: number;
}

export type Cmi = Readonly<Record<string, unknown>>;
export type Edition = 'scorm-1.2' | 'scorm-2004';

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((here, name) => (typeof here === 'object' && here !== null ? (here as Cmi)[name] : null), value);
const numberAt = (cmi: Cmi, ...path: readonly string[]): number | null => {
  const value = at(cmi, ...path);
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
};

/** A module may send anything in the place of a text, and an object that even refuses to become one. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Source: SCORM 1.2 Run-Time, 3.4 (passed implies completed); SCORM 2004 4th edition Run-Time, 4.2. */
export const progressOf = (edition: Edition, cmi: Cmi): Progress =>
  edition === 'scorm-1.2' ? progress12(cmi) : progress2004(cmi);

function progress12(cmi: Cmi): Progress {
  const status = textOf(at(cmi, 'core', 'lesson_status'));
  const [raw, min, max] = ['raw', 'min', 'max'].map((name) => numberAt(cmi, 'core', 'score', name));
  return {
    completed: ['completed', 'passed', 'failed'].includes(status),
    passed: status === 'passed' ? true : status === 'failed' ? false : null,
    scorePercent: percent(raw ?? null, min ?? 0, max ?? 100),
    seconds: secondsOf(at(cmi, 'core', 'session_time')),
  };
}

function progress2004(cmi: Cmi): Progress {
  const success = at(cmi, 'success_status');
  const scaled = numberAt(cmi, 'score', 'scaled');
  return {
    completed: at(cmi, 'completion_status') === 'completed',
    passed: success === 'passed' ? true : success === 'failed' ? false : null,
    scorePercent: scaled === null ? null : bounded(scaled * 100),
    seconds: secondsOf(at(cmi, 'session_time')),
  };
}

const bounded = (value: number) => Math.min(100, Math.max(0, Math.round(value)));
const percent = (raw: number | null, min: number, max: number) =>
  raw === null || max <= min ? null : bounded(((raw - min) / (max - min)) * 100);

const CLOCK = /^(\d{1,4}):(\d{2}):(\d{2})(?:\.\d{1,2})?$/;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;
const MOST_SECONDS = 366 * 24 * 3600;

/** `HHHH:MM:SS.SS` of SCORM 1.2, or an ISO 8601 duration; what cannot be read counts for nothing. */
export function secondsOf(value: unknown): number {
  const text = textOf(value);
  const clock = CLOCK.exec(text);
  if (clock) return capped(Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]));
  const iso = ISO.exec(text);
  if (!iso) return 0;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((index) => Number(iso[index] ?? 0));
  return capped((days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0));
}
const capped = (seconds: number) => Math.min(seconds, MOST_SECONDS);

const two = (value: number) => String(value).padStart(2, '0');

/** What the run-time is given back of a former session: where the learner was, and the time already spent. */
export function resumed(edition: Edition, cmi: Cmi, pastSeconds: number): Cmi {
  if (edition === 'scorm-2004') {
    const { session_time: _session, ...kept } = cmi;
    return { ...kept, entry: 'resume', exit: '', total_time: `PT${pastSeconds}S` };
  }
  const { session_time: _session, ...core } = (at(cmi, 'core') ?? {}) as Cmi;
  const [hours, minutes] = [Math.floor(pastSeconds / 3600), Math.floor((pastSeconds % 3600) / 60)];
  const total = `${String(hours).padStart(4, '0')}:${two(minutes)}:${two(pastSeconds % 60)}`;
  return { ...cmi, core: { ...core, entry: 'resume', exit: '', total_time: total } };
}
