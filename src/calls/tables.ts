import type { Generated } from 'kysely';
import type { Json, Once } from '../kernel/db.ts';
import type { AmendmentKind, Change } from './model/amendment.ts';
import type { CallContent } from './model/call.ts';
import type { Section } from './model/form.ts';
import type { Rule } from './model/rules.ts';

interface CallTable {
  id: Once<string>;
  slug: Once<string>;
  title: string;
  zone: Once<string>;
  instrument: string | null;
  content: Json<CallContent>;
  version: Generated<number>;
  created_at: Once<Date>;
}

interface FormRevisionTable {
  id: Once<string>;
  call_id: Once<string>;
  number: Once<number>;
  sections: Json<readonly Section[]>;
  version: Generated<number>;
  created_at: Once<Date>;
  published_at: Date | null;
  published_by: string | null;
}

interface RulesVersionTable {
  id: Once<string>;
  call_id: Once<string>;
  number: Once<number>;
  rules: Json<readonly Rule[]>;
  version: Generated<number>;
  created_at: Once<Date>;
  published_at: Date | null;
  published_by: string | null;
}

interface WaveTable {
  id: Once<string>;
  call_id: Once<string>;
  number: number;
  name: string;
  zone: string;
  opens_at: Date;
  closes_at: Date;
  base_closes_at: Date;
  base_decided_at: Date;
  questions_close_at: Date | null;
  form_revision_id: string | null;
  rules_version_id: string | null;
  envelope_cents: number | null;
  outage_minutes: number | null;
  outage_hours: number | null;
  is_demonstration: Generated<boolean>;
  is_historical: Generated<boolean>;
  source: string | null;
  version: Generated<number>;
  created_at: Once<Date>;
  published_at: Date | null;
  published_by: string | null;
}

interface AmendmentTable {
  id: Once<string>;
  call_id: Once<string>;
  wave_id: Once<string | null>;
  number: Once<number>;
  kind: Once<AmendmentKind>;
  title: Once<string>;
  reason: Once<string>;
  source: Once<string | null>;
  changes: Json<readonly Change[]>;
  author_id: Once<string | null>;
  at: Once<Date>;
}

interface QuestionTable {
  id: Once<string>;
  call_id: Once<string>;
  wave_id: Once<string>;
  asker_id: Once<string>;
  asked_text: Once<string>;
  published_text: string | null;
  answer: string | null;
  decline_reason: string | null;
  state: Generated<'pending' | 'answered' | 'declined'>;
  asked_at: Once<Date>;
  decided_at: Date | null;
  decided_by: string | null;
  version: Generated<number>;
  once_key: Once<string>;
  words: string | null;
}

interface FollowerTable {
  call_id: Once<string>;
  person_id: Once<string>;
  since: Once<Date>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'calls.call': CallTable;
    'calls.form_revision': FormRevisionTable;
    'calls.rules_version': RulesVersionTable;
    'calls.wave': WaveTable;
    'calls.amendment': AmendmentTable;
    'calls.question': QuestionTable;
    'calls.follower': FollowerTable;
  }
}
