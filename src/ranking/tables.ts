import type { Json, Once } from '../kernel/db.ts';
import type { RankingSettings } from './model/inputs.ts';

interface RunTable {
  id: Once<string>;
  wave_id: Once<string>;
  function_version: Once<number>;
  inputs: Once<string>;
  inputs_sha256: Once<Buffer>;
  output: Once<string>;
  output_sha256: Once<Buffer>;
  body: Once<string>;
  key_id: Once<string>;
  signature: Once<Buffer>;
  frozen_by: Once<string>;
  frozen_at: Once<Date>;
  reason: Once<string>;
}

interface ScenarioTable {
  id: Once<string>;
  wave_id: Once<string>;
  name: Once<string>;
  settings: Json<RankingSettings>;
  author_id: Once<string>;
  at: Once<Date>;
  dropped_at: Date | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'ranking.run': RunTable;
    'ranking.scenario': ScenarioTable;
  }
}
