import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { type FileStore, writeDurably } from './files.ts';

/** What a backup holds: one JSON line a row, a file a table; each with its count and its SHA-256. */
interface Manifest {
  readonly format: 'deffinum-backup/1';
  readonly madeAt: string;
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[];
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly sha256: string }[];
  readonly files: number;
  /** Of every byte above: what is written down elsewhere to know this backup again. */
  readonly seal: string;
}

export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly seal: string;
}

export class BackupFault extends Error {}

const FETCHED_AT_ONCE = 500;
/** Work that waits leaves with the rest; what the queue remembers of work done does not. */
const JOBS = 'queue.waiting';

const TABLES = `select n.nspname || '.' || c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'queue', 'public')
    and n.nspname !~ '^pg_' and n.nspname || '.' || c.relname <> 'kernel.migration' order by 1`;
const WAITING = `select jsonb_build_object('name', name, 'data', data, 'after', start_after)::text as line from queue.job
  where state in ('created', 'retry', 'active') order by created_on`;

/** Everything as it was at one instant, then the files, which never change: those the rows name are all there. */
export async function backUp(pool: pg.Pool, files: FileStore, folder: string, now: Date): Promise<BackupReport> {
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'files'), { recursive: true, mode: 0o700 });
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ table: string }>(TABLES);
    const tables: Manifest['tables'][number][] = [];
    for (const { table } of rows)
      tables.push(await writeRows(client, folder, table, `select to_jsonb(t)::text as line from ${table} t`));
    tables.push(await writeRows(client, folder, JOBS, WAITING));
    const migrations = await migrationsOf(client);
    const named = await client.query<{ sha256: string }>('select sha256 from kernel.file order by sha256');
    await client.query('commit');
    const count = await copyFiles(files, folder, named.rows);
    const content = {
      format: 'deffinum-backup/1',
      madeAt: now.toISOString(),
      migrations,
      tables,
      files: count,
    } as const;
    const manifest: Manifest = { ...content, seal: sealOf(content) };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2), { mode: 0o600 });
    return reportOf(manifest);
  } finally {
    client.release();
  }
}

const sealOf = (content: Omit<Manifest, 'seal'>) => createHash('sha256').update(JSON.stringify(content)).digest('hex');
const reportOf = ({ tables, files, seal }: Manifest): BackupReport => ({
  tables: tables.length,
  rows: tables.reduce((sum, one) => sum + one.rows, 0),
  files,
  seal,
});
const pathOf = (folder: string, table: string) => join(folder, 'tables', `${table}.ndjson`);
const migrationsOf = async (client: pg.PoolClient) =>
  (await client.query<{ name: string; sha256: string }>('select name, sha256 from kernel.migration order by name'))
    .rows;

async function writeRows(client: pg.PoolClient, folder: string, table: string, query: string) {
  const hash = createHash('sha256');
  const out = createWriteStream(pathOf(folder, table), { mode: 0o600 });
  let rows = 0;
  await client.query(`declare backup_rows no scroll cursor for ${query}`);
  for (;;) {
    const piece = await client.query<{ line: string }>(`fetch ${FETCHED_AT_ONCE} from backup_rows`);
    if (piece.rows.length === 0) break;
    rows += piece.rows.length;
    const text = piece.rows.map((row) => `${row.line}\n`).join('');
    hash.update(text);
    if (!out.write(text)) await new Promise<void>((drained) => out.once('drain', () => drained()));
  }
  await client.query('close backup_rows');
  out.end();
  await finished(out);
  return { table, rows, sha256: hash.digest('hex') };
}

async function copyFiles(files: FileStore, folder: string, named: readonly { sha256: string }[]): Promise<number> {
  let copied = 0;
  for (const { sha256 } of named) {
    // One set aside by the antivirus has its line, and no longer its bytes.
    if (!(await files.has(sha256))) continue;
    const { sha256: found } = await writeDurably(join(folder, 'files', sha256), await files.open(sha256));
    if (found !== sha256) throw new BackupFault(`Le fichier ${sha256} est abîmé dans le stockage.`);
    copied += 1;
  }
  return copied;
}

/** Reads a backup whole and compares every hash. @throws BackupFault naming the first thing that differs */
export async function checkBackup(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new BackupFault(`${folder} ne contient pas de sauvegarde (manifest.json manque).`);
  });
  const { seal, ...content } = JSON.parse(text) as Manifest;
  if (sealOf(content) !== seal) throw new BackupFault('Le manifeste de la sauvegarde a été changé.');
  for (const { table, sha256 } of content.tables) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(pathOf(folder, table))) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== sha256) throw new BackupFault(`La table ${table} de la sauvegarde est abîmée.`);
  }
  return { ...content, seal };
}

/**
 * Puts a backup into a database just migrated and still empty. Rows come in one transaction, all or none; the jobs that waited
 * are queued again after it.
 *
 * @throws BackupFault in French: what is wrong, nothing having been written
 */
export async function restore(
  pool: pg.Pool,
  files: FileStore,
  folder: string,
  enqueue: (name: string, data: Record<string, unknown>, after: Date) => Promise<void>,
): Promise<BackupReport> {
  const manifest = await checkBackup(folder);
  const client = await pool.connect();
  try {
    await refuseUnlike(client, manifest);
    for (const sha256 of await readdir(join(folder, 'files'))) {
      const stored = await files.put(createReadStream(join(folder, 'files', sha256)));
      if (stored.sha256 !== sha256) throw new BackupFault(`Le fichier ${sha256} de la sauvegarde est abîmé.`);
    }
    await client.query('begin');
    // Rows come back as they were: neither the guards of new decisions nor the order of foreign keys apply to them.
    await client.query('set local session_replication_role = replica');
    for (const { table, rows } of manifest.tables)
      if (table !== JOBS && rows > 0) await readRows(client, folder, table);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
  for await (const line of linesOf(folder, JOBS)) {
    const job = JSON.parse(line) as { name: string; data: Record<string, unknown> | null; after: string };
    await enqueue(job.name, job.data ?? {}, new Date(job.after));
  }
  return reportOf(manifest);
}

async function refuseUnlike(client: pg.PoolClient, { migrations }: Manifest): Promise<void> {
  const here = await migrationsOf(client);
  if (JSON.stringify(here) !== JSON.stringify(migrations))
    throw new BackupFault(
      'La sauvegarde vient d’une autre version : restaurez-la avec cette version, puis mettez à jour.',
    );
  const used = await client.query('select 1 from identity.person union all select 1 from kernel.journal_entry limit 1');
  if (used.rows.length > 0)
    throw new BackupFault('Cette base contient déjà des données : restaurez dans une base vide.');
}

const linesOf = (folder: string, table: string) =>
  createInterface({ input: createReadStream(pathOf(folder, table)), crlfDelay: Number.POSITIVE_INFINITY });

async function readRows(client: pg.PoolClient, folder: string, table: string): Promise<void> {
  const [schema, name] = table.split('.');
  const known = await client.query<{ column: string; identity: boolean }>(
    `select quote_ident(column_name) as column, is_identity = 'YES' as identity from information_schema.columns
      where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' order by ordinal_position`,
    [schema, name],
  );
  const columns = known.rows.map((row) => row.column).join(', ');
  // What a migration itself put there comes back from the backup.
  await client.query(`delete from ${table}`);
  const insert = `insert into ${table} (${columns}) overriding system value
    select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`;
  let batch: string[] = [];
  const flush = async () => {
    if (batch.length > 0) await client.query(insert, [`[${batch.join(',')}]`]);
    batch = [];
  };
  for await (const line of linesOf(folder, table)) if (batch.push(line) >= FETCHED_AT_ONCE) await flush();
  await flush();
  for (const { column, identity } of known.rows)
    if (identity)
      await client.query(
        `select setval(pg_get_serial_sequence('${table}', '${column}'), (select max(${column}) from ${table}))`,
      );
}
