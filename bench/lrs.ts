import { sql } from 'kysely';
import { onRig, type RealServer, type Rig, startServer } from '../proofs/_rig.ts';
import { openTool, type Tool, told, unboundKey } from '../proofs/_traces.ts';
import type { Bench } from '../scripts/bench.ts';
import { append } from '../src/traces/store/append.ts';
import { prepare, toldIn } from '../src/traces/store/prepare.ts';
import { type Lrs, openStores } from '../src/traces/store/stores.ts';

const CLIENTS = 16;
const SECONDS = 5;
const BATCH = 50;
/** Statements already there when reads are measured. */
const LOADED = Number(process.env.LRS_STATEMENTS ?? 50_000);
const GROUP = 250;
const READS = 60;

export const bench: Bench = {
  figure: 'énoncés par seconde et lectures filtrées du LRS sur PostgreSQL, à côté du même travail fait droit en SQL',
  run: async () => {
    for (const line of await onRig({}, measure)) console.log(line);
  },
};

async function measure(rig: Rig): Promise<string[]> {
  const { authorization, lrs, number } = await unboundKey(rig);
  const store = await openStores(rig.kernel.db).get(lrs);
  const source = { number, authority: '{"objectType":"Agent","account":{"homePage":"https://e.org","name":"banc"}}' };
  const server = await startServer(rig);
  const tool = openTool(authorization, CLIENTS);
  try {
    const one = await httpRate(tool, server, 1);
    const many = await httpRate(tool, server, BATCH);
    const limits = [await sqlRate(rig, store, source, 1), await sqlRate(rig, store, source, GROUP)];
    await fill(rig, store, source);
    return [
      `${CLIENTS} clients, un par un   : ${one.rate.toFixed(0)} énoncés/s, ${one.faults} réponse(s) 5xx`,
      `${CLIENTS} clients, lots de ${BATCH} : ${many.rate.toFixed(0)} énoncés/s, ${many.faults} réponse(s) 5xx`,
      `le même travail en SQL, une connexion : ${limits[0]?.toFixed(0)} énoncés/s un par un, ${limits[1]?.toFixed(0)} par ${GROUP}`,
      ...(await weight(rig)),
      ...(await reads(tool, server)),
    ];
  } finally {
    tool.close();
    await server.stop();
  }
}

async function httpRate(tool: Tool, { origin }: RealServer, size: number) {
  const until = performance.now() + SECONDS * 1000;
  let [stored, faults] = [0, 0];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_none, client) => {
      for (let n = client; performance.now() < until; n += CLIENTS) {
        const statements = Array.from({ length: size }, (_, index) => told(n * size + index));
        const { status, text } = await tool.call(origin, 'POST', 'statements', size === 1 ? statements[0] : statements);
        if (status === 200) stored += size;
        else if (status >= 500) faults += 1;
        else throw new Error(`${status} ${text}`);
      }
    }),
  );
  return { rate: stored / ((performance.now() - began) / 1000), faults };
}

type Source = Parameters<typeof prepare>[1];
const rowsFrom = (store: Lrs, source: Source, first: number, size: number) =>
  Array.from({ length: size }, (_, index) => {
    const value = told(first + index);
    return prepare(store, source, toldIn(value, JSON.stringify(value)), '2.0');
  });

/** `traces.append` alone, rows made beforehand: no HTTP, no rule checked. */
async function sqlRate({ kernel }: Rig, store: Lrs, source: Source, size: number): Promise<number> {
  let [stored, spentMs] = [0, 0];
  for (let n = 0; spentMs < SECONDS * 1000; n += size) {
    const rows = rowsFrom(store, source, n, size);
    const began = performance.now();
    await append(kernel.db, store.lrs, Date.now(), rows);
    spentMs += performance.now() - began;
    stored += size;
  }
  return stored / (spentMs / 1000);
}

async function fill({ kernel }: Rig, store: Lrs, source: Source): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from traces.statement`.execute(kernel.db);
  for (let n = rows[0]?.count ?? 0; n < LOADED; n += GROUP)
    await append(kernel.db, store.lrs, Date.now(), rowsFrom(store, source, n, GROUP));
  await sql`vacuum (analyze)`.execute(kernel.db);
}

async function weight({ kernel }: Rig): Promise<string[]> {
  const { rows } = await sql<{ bytes: number; count: number }>`
    select sum(pg_total_relation_size(c.oid))::bigint as bytes, (select count(*) from traces.statement) as count
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'traces' and c.relkind = 'r'`.execute(kernel.db);
  const { bytes = 0, count = 1 } = rows[0] ?? {};
  return [`${count} énoncés : ${(bytes / count / 1000).toFixed(2)} ko chacun sur le disque, index compris`];
}

async function reads(tool: Tool, { origin }: RealServer): Promise<string[]> {
  const one = told(7);
  const agent = JSON.stringify(one.actor);
  const parent = one.context.contextActivities.parent[0]?.id ?? '';
  const queries: Readonly<Record<string, Record<string, string>>> = {
    agent: { agent },
    verbe: { verb: one.verb.id },
    activité: { activity: one.object.id },
    inscription: { registration: one.context.registration },
    'activités liées': { activity: parent, related_activities: 'true' },
    'agent et verbe': { agent, verb: one.verb.id, related_agents: 'true' },
  };
  const lines: string[] = [];
  for (const [name, query] of Object.entries(queries)) {
    const took: number[] = [];
    for (let n = 0; n < READS; n += 1) {
      const began = performance.now();
      const { status, text } = await tool.call(
        origin,
        'GET',
        `statements?${new URLSearchParams({ ...query, limit: '50' })}`,
      );
      if (status !== 200) throw new Error(`${status} ${text}`);
      took.push(performance.now() - began);
    }
    took.sort((a, b) => a - b);
    const at = (share: number) => took[Math.floor(READS * share)]?.toFixed(1);
    lines.push(`lecture de 50 par ${name} : p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  }
  return lines;
}
