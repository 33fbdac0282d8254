import type { Generated } from 'kysely';
import type { Json, Once } from '../kernel/db.ts';
import type { Course, Progress } from './model/course.ts';
import type { LaunchMode, Verb } from './model/words.ts';

export interface CourseTable {
  readonly id: Once<string>;
  readonly organisation_id: Once<string>;
  readonly lrs: Once<number>;
  readonly title: Once<string>;
  readonly structure: Json<Course>;
  readonly file_sha256: Once<string | null>;
  readonly imported_at: Once<Date>;
  readonly deleted_at: Date | null;
}

export interface RegistrationTable {
  readonly id: Once<string>;
  readonly course_id: Once<string>;
  readonly actor: Json<Readonly<Record<string, unknown>>>;
  readonly agent: string;
  readonly person_id: string | null;
  readonly progress: Json<Progress>;
  readonly created_at: Once<Date>;
}

export interface SessionTable {
  readonly id: Once<string>;
  readonly registration_id: Once<string>;
  readonly unit: Once<number>;
  readonly launch_mode: Once<LaunchMode>;
  readonly fetch_sha256: Once<Buffer>;
  readonly fetched_at: Date | null;
  readonly launched_at: Once<Date>;
  readonly told_at: Date | null;
  readonly verbs: Generated<Verb[]>;
  readonly ended_at: Date | null;
  readonly ended_by: 'terminated' | 'abandoned' | null;
}

export interface PublishedTable {
  readonly organisation_id: Once<string>;
  readonly resource_id: Once<string>;
  readonly version: Once<number>;
  readonly course_id: Once<string>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'cmi5.course': CourseTable;
    'cmi5.published': PublishedTable;
    'cmi5.registration': RegistrationTable;
    'cmi5.session': SessionTable;
  }
}
