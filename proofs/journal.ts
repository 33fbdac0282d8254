import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Proof } from '../scripts/prove.ts';
import { seedWorld } from '../seeds/world.ts';
import { jobTable } from '../src/app.tsx';
import { realClock } from '../src/kernel/clock.ts';
import { readConfig } from '../src/kernel/config.ts';
import { openDb } from '../src/kernel/db.ts';
import { openEmbedded } from '../src/kernel/embedded.ts';
import { diskStore } from '../src/kernel/files.ts';
import { newId } from '../src/kernel/ids.ts';
import { openJobs } from '../src/kernel/jobs.ts';
import { type ChainLink, firstBrokenLink, record } from '../src/kernel/journal.ts';
import type { Kernel } from '../src/kernel/kernel.ts';
import { openLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/migrate.ts';

const DECISIONS = 300;

export const proof: Proof = {
  promise: 'une décision inscrite au journal ne peut être changée, ôtée ou déplacée sans que cela se voie',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dfn-proof-'));
    const database = await openEmbedded(null, folder);
    const handle = openDb(database.url, 2);
    try {
      await migrate(handle.pool);
      await decide(await kernelOn(handle, folder, database.url));
      return await verifyAndAttack(handle.pool);
    } finally {
      await handle.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function kernelOn({ db, pool }: ReturnType<typeof openDb>, folder: string, url: string): Promise<Kernel> {
  const read = readConfig({ DATABASE_URL: url, SECRET: newId() + newId(), VAR_DIR: folder, DEMO: '1' });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const log = openLog('error', 'proof');
  const jobs = await openJobs(pool, Object.keys(jobTable), log);
  return { config: read.config, db, clock: realClock, jobs, files: diskStore(join(folder, 'files')), log };
}

/** The decisions of the demonstration's world, then a long chain of our own. */
async function decide(kernel: Kernel): Promise<void> {
  await seedWorld(kernel, () => undefined);
  await kernel.db.transaction().execute(async (tx) => {
    for (let n = 1; n <= DECISIONS; n += 1) {
      await record(tx, 'proof', {
        subjectType: 'essai',
        subjectId: newId(),
        event: 'decided',
        authorId: newId(),
        at: kernel.clock.now(),
        reason: `Décision ${n}, motivée.`,
        before: { step: n - 1 },
        after: { step: n },
      });
    }
  });
  await kernel.jobs.close();
}

/** Chains of a table of entries, each with the position of its first broken link; the heads kept apart are compared too. */
async function broken(pool: pg.Pool, entries: string): Promise<string[]> {
  const { rows } = await pool.query<ChainLink>(
    `select chain, seq, body, prev_hash, hash from ${entries} order by chain, seq`,
  );
  const heads = await pool.query<{ chain: string; seq: number; hash: Buffer }>(
    'select chain, seq, hash from kernel.journal_chain order by chain',
  );
  return heads.rows.flatMap((head) => {
    const links = rows.filter((link) => link.chain === head.chain);
    const position = firstBrokenLink(links);
    if (position !== null) return [`${head.chain} ${position}`];
    const last = links.at(-1);
    return last?.seq === head.seq && last.hash.equals(head.hash) ? [] : [`${head.chain} head`];
  });
}

/** Each attack is made on a fresh copy and must be found exactly where it was made. */
async function verifyAndAttack(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ chains: number; entries: number }>(
    'select count(distinct chain)::int as chains, count(*)::int as entries from kernel.journal_entry',
  );
  const { chains = 0, entries = 0 } = rows[0] ?? {};
  const untouched = await broken(pool, 'kernel.journal_entry');
  if (untouched.length > 0) throw new Error(`broken before any attack: ${untouched.join(', ')}`);
  const at = Math.ceil(DECISIONS / 2);
  const where = `where chain = 'proof' and seq = ${at}`;
  const attacks: readonly (readonly [string, string, string])[] = [
    [
      'un octet changé dans une décision',
      `update copy set body = overlay(body placing '!' from 20 for 1) ${where}`,
      `proof ${at}`,
    ],
    [
      'un octet changé dans une empreinte',
      `update copy set hash = set_byte(hash, 7, (get_byte(hash, 7) + 1) % 256) ${where}`,
      `proof ${at}`,
    ],
    ['une décision ôtée', `delete from copy ${where}`, `proof ${at + 1}`],
    ['la dernière décision ôtée', `delete from copy where chain = 'proof' and seq = ${DECISIONS}`, 'proof head'],
    [
      'une décision récrite avec sa propre empreinte',
      `update copy set body = '{}', hash = sha256(prev_hash || convert_to('{}', 'UTF8')) ${where}`,
      `proof ${at + 1}`,
    ],
  ];
  const found = [`${entries} décisions en ${chains} chaînes vérifiées, têtes comprises : aucune rupture`];
  for (const [what, statement, expected] of attacks) {
    await pool.query(`drop table if exists copy; create table copy as select * from kernel.journal_entry`);
    await pool.query(statement);
    const seen = await broken(pool, 'copy');
    if (seen.length !== 1 || seen[0] !== expected)
      throw new Error(`${what}: expected a break at ${expected}, found ${seen.join(', ') || 'none'}`);
    found.push(`${what} : rupture trouvée exactement là (${expected})`);
  }
  found.push(await refusesChange(pool, `update kernel.journal_entry set body = '{}' ${where}`));
  return found;
}

async function refusesChange(pool: pg.Pool, statement: string): Promise<string> {
  const code = await pool.query(statement).then(
    () => null,
    (error: { code?: string }) => error.code,
  );
  if (code !== '42501') throw new Error('the table itself accepted a change');
  return 'la base refuse elle-même toute modification du journal';
}
