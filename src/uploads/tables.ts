import type { Once } from '../kernel/db.ts';
import type { Purpose } from './model.ts';

interface UploadTable {
  id: Once<string>;
  person_id: Once<string>;
  warn_address: Once<string>;
  name: Once<string>;
  declared_bytes: Once<number>;
  state: 'open' | 'finished' | 'refused';
  created_at: Once<Date>;
  finished_at: Date | null;
  sha256: string | null;
  refusal: string | null;
  attached_at: Date | null;
  purpose: Once<Purpose>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'uploads.upload': UploadTable;
  }
}
