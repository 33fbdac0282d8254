import type { InForceHead } from '../../grants/index.ts';
import type { Withholding } from './due.ts';

export interface Funder {
  readonly authority: string;
  readonly name: string;
  readonly siret: string;
  /** The aid was notified to the European Commission. */
  readonly notified: boolean;
  readonly version: number;
}

export interface Waiting extends InForceHead {
  /** Empty: signed a moment ago, the job has not run yet. */
  readonly reasons: readonly Withholding[];
}
