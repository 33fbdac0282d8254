import type { Json, Once } from '../kernel/db.ts';
import type { ActName, PlayRefusal } from './model/act.ts';
import type { CastPlan } from './model/cast.ts';

interface SceneTable {
  wave_id: Once<string>;
  plan: Json<CastPlan>;
  created_at: Once<Date>;
}

interface PlayTable {
  id: Once<string>;
  wave_id: Once<string>;
  act: Once<ActName>;
  asked_by: Once<string | null>;
  asked_at: Once<Date>;
  done: number;
  total: number;
  beat_at: Date | null;
  finished_at: Date | null;
  waits_until: Date | null;
  shown_at: Date | null;
  refusal: Json<PlayRefusal | null>;
}

interface HeldJobTable {
  id: Once<string>;
  name: Once<string>;
  data: Json<Readonly<Record<string, unknown>>>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'rehearsal.scene': SceneTable;
    'rehearsal.play': PlayTable;
    'rehearsal.held_job': HeldJobTable;
  }
}
