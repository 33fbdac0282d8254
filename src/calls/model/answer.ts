import type { Indicator, WorkPackage } from './form.ts';

/** A file joined to an application, as its answer names it. */
export interface FileAnswer {
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** An establishment named in an answer. Its checksum and its register are the applications' business. */
export interface OrganisationAnswer {
  readonly siret: string;
  readonly name: string;
}

export type TableRow = Readonly<Record<string, string | number | null>>;

/** By kind: see `FormRevision`. `null` or absent: not answered. */
export type Answer =
  | string
  | number
  | readonly string[]
  | readonly TableRow[]
  | readonly FileAnswer[]
  | readonly OrganisationAnswer[]
  | readonly WorkPackage[]
  | readonly Indicator[];

export type Answers = Readonly<Record<string, Answer | null | undefined>>;

export function isFilled(answer: Answer | null | undefined): boolean {
  if (answer === null || answer === undefined) return false;
  return typeof answer === 'number' || answer.length > 0;
}
