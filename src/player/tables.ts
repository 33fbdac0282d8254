import type { Generated } from 'kysely';
import type { Json, Once } from '../kernel/db.ts';
import type { Cmi, Edition } from './model/scorm.ts';

interface AttemptTable {
  id: Once<string>;
  person_id: Once<string>;
  resource_id: Once<string>;
  version: Once<number>;
  unit: Once<number>;
  edition: Once<Edition>;
  holder: string;
  held_until: Date;
  sequence: Generated<number>;
  state: Json<Cmi> | null;
  completed: Generated<boolean>;
  passed: boolean | null;
  score_percent: number | null;
  past_seconds: Generated<number>;
  started_at: Once<Date>;
  saved_at: Date | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'player.attempt': AttemptTable;
  }
}
