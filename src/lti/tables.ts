import type { JWK } from 'jose';
import type { Generated } from 'kysely';
import type { Json, Once } from '../kernel/db.ts';
import type { Choosing } from './model/launch.ts';

interface KeyTable {
  readonly kid: Once<string>;
  readonly public: Json<JWK>;
  readonly sealed: Once<string>;
  readonly created_at: Once<Date>;
}

interface InvitationTable {
  readonly id: Once<string>;
  readonly organisation_id: Once<string>;
  readonly created_by: Once<string>;
  readonly secret_sha256: Once<Buffer>;
  readonly created_at: Once<Date>;
  readonly expires_at: Once<Date>;
  readonly used_at: Date | null;
}

interface PlatformTable {
  readonly id: Once<string>;
  readonly organisation_id: Once<string>;
  readonly issuer: Once<string>;
  readonly client_id: Once<string>;
  readonly name: Once<string>;
  readonly auth_url: Once<string>;
  readonly token_url: Once<string>;
  readonly jwks_url: Once<string>;
  readonly created_at: Once<Date>;
  readonly revoked_at: Date | null;
  readonly last_launch_at: Date | null;
  readonly last_error: string | null;
  readonly last_error_at: Date | null;
}

interface DeploymentTable {
  readonly platform_id: Once<string>;
  readonly deployment_id: Once<string>;
}

interface NonceTable {
  readonly platform_id: Once<string>;
  readonly nonce: Once<string>;
  readonly expires_at: Once<Date>;
}

interface LearnerTable {
  readonly id: Once<string>;
  readonly platform_id: Once<string>;
  readonly subject: Once<string>;
  readonly created_at: Once<Date>;
}

interface SessionTable {
  readonly id: Once<string>;
  readonly platform_id: Once<string>;
  readonly learner_id: Once<string>;
  readonly secret_sha256: Once<Buffer>;
  readonly ark_name: Once<string | null>;
  readonly version: Once<number | null>;
  readonly attempt_id: string | null;
  readonly line_item: Once<string | null>;
  readonly roster_url: Once<string | null>;
  readonly context_id: Once<string | null>;
  readonly choosing: Json<Choosing> | null;
  readonly created_at: Once<Date>;
  readonly expires_at: Date;
}

interface ScoreTable {
  readonly id: Once<string>;
  readonly platform_id: Once<string>;
  readonly learner_id: Once<string>;
  readonly line_item: Once<string>;
  readonly completed: boolean;
  readonly score_percent: number | null;
  readonly reached_at: Date;
  readonly tries: Generated<number>;
  readonly sent_at: Date | null;
  readonly last_error: string | null;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'lti.key': KeyTable;
    'lti.invitation': InvitationTable;
    'lti.platform': PlatformTable;
    'lti.deployment': DeploymentTable;
    'lti.nonce': NonceTable;
    'lti.learner': LearnerTable;
    'lti.session': SessionTable;
    'lti.score': ScoreTable;
  }
}
