import type { Instant } from '../../kernel/instant.ts';
import type { Cents } from '../../kernel/money.ts';

export interface ProjectPartner {
  readonly partnerId: string;
  readonly name: string;
  readonly siret: string;
  readonly isLead: boolean;
  readonly shareCents: Cents;
}

export interface ProjectTranche {
  readonly label: string;
  readonly amountCents: Cents;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
}

export interface ProjectBody {
  readonly partners: readonly ProjectPartner[];
  readonly tranches: readonly ProjectTranche[];
}

/** A laureate as the public reads it: what its agreement in force says, and the public part of its sealed file. */
export interface Project extends ProjectBody {
  readonly agreementId: string;
  readonly slug: string;
  readonly number: string;
  readonly version: number;
  readonly title: string;
  readonly acronym: string | null;
  readonly summary: string | null;
  readonly scope: string | null;
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly callTitle: string;
  readonly waveId: string;
  readonly waveName: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly signedAt: Instant;
  readonly totalCents: Cents;
}

/** Last part of the address of its page: the number of the agreement. */
export const slugOf = (number: string): string =>
  number
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** What is filtered on, absent when the file does not say. */
export interface PublicAnswers {
  readonly acronym: string | null;
  readonly summary: string | null;
  readonly scope: string | null;
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
}
