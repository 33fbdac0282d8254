import type { VersionState } from './resource.ts';

/** A resource of one's organisation with its last version. */
export interface MyLine {
  readonly id: string;
  readonly arkName: string;
  readonly organisationId: string;
  readonly publishedVersion: number | null;
  readonly number: number;
  readonly state: VersionState;
  readonly sha256: string;
  readonly fileName: string;
  readonly title: string | null;
  readonly depositedAt: Date;
}
