import type { Generated } from 'kysely';
import type { Json, Once } from '../kernel/db.ts';
import type { Withholding } from './model/due.ts';
import type { FileFacts, FileName } from './model/edition.ts';
import type { ProjectBody } from './model/project.ts';

interface FunderTable {
  authority: Once<string>;
  name: string;
  siret: string;
  notified: boolean;
  version: Generated<number>;
  updated_by: string | null;
  updated_at: Date;
}

interface EditionTable {
  number: Once<number>;
  /** Of the files: `files.ts`. */
  format: Once<number>;
  made_at: Once<Date>;
  lines: Once<number>;
  agreements: Once<number>;
  total_cents: Once<number>;
  files: Json<Readonly<Record<FileName, FileFacts>>>;
}

interface LineTable {
  key: Once<string>;
  from_edition: Once<number>;
  to_edition: number | null;
  agreement_id: Once<string>;
  share_cents: Once<number>;
  body: Once<string>;
}

interface ProjectTable {
  agreement_id: Once<string>;
  slug: string;
  number: string;
  version: number;
  /** 0: nobody had said who grants. */
  funder_version: number;
  title: string;
  acronym: string | null;
  summary: string | null;
  scope: string | null;
  regions: Json<readonly string[]>;
  sectors: Json<readonly string[]>;
  call_title: string;
  wave_id: string;
  wave_name: string;
  starts_on: string;
  ends_on: string;
  signed_at: Date;
  total_cents: number;
  body: Json<ProjectBody>;
  words: string;
}

interface WithheldTable {
  agreement_id: Once<string>;
  reasons: Json<readonly Withholding[]>;
  since: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'publication.funder': FunderTable;
    'publication.edition': EditionTable;
    'publication.line': LineTable;
    'publication.project': ProjectTable;
    'publication.withheld': WithheldTable;
  }
}
