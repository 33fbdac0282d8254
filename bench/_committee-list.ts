import { sql } from 'kysely';
import { openRig, type Rig } from '../proofs/_rig.ts';
import { type EvaluatedWave, plantEvaluatedWave, seedCastBefore } from '../seeds/_evaluated.ts';
import { createApp } from '../src/app.tsx';
import { standingDeposits } from '../src/deposits/index.ts';
import { type ReceiptContent, receiptNumber } from '../src/deposits/model/receipt.ts';
import { sealReceipt } from '../src/deposits/receipt/seal.ts';
import { openKey } from '../src/deposits/store/keys.ts';
import { takeIn } from '../src/instruction/store/take-in.ts';
import type { Db } from '../src/kernel/db.ts';
import type { Viewer } from '../src/kernel/http.ts';
import { newId } from '../src/kernel/ids.ts';
import '../src/applications/tables.ts';
import '../src/instruction/tables.ts';

const FILES = Number(process.argv.find((word) => word.startsWith('--files='))?.slice(8) ?? 10_000);
const MODELS = 40;
const REQUESTS = 400;
const TARGET_MS = 100;
const ORIGIN = 'http://localhost:3000';

/** The officer's list of 10,000 files, page after page, filtered and searched: whole requests, HTML included. */
export async function measureList(databaseUrl: string): Promise<void> {
  const rig = await openRig(databaseUrl, { PUBLIC_URL: ORIGIN });
  try {
    const { wave, officer } = await plant(rig);
    const rates = await measure(rig, wave, officer);
    report(rates);
  } finally {
    await rig.close();
  }
}

async function plant(rig: Rig): Promise<{ wave: EvaluatedWave; officer: Viewer }> {
  const { kernel } = rig;
  const now = kernel.clock.now();
  const cast = await seedCastBefore(kernel, now);
  const wave = await plantEvaluatedWave(kernel, cast, { count: MODELS, now, until: 'deposited' });
  await multiply(rig, wave.waveId, FILES - MODELS);
  await sql`update instruction.wave set taken_in_at = ${new Date(0)} where wave_id = ${wave.waveId}`.execute(kernel.db);
  const startedAt = performance.now();
  await takeIn(kernel.db, wave.waveId, now);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${await countFiles(kernel.db)} dossiers pris en instruction en ${seconds.toFixed(1)} s, règles calculées`,
  );
  await spreadStates(kernel.db);
  await sql`analyze`.execute(kernel.db);
  return { wave, officer: cast.byRole['instructing-officer'] };
}

const countFiles = async (db: Db) =>
  (
    await db
      .selectFrom('instruction.file')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

/** Sealed copies of the models under other titles, chained after them: as many real receipts, checked by the database. */
async function multiply({ kernel }: Rig, waveId: string, count: number): Promise<void> {
  const { db, config } = kernel;
  const models = await standingDeposits(db, waveId, 0, MODELS);
  const bodies = await db
    .selectFrom('deposits.receipt')
    .select(['body', 'key_id'])
    .where('wave_id', '=', waveId)
    .orderBy('seq')
    .execute();
  const head = await db
    .selectFrom('deposits.wave_chain')
    .select(['seq', 'hash'])
    .where('wave_id', '=', waveId)
    .executeTakeFirstOrThrow();
  const key = await openKey(db, config.SECRET, bodies[0]?.key_id ?? '');
  let at = { seq: head.seq, hash: head.hash };
  const CHUNK = 200;
  for (let from = 0; from < count; from += CHUNK) {
    const copies = Array.from({ length: Math.min(CHUNK, count - from) }, (_none, rank) => {
      const index = (from + rank) % models.length;
      const model = models[index];
      const { chain: _chain, ...content } = JSON.parse(bodies[index]?.body ?? '{}') as ReceiptContent & {
        chain: unknown;
      };
      if (!model) throw new Error('no model');
      const ids = { application: newId(), deposit: newId() };
      const title = `${model.title} ${WORDS[(from + rank) % WORDS.length]} ${from + rank}`;
      const sealed = sealReceipt(
        {
          ...content,
          number: receiptNumber('deffinum', content.wave.number, at.seq + 1),
          application: { ...content.application, id: ids.application, title },
          deposit: { ...content.deposit, id: ids.deposit },
        },
        at,
        key,
      );
      at = { seq: at.seq + 1, hash: sealed.hash };
      return { ids, title, model, sealed };
    });
    await insertCopies(db, waveId, key.id, copies);
  }
}

const WORDS = ['tôlerie', 'boulangerie', 'soudage', 'gériatrie', 'maraîchage', 'logistique', 'hôtellerie', 'plomberie'];

interface Copy {
  readonly ids: { readonly application: string; readonly deposit: string };
  readonly title: string;
  readonly model: Awaited<ReturnType<typeof standingDeposits>>[number];
  readonly sealed: ReturnType<typeof sealReceipt>;
}

async function insertCopies(db: Db, waveId: string, keyId: string, copies: readonly Copy[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('deposits.deposit')
      .values(
        copies.map(({ ids, model, sealed, title }) => ({
          id: ids.deposit,
          application_id: ids.application,
          call_id: sealed.body.call.id,
          wave_id: waveId,
          number: 1,
          version: sealed.body.deposit.version,
          deposited_by: ids.application,
          received_at: model.receivedAt,
          snapshot: JSON.stringify({ salt: '', dossier: { ...model.content, title } }),
          manifest: JSON.stringify(model.files),
        })),
      )
      .execute();
    await tx
      .insertInto('deposits.receipt')
      .values(
        copies.map(({ ids, sealed }) => ({
          deposit_id: ids.deposit,
          wave_id: waveId,
          seq: sealed.body.chain.seq,
          number: sealed.body.number,
          body: sealed.bodyText,
          content_sha256: sealed.contentSha256,
          prev_hash: sealed.prevHash,
          hash: sealed.hash,
          key_id: keyId,
          signature: sealed.signature,
        })),
      )
      .execute();
  });
}

/** One file in ten awaits pieces, one in four is eligible: filters have something to leave out. */
const spreadStates = (db: Db) =>
  sql`update instruction.file set state = case when seq % 10 = 0 then 'awaiting-pieces' when seq % 4 = 0 then 'eligible' else state end,
    due_at = case when seq % 10 = 0 then now() + interval '9 days' end`.execute(db);

const KINDS: readonly (readonly [string, (n: number) => string])[] = [
  ['page au hasard', (n) => `apres=${(n * 7919) % FILES}`],
  ['état', (n) => `etat=${['to-instruct', 'awaiting-pieces', 'eligible'][n % 3]}&apres=${(n * 5003) % FILES}`],
  ['recherche', (n) => `q=${encodeURIComponent(WORDS[n % WORDS.length] ?? '')}`],
  ['recherche rare', (n) => `q=${encodeURIComponent(`"${WORDS[n % WORDS.length]} ${(n * 31) % FILES}"`)}`],
  ['recherche et état', (n) => `q=${encodeURIComponent('réalité virtuelle')}&etat=eligible&apres=${(n * 97) % FILES}`],
];

async function measure({ kernel }: Rig, wave: EvaluatedWave, officer: Viewer): Promise<ReadonlyMap<string, number[]>> {
  const app = createApp(kernel, async () => officer);
  const times = new Map<string, number[]>(KINDS.map(([name]) => [name, []]));
  for (let n = 0; n < REQUESTS; n += 1) {
    const [name, query] = KINDS[n % KINDS.length] ?? ['', () => ''];
    const startedAt = performance.now();
    const response = await app.request(`${ORIGIN}/agent/instruction/vagues/${wave.waveId}?${query(n)}`);
    const html = await response.text();
    if (response.status !== 200 || !html.includes('<h1>')) throw new Error(`the list answered ${response.status}`);
    // The first of each kind warms the plan and the page.
    if (n >= KINDS.length) times.get(name)?.push(performance.now() - startedAt);
  }
  return times;
}

const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

function report(times: ReadonlyMap<string, number[]>): void {
  for (const [name, values] of times)
    console.log(
      `${name.padEnd(20)} médiane ${quantile(values, 0.5).toFixed(0).padStart(4)} ms, p95 ${quantile(values, 0.95).toFixed(0).padStart(4)} ms`,
    );
  const all = [...times.values()].flat();
  const p95 = quantile(all, 0.95);
  console.log(`ensemble : p95 ${p95.toFixed(0)} ms sur ${all.length} demandes (visé : ${TARGET_MS} ms)`);
  if (p95 > TARGET_MS) throw new Error(`p95 ${p95.toFixed(0)} ms: beyond ${TARGET_MS} ms`);
}
