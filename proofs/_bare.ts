import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresServer } from '../scripts/postgres.ts';

const SECONDS = 5;
const THREADS = 2;

/**
 * Postings a second of the SQL functions alone: the same award and its journal line, sent by pgbench in one statement, on waves
 * that hold enough. It is the limit that the whole program is compared with.
 */
export async function barePostings(server: PostgresServer, waves: readonly string[], clients: number): Promise<number> {
  const script = join(tmpdir(), `dfn-bare-${process.pid}.sql`);
  await writeFile(script, scriptFor(waves));
  try {
    const { port } = new URL(server.url);
    const { stdout } = await promisify(execFile)(join(server.bin, 'pgbench'), [
      ...['-n', '-f', script, '-c', String(clients), '-j', String(THREADS), '-T', String(SECONDS)],
      ...['-h', '127.0.0.1', '-p', port, '-U', 'postgres', 'postgres'],
    ]);
    const rate = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    if (!(rate > 0)) throw new Error(`pgbench gave no figure: ${stdout}`);
    return rate;
  } finally {
    await rm(script, { force: true });
  }
}

const BODY =
  '{"subjectType":"award","subjectId":"bare","event":"awarded","authorId":null,"at":"2027-01-11T09:00:00Z","reason":"Mesure"}';

const scriptFor = (waves: readonly string[]): string => `\\set wave random(1, ${waves.length})
do $$
declare
  v_award uuid := gen_random_uuid();
  v_entry uuid := gen_random_uuid();
  v_wave text := (array['${waves.join("', '")}'])[:wave];
  v_answer jsonb;
begin
  v_answer := ledger.post(jsonb_build_object(
    'groupId', gen_random_uuid(), 'journalEntryId', v_entry, 'occurredAt', now(),
    'open', jsonb_build_array(jsonb_build_object('id', v_award, 'book', 'AE', 'code', 'award:' || v_award || ':reserved',
      'stage', 'reserved', 'guard', 'non-negative', 'under', 'wave:' || v_wave || ':available')),
    'transfers', jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'key', 'bare:' || v_award, 'event', 'award',
      'book', 'AE', 'from', 'wave:' || v_wave || ':available', 'to', 'award:' || v_award || ':reserved', 'amountCents', 1))));
  if not v_answer ? 'posted' then
    raise exception 'refused: %', v_answer;
  end if;
  perform kernel.journal_append(v_wave, v_entry, '${BODY}');
end $$;
`;
