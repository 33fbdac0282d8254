import type { Generated, GeneratedAlways } from 'kysely';
import type { Filled, Json, Once } from '../kernel/db.ts';
import type { Description } from './model/description.ts';
import type { ProblemKind, ProblemOutcome } from './model/problem.ts';
import type { Status, VersionState } from './model/resource.ts';
import type { Levels } from './model/review.ts';
import type { Ground } from './model/status.ts';
import type { Refusal, Report } from './model/verdict.ts';

interface ResourceTable {
  id: Once<string>;
  ark_name: Once<string>;
  organisation_id: Once<string>;
  created_by: Once<string>;
  created_at: Once<Date>;
  published_version: number | null;
  published_at: Date | null;
  status: Generated<Status>;
  status_at: Date | null;
  changed_at: GeneratedAlways<Date | null>;
}

interface StatusChangeTable {
  id: Once<string>;
  resource_id: Once<string>;
  status: Once<Status>;
  version: Once<number>;
  ground: Once<Ground | null>;
  reason: Once<string>;
  replaced_by: Once<string | null>;
  changed_by: Once<string>;
  changed_at: Once<Date>;
}

interface ProblemTable {
  id: Once<string>;
  resource_id: Once<string>;
  version: Once<number>;
  kind: Once<ProblemKind>;
  words: Once<string>;
  reporter_id: Once<string | null>;
  reporter_email: Once<string | null>;
  reported_at: Once<Date>;
  outcome: ProblemOutcome | null;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
}

interface VersionTable {
  resource_id: Once<string>;
  number: Once<number>;
  state: VersionState;
  sha256: string;
  file_name: string;
  size_bytes: number;
  read_bytes: Generated<number>;
  report: Json<Report> | null;
  refusals: Json<readonly Refusal[]> | null;
  description: Json<Description> | null;
  changes: Generated<string>;
  edits: Generated<number>;
  agreement_id: string | null;
  tranche_id: string | null;
  deposited_by: string;
  deposited_at: Date;
  published_by: string | null;
  published_at: Date | null;
}

interface EntryTable {
  resource_id: Once<string>;
  words: string;
  title_words: string;
  facets: string[];
  ties: string[];
  quality: number;
  reuse: number;
  freshness: number;
  standing: Filled<number>;
  published_at: Date;
  rules: number;
  weighed_at: Date;
}

interface WordTable {
  word: Once<string>;
  stem: string;
  published: number;
}

interface ReviewTable {
  resource_id: Once<string>;
  version: Once<number>;
  reviewer_id: Once<string>;
  levels: Json<Levels>;
  comment: Once<string>;
  favourable: Once<boolean>;
  written_at: Once<Date>;
}

interface LabelTable {
  id: Once<string>;
  resource_id: Once<string>;
  version: Once<number>;
  given_by: Once<string>;
  given_at: Once<Date>;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'commons.resource': ResourceTable;
    'commons.version': VersionTable;
    'commons.entry': EntryTable;
    'commons.tally': { tag: Filled<string>; resources: Filled<number> };
    'commons.word': WordTable;
    'commons.taken': { resource_id: Once<string>; day: Once<string>; files: number };
    'commons.status_change': StatusChangeTable;
    'commons.problem': ProblemTable;
    'commons.review': ReviewTable;
    'commons.label': LabelTable;
  }
}
