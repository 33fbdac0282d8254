import type { Generated } from 'kysely';
import type { Once } from '../kernel/db.ts';

/** One store an organisation; large tables are written by `traces.append` and read by SQL of `store/`. */
export interface LrsTable {
  readonly lrs: Once<number>;
  readonly organisation_id: Once<string>;
  readonly salt: Once<Buffer>;
  readonly last_seq: number;
  readonly created_at: Once<Date>;
}

export interface CredentialTable {
  readonly lrs: Once<number>;
  readonly id: Once<string>;
  readonly number: Once<number>;
  readonly key: Once<string>;
  readonly name: string;
  readonly scopes: string[];
  readonly secret_sha256: Buffer;
  readonly previous_sha256: Buffer | null;
  readonly previous_until: Date | null;
  readonly requests_per_second: number;
  readonly authority_key: Once<string>;
  readonly created_by: Once<string>;
  readonly created_at: Once<Date>;
  readonly rotated_at: Date | null;
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
  readonly purpose: string | null;
  readonly legal_basis: string | null;
  readonly retention_months: number | null;
  /** What the platform tells by itself: it opens nothing. */
  readonly house: Generated<boolean>;
}

export interface SessionTable {
  readonly lrs: Once<number>;
  readonly id: Once<string>;
  readonly kind: Once<string>;
  readonly key: Once<string>;
  readonly secret_sha256: Once<Buffer>;
  readonly agent: Once<string>;
  readonly activity: Once<string>;
  readonly registration: Once<string>;
  readonly read_documents: Generated<string[]>;
  readonly opened_at: Once<Date>;
  readonly expires_at: Once<Date>;
  readonly ended_at: Date | null;
}

export type DocumentKind = 'state' | 'activity-profile' | 'agent-profile';

declare module '../kernel/db.ts' {
  interface Tables {
    'traces.lrs': LrsTable;
    'traces.credential': CredentialTable;
    'traces.session': SessionTable;
  }
}
