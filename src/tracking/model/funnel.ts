import type { Progress } from '../../applications/index.ts';
import { DAY_MS, HOUR_MS, type Instant, plus } from '../../kernel/instant.ts';
import { isEligible, stageOf } from './stage.ts';

export interface FunnelRow {
  readonly label: string;
  readonly count: number;
}

/** From the file begun to the file deposited. Steps are those of the form the wave was published with. */
export function funnelOf(files: readonly Progress[]): FunnelRow[] {
  const steps = files[0]?.steps ?? [];
  const complete = (key: string) =>
    files.filter((file) => file.steps.some((step) => step.key === key && step.state === 'done')).length;
  const inStage = (...stages: readonly string[]) => files.filter((file) => stages.includes(stageOf(file))).length;
  return [
    { label: 'Commencés', count: files.length },
    ...steps.map(({ key, title }) => ({ label: title, count: complete(key) })),
    { label: 'Éligibles (autocontrôle)', count: files.filter(isEligible).length },
    { label: 'Déposés', count: inStage('deposited', 'reopened') },
    { label: 'Retirés', count: inStage('withdrawn') },
  ];
}

/** Ages from which a draft is counted as left aside. */
export const IDLE_DAYS = [1, 3, 7] as const;

export interface IdleRow {
  readonly step: string;
  readonly drafts: number;
  /** Drafts untouched for so many days or more, by `IDLE_DAYS`. */
  readonly idle: readonly number[];
  /** Whole days since the draft left longest was touched. */
  readonly oldestDays: number;
}

export const NOTHING_WRITTEN = 'Rien d’écrit';

export const idleDays = ({ touchedAt }: Pick<Progress, 'touchedAt'>, now: Instant): number =>
  Math.max(0, Math.floor((now.getTime() - touchedAt.getTime()) / DAY_MS));

/** Drafts never deposited, by the step whose answer changed last: where people stopped. In the order of the form. */
export function whereStopped(files: readonly Progress[], now: Instant): IdleRow[] {
  const drafts = files.filter((file) => stageOf(file) === 'draft');
  const steps = [...(files[0]?.steps ?? []).map(({ key, title }) => ({ key, title })), BLANK];
  return steps.flatMap(({ key, title }) => {
    const ages = drafts.filter((file) => file.lastStep === key).map((file) => idleDays(file, now));
    if (ages.length === 0) return [];
    const idle = IDLE_DAYS.map((days) => ages.filter((age) => age >= days).length);
    return [{ step: title, drafts: ages.length, idle, oldestDays: Math.max(...ages) }];
  });
}

const BLANK = { key: null, title: NOTHING_WRITTEN };

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

export const HOURS_SHOWN = 48;

/** The last hours before the closing, or before now while it is to come; whole hours. */
export function hoursShown(now: Instant, closesAt: Instant): Window {
  const end = now < closesAt ? now : closesAt;
  const to = new Date(Math.ceil(end.getTime() / HOUR_MS) * HOUR_MS);
  return { from: plus(to, -HOURS_SHOWN * HOUR_MS), to };
}

/** Every hour of the window, those without a deposit too. */
export function everyHour<Point extends { readonly at: Instant; readonly deposits: number }>(
  { from, to }: Window,
  counted: readonly Point[],
): { readonly at: Instant; readonly deposits: number }[] {
  const byHour = new Map(counted.map((point) => [point.at.getTime(), point.deposits]));
  const hours = Math.round((to.getTime() - from.getTime()) / HOUR_MS);
  return Array.from({ length: hours }, (_none, index) => {
    const at = plus(from, index * HOUR_MS);
    return { at, deposits: byHour.get(at.getTime()) ?? 0 };
  });
}
