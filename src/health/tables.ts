import type { Generated } from 'kysely';
import type { Once } from '../kernel/db.ts';

interface MinuteTable {
  at: Once<Date>;
  ready: boolean | null;
  failed_deposits: Generated<number>;
}

interface IncidentTable {
  id: Once<string>;
  from_at: Once<Date>;
  to_at: Once<Date>;
  cause: Once<string>;
  source: Once<string>;
  recorded_by: Once<string>;
  recorded_at: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'health.minute': MinuteTable;
    'health.incident': IncidentTable;
  }
}
