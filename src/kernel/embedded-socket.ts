import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';

const STARTUP_HEADER = 8;
const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;
const REFUSED_SSL = Buffer.from('N');
/** Messages after which the server owes an answer that a client waits for: query, function call, sync, end, copy done or failed, flush. */
const ENDS_UNIT = new Set([...'QFSXcfH'].map((letter) => letter.charCodeAt(0)));
const FLUSH = 'H'.charCodeAt(0);
const SYNC = Uint8Array.of('S'.charCodeAt(0), 0, 0, 0, 4);

/** What one client sent that must run in one piece: parse, bind, execute and sync share names with every other client. */
interface Unit {
  readonly client: Client;
  readonly bytes: Buffer;
  /** The client will go on before it synchronises: nobody else may come in between. */
  readonly isOpen: boolean;
}

/** The messages of one connection, cut into units. */
class Client {
  #pending: Buffer = Buffer.alloc(0);
  #unitEnd = 0;
  #started = false;
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** @returns the units that these bytes complete */
  read(data: Buffer): Unit[] {
    this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
    const units: Unit[] = [];
    for (let unit = this.#next(); unit !== null; unit = this.#next()) units.push(unit);
    return units;
  }

  #next(): Unit | null {
    if (!this.#started) return this.#startup();
    for (;;) {
      const at = this.#unitEnd;
      if (this.#pending.length < at + 5) return null;
      const end = at + 1 + this.#pending.readInt32BE(at + 1);
      if (this.#pending.length < end) return null;
      const type = this.#pending[at] ?? 0;
      this.#unitEnd = end;
      if (ENDS_UNIT.has(type)) return this.#take(end, type === FLUSH);
    }
  }

  /** Before the first typed message: offers of encryption are declined, cancellations have nothing to cancel. */
  #startup(): Unit | null {
    while (this.#pending.length >= STARTUP_HEADER) {
      const [length, code] = [this.#pending.readInt32BE(0), this.#pending.readInt32BE(4)];
      if (this.#pending.length < length) return null;
      const unit = this.#take(length, false);
      if (code === SSL_REQUEST) this.socket.write(REFUSED_SSL);
      else if (code !== CANCEL_REQUEST) {
        this.#started = true;
        return unit;
      }
    }
    return null;
  }

  #take(length: number, isOpen: boolean): Unit {
    const bytes = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    this.#unitEnd = 0;
    return { client: this, bytes, isOpen };
  }
}

/**
 * The one session of the embedded database, lent to its clients in turn: for one unit, or for as long as a transaction of theirs
 * is open. See docs/adr/0073-own-socket-of-the-embedded-database.md.
 */
class Turns {
  #waiting: Unit[] = [];
  #holder: Client | null = null;
  #running = false;
  #patience: NodeJS.Timeout | undefined;
  readonly #database: PGlite;
  readonly #idleMs: number;

  constructor(database: PGlite, idleMs: number) {
    this.#database = database;
    this.#idleMs = idleMs;
  }

  add(units: readonly Unit[]): void {
    this.#waiting.push(...units);
    void this.#run();
  }

  /** What a client that went away had begun is undone. */
  async leave(client: Client): Promise<void> {
    this.#waiting = this.#waiting.filter((unit) => unit.client !== client);
    if (this.#holder !== client) return;
    await this.#execute(SYNC, () => undefined);
    // Its last unit ended its turn meanwhile: what is open now is another's.
    if (this.#holder !== client) return;
    if (this.#database.isInTransaction()) await this.#database.exec('rollback');
    this.#forgive();
    this.#holder = null;
    await this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let unit = this.#next(); unit !== undefined; unit = this.#next()) {
      const { client, bytes, isOpen } = unit;
      this.#holder = client;
      this.#forgive();
      await this.#execute(bytes, (answer) => client.socket.writable && client.socket.write(Buffer.from(answer))).catch(
        (error: Error) => client.socket.destroy(error),
      );
      if (!isOpen && !this.#database.isInTransaction()) this.#holder = null;
    }
    this.#running = false;
    this.#watch();
  }

  /** While others wait, a transaction is left idle no longer than this: its client is cut off, as a server would. */
  #watch(): void {
    const holder = this.#holder;
    if (holder === null || this.#waiting.length === 0 || this.#patience) return;
    this.#patience = setTimeout(() => holder.socket.destroy(), this.#idleMs).unref();
  }

  #forgive(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  #next(): Unit | undefined {
    const holder = this.#holder;
    if (holder === null) return this.#waiting.shift();
    const index = this.#waiting.findIndex((unit) => unit.client === holder);
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  #execute(bytes: Uint8Array, onRawData: (answer: Uint8Array) => void): Promise<void> {
    return this.#database.runExclusive(() => this.#database.execProtocolRawStream(bytes, { onRawData }));
  }
}

export interface EmbeddedSocket {
  close(): Promise<void>;
}

/** How long a transaction may stay idle while others wait: a program that waits for another connection inside one would wait for ever. */
export const IDLE_IN_TRANSACTION_MS = 60_000;

/** Speaks PostgreSQL's protocol for PGlite on a Unix socket, to `maxConnections` clients. */
export async function openSocket(
  database: PGlite,
  path: string,
  maxConnections: number,
  idleMs = IDLE_IN_TRANSACTION_MS,
): Promise<EmbeddedSocket> {
  const turns = new Turns(database, idleMs);
  const sockets = new Set<Socket>();
  const leaving = new Set<Promise<void>>();
  const server = createServer((socket) => {
    const client = new Client(socket);
    sockets.add(socket);
    socket.on('data', (data) => turns.add(client.read(data)));
    // The other end broke off: its close follows.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      const left = turns.leave(client).finally(() => leaving.delete(left));
      leaving.add(left);
    });
  });
  server.maxConnections = maxConnections;
  await listen(server, path);
  return {
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
      await Promise.allSettled(leaving);
    },
  };
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      listening();
    });
  });
