import type pg from 'pg';
import { barePostings } from '../proofs/_bare.ts';
import type { Bench } from '../scripts/bench.ts';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { openDb } from '../src/kernel/db.ts';
import { newId } from '../src/kernel/ids.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { euros } from '../src/kernel/money.ts';
import { decide } from '../src/ledger/fixtures.ts';
import { allotAxis, allotInstrument, appropriate, reserveAward, reserveForWave } from '../src/ledger/index.ts';

const CLIENTS = [1, 8, 32];
const WAVES = 8;
const SECONDS = 5;
const ACCOUNTS = 20_000;
const ROUNDS = 3;
const WAVE_CENTS = euros(100_000_000);

export const bench: Bench = {
  figure: 'écritures par seconde, décision motivée et fsync compris, à côté des mêmes fonctions menées par pgbench',
  run: async () => {
    const server = await startPostgres({ durable: true });
    try {
      const waves = await openWaves(server);
      console.log(
        `${server.version}, ${WAVES} vagues, ${ACCOUNTS} comptes ouverts avant, ${ROUNDS} × ${SECONDS} s entrelacées, médianes\n`,
      );
      for (const clients of CLIENTS) await compare(server, waves, clients);
    } finally {
      await server.stop();
    }
  },
};

async function openWaves(server: PostgresServer): Promise<string[]> {
  const { db, pool, close } = openDb(server.url, 1);
  await migrate(pool);
  const amountCents = WAVES * WAVE_CENTS;
  await decide(db, 'law', (tx, p) => appropriate(tx, p, { amountCents }));
  await decide(db, 'axis', (tx, p) => allotAxis(tx, p, { axis: 'innovation', amountCents }));
  const parent = { axis: 'innovation' };
  await decide(db, 'call', (tx, p) => allotInstrument(tx, p, { instrument: 'deffinum', parent, amountCents }));
  const waves = Array.from({ length: WAVES }, newId);
  for (const waveId of waves) {
    const wave = { waveId, instrument: 'deffinum', amountCents: WAVE_CENTS };
    await decide(db, waveId, (tx, p) => reserveForWave(tx, p, wave));
  }
  await age(pool, waves);
  await close();
  return waves;
}

/** A ledger that has lived: accounts of awards made before, opened behind the door because they hold nothing. */
async function age(pool: pg.Pool, waves: readonly string[]): Promise<void> {
  await pool.query(
    `begin; set local session_replication_role = replica;
     insert into ledger.account (id, book, code, stage, scope, guard)
       select gen_random_uuid(), 'AE', 'award:' || gen_random_uuid() || ':reserved', 'reserved',
         'programme/innovation/deffinum/${waves[0]}', 'non-negative' from generate_series(1, ${ACCOUNTS});
     commit`,
  );
  await pool.query('vacuum analyze');
}

/** Rounds interleaved, so that a slow minute of the machine falls on both. */
async function compare(server: PostgresServer, waves: readonly string[], clients: number): Promise<void> {
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await postings(server, waves, clients));
    bare.push(await barePostings(server, waves, clients));
  }
  const [rate, limit] = [median(ours), median(bare)];
  console.log(
    `${String(clients).padStart(2)} client(s) : ${rate.toFixed(0).padStart(5)} écritures/s ; pgbench ${limit.toFixed(0).padStart(5)} ; rapport ${(rate / limit).toFixed(2)}`,
  );
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Awards as a slice makes them: the money, then the decision, in one transaction. */
async function postings(server: PostgresServer, waves: readonly string[], clients: number): Promise<number> {
  const { db, close } = openDb(server.url, clients);
  const until = performance.now() + SECONDS * 1000;
  let made = 0;
  const client = async (_none: unknown, index: number) => {
    for (let turn = index; performance.now() < until; turn += 1) {
      const waveId = waves[turn % WAVES] ?? '';
      const awardId = newId();
      const award = { awardId, waveId, amountCents: 1 };
      const { refusal } = await decide(db, `award:${awardId}`, (tx, p) => reserveAward(tx, p, award), {
        chain: waveId,
      });
      if (refusal) throw new Error(`refused: ${refusal.code}`);
      made += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const rate = made / ((performance.now() - startedAt) / 1000);
  await close();
  return rate;
}
