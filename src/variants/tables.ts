import type { Json, Once } from '../kernel/db.ts';
import type { Form, Reason, Role, Task } from './model/plan.ts';
import type { StepState } from './model/progress.ts';

interface SourceTable {
  sha256: Once<string>;
  form: Once<Form>;
  media_type: Once<string>;
  size_bytes: Once<number>;
  asked_at: Once<Date>;
  moved_at: Date;
}

interface StepTable {
  source_sha256: Once<string>;
  name: Once<string>;
  rank: Once<number>;
  task: Json<Task>;
  role: Once<Role>;
  state: StepState;
  reason: Reason | null;
  sha256: string | null;
  media_type: string | null;
  size_bytes: number | null;
  width: number | null;
  height: number | null;
  done_at: Date | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'variants.source': SourceTable;
    'variants.step': StepTable;
  }
}
