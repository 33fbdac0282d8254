import type { Once } from '../kernel/db.ts';

interface WaveTable {
  wave_id: Once<string>;
  last_sent_at: Date | null;
}

interface MessageTable {
  id: Once<string>;
  wave_id: Once<string>;
  audience: Once<string>;
  audience_label: Once<string>;
  subject: Once<string>;
  body: Once<string>;
  files: Once<number>;
  people: Once<number>;
  sent_by: Once<string>;
  sent_at: Once<Date>;
  client_key: Once<string>;
}

interface RecipientTable {
  message_id: Once<string>;
  person_id: Once<string>;
  application_id: Once<string>;
  title: Once<string>;
}

declare module '../kernel/db.ts' {
  interface Tables {
    'tracking.wave': WaveTable;
    'tracking.message': MessageTable;
    'tracking.recipient': RecipientTable;
  }
}
