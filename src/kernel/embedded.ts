import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { openSocket } from './embedded-socket.ts';
import { embeddedSocket, embeddedUrl } from './embedded-url.ts';

/** Clients of the embedded database at the same time: server, worker and a command beside them. */
const MAX_CONNECTIONS = 64;

export interface EmbeddedDatabase {
  readonly url: string;
  /** fsync calls since it opened: one at least for each commit. */
  fsyncs(): number;
  /** The whole cluster, to open copies of it. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * PGlite behind a Unix socket, spoken to by the same driver as a server.
 *
 * @param dataDir folder of the cluster, or `null` for one in memory
 * @param socketDir folder of the socket; its path must stay under 100 bytes
 * @param load dump of a migrated cluster to start from, for tests
 */
export async function openEmbedded(dataDir: string | null, socketDir: string, load?: Blob): Promise<EmbeddedDatabase> {
  const disk = dataDir === null ? null : new DurableNodeFS(dataDir);
  const database = await PGlite.create({
    extensions: { pg_trgm },
    ...(disk ? { fs: disk, startParams: DURABLE_PARAMS } : {}),
    ...(load ? { loadDataDir: load } : {}),
  });
  mkdirSync(socketDir, { recursive: true, mode: 0o700 });
  const path = embeddedSocket(socketDir);
  rmSync(path, { force: true });
  const socket = await openSocket(database, path, MAX_CONNECTIONS);
  return {
    url: embeddedUrl(socketDir),
    fsyncs: () => disk?.fsyncs ?? 0,
    dump: () => database.dumpDataDir('none'),
    close: async () => {
      await socket.close();
      await database.close();
    },
  };
}

/**
 * PGlite starts with `-F` (fsync off), and its `fdatasync` is a no-op: without these two lines a power cut loses every
 * acknowledged write since the kernel last flushed.
 */
const DURABLE_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'synchronous_commit=on',
];

type PostgresMod = Parameters<NodeFS['init']>[1];

interface NodeStream {
  readonly nfd?: number;
}
interface NodeLookup {
  realPath(node: unknown): string;
  stream_ops: { fsync?: (stream: NodeStream) => number };
  node_ops: { rename: (from: unknown, toFolder: unknown, name: string) => void };
}

/**
 * The Node file system of PGlite, with a real fsync: of a file when PostgreSQL asks, of a folder after a rename.
 *
 * It relies on internals of the pinned version (0.5.14): `prove durability` counts the calls and fails if they stop.
 */
class DurableNodeFS extends NodeFS {
  fsyncs = 0;

  override async init(pg: PGlite, options: PostgresMod): Promise<{ emscriptenOpts: PostgresMod }> {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = emscriptenOpts.preRun;
    const hooks = Array.isArray(preRun) ? preRun : preRun ? [preRun] : [];
    const install = (module: PostgresMod) => this.install(module);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [install as (typeof hooks)[number], ...hooks] } };
  }

  private install(module: PostgresMod): void {
    const nodeFs = (module.FS as unknown as { filesystems: { NODEFS: NodeLookup } }).filesystems.NODEFS;
    nodeFs.stream_ops.fsync = (stream) => {
      if (stream.nfd !== undefined) this.sync(stream.nfd);
      return 0;
    };
    const rename = nodeFs.node_ops.rename;
    nodeFs.node_ops.rename = (from, toFolder, name) => {
      rename(from, toFolder, name);
      const folder = openSync(nodeFs.realPath(toFolder), 'r');
      this.sync(folder);
      closeSync(folder);
    };
  }

  private sync(descriptor: number): void {
    fsyncSync(descriptor);
    this.fsyncs += fstatSync(descriptor).isDirectory() ? 0 : 1;
  }
}
