import type { Description } from './description.ts';
import type { Kind } from './verdict.ts';

export const FOUND_PER_PAGE = 20;

export interface Search {
  readonly words: string;
  readonly kind: Kind | null;
}

/** A published resource, as the catalogue shows it. */
export interface Found {
  readonly id: string;
  readonly arkName: string;
  readonly organisationId: string;
  readonly publishedAt: Date;
  readonly kind: Kind;
  readonly sizeBytes: number;
  readonly description: Description;
}
