import { rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';

export interface Lock {
  /** The holder before died without letting go. */
  readonly previousDied: boolean;
}

/**
 * A lock that is a listening socket: it goes with the process, however the process goes, and no number is mistaken for
 * another process. `null`: the holder lives.
 *
 * @param path of the socket, under 100 bytes
 */
export async function takeLock(path: string): Promise<Lock | null> {
  if (await listens(path)) return { previousDied: false };
  if (await answers(path)) return null;
  rmSync(path, { force: true });
  return (await listens(path)) ? { previousDied: true } : null;
}

function listens(path: string): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.end());
    server.once('error', () => done(false));
    server.listen(path, () => {
      server.unref();
      process.once('exit', () => rmSync(path, { force: true }));
      done(true);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
