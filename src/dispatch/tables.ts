import type { Generated } from 'kysely';
import type { Once } from '../kernel/db.ts';
import type { DispatchState } from './model/dispatch.ts';

interface DispatchTable {
  readonly id: Once<string>;
  readonly organisation_id: Once<string>;
  readonly ark_name: Once<string>;
  readonly name: Once<string>;
  readonly created_by: Once<string>;
  readonly created_at: Once<Date>;
  readonly state: Generated<DispatchState>;
  readonly closes_at: Once<Date | null>;
  readonly max_learners: Once<number | null>;
}

interface LearnerTable {
  readonly id: Once<string>;
  readonly dispatch_id: Once<string>;
  readonly pseudonym: Once<Buffer>;
  readonly created_at: Once<Date>;
  readonly version: number;
  readonly completed: Generated<boolean>;
  readonly score_percent: number | null;
  readonly reached_at: Date | null;
}

interface SessionTable {
  readonly id: Once<string>;
  readonly learner_id: Once<string>;
  readonly secret_sha256: Once<Buffer>;
  readonly host: Once<string>;
  readonly ark_name: Once<string>;
  readonly version: Once<number>;
  readonly attempt_id: string | null;
  readonly created_at: Once<Date>;
  readonly expires_at: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'dispatch.dispatch': DispatchTable;
    'dispatch.learner': LearnerTable;
    'dispatch.session': SessionTable;
  }
}
