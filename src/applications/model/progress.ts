import { missingInSection } from '../../calls/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ApplicationState } from './application.ts';
import type { Judged } from './dossier.ts';
import { blockingChecks } from './eligibility.ts';

export type StepState = 'blank' | 'begun' | 'done';

/** A section of the form, or one of the three pages beside it. */
export interface StepProgress {
  readonly key: string;
  readonly title: string;
  readonly state: StepState;
}

/** How far a file has come, without a word of its answers: what may be shown before the closing. */
export interface Progress {
  readonly id: string;
  readonly title: string;
  readonly state: ApplicationState;
  readonly lead: { readonly name: string; readonly siret: string };
  readonly partners: number;
  readonly createdAt: Instant;
  readonly touchedAt: Instant;
  readonly firstDepositedAt: Instant | null;
  readonly lastDepositedAt: Instant | null;
  readonly steps: readonly StepProgress[];
  /** Blocking rules of the call not met yet; none: it may be deposited. */
  readonly blocking: number;
  /** Key of the step whose answer changed last; `null`: nothing was written. */
  readonly lastStep: string | null;
  readonly lastStepAt: Instant | null;
}

const PLACES = [
  ['consortium', 'Consortium et mandats'],
  ['budget', 'Budget et plan de financement'],
  ['declarations', 'Déclarations et engagements'],
] as const;

type Place = (typeof PLACES)[number][0];

/** Sections of the form, then consortium, budget and declarations: the same steps as the page of the file. */
export function stepsOf(file: Judged): StepProgress[] {
  const sections = file.revision.sections.map((section) => {
    const begun = section.fields.some((field) => file.fields.has(field.key));
    const done = begun && missingInSection(section, file.answers).length === 0;
    return { key: section.key, title: section.title, state: stateOf(begun, done) };
  });
  const places = PLACES.map(([key, title]) => {
    const done = file.checks.every((check) => check.place !== key || check.state === 'ok');
    return { key, title, state: stateOf(hasBegun(file, key), done) };
  });
  return [...sections, ...places];
}

const stateOf = (begun: boolean, done: boolean): StepState => {
  if (done) return 'done';
  return begun ? 'begun' : 'blank';
};

function hasBegun({ partners, budget, statements }: Judged, place: Place): boolean {
  if (place === 'consortium') return partners.length > 1;
  if (place === 'budget') return budget.expenses.length > 0 || budget.requestedGrantCents !== null;
  return statements.some((one) => one.kind !== 'mandate');
}

export const blockingOf = (file: Judged): number => blockingChecks(file.checks).length;

/** Key of the step that holds a value: a bare key is a field of the form, the others belong to the budget. */
export function stepOfKey(file: Pick<Judged, 'revision'>, key: string): string | null {
  if (key.includes(':')) return 'budget';
  return file.revision.sections.find((one) => one.fields.some((field) => field.key === key))?.key ?? null;
}
