import { createConnection, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

export type Verdict = 'clean' | 'infected';

/** A daemon that says nothing for so long is taken for dead; the job tries again later. */
const SILENCE_MS = 60_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * Asks a clamd daemon by the INSTREAM command: chunks, each after its length in 4 bytes, then a length of zero.
 * Source: clamd(8), "INSTREAM".
 *
 * @param address `host:port`, or the path of the daemon's socket
 * @throws Error when the daemon is down, silent, or answers neither OK nor FOUND: the file stays unscanned
 */
export async function scan(address: string, bytes: Readable, silenceMs = SILENCE_MS): Promise<Verdict> {
  const socket = await connect(address, silenceMs);
  try {
    const answer = answerOf(socket);
    // The daemon may answer and hang up before the end (size limit): its answer tells more than the broken pipe.
    const sent = send(socket, bytes).catch((error: unknown) => error);
    const text = await answer.catch(async (error: unknown) => {
      throw (await sent) ?? error;
    });
    return verdictOf(text);
  } finally {
    socket.destroy();
    bytes.destroy();
  }
}

function connect(address: string, silenceMs: number): Promise<Socket> {
  const target = address.includes('/') ? { path: address } : hostAndPort(address);
  return new Promise((done, failed) => {
    const socket = createConnection(target, () => done(socket));
    socket.setTimeout(silenceMs, () => socket.destroy(new Error('clamd does not answer')));
    socket.once('error', failed);
  });
}

function hostAndPort(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return colon < 0
    ? { host: address, port: 3310 }
    : { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\0')) done(text.slice(0, text.indexOf('\0')));
    });
    socket.once('error', failed);
    socket.once('close', () => (text === '' ? failed(new Error('clamd hung up without an answer')) : done(text)));
  });
}

async function send(socket: Socket, bytes: Readable): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'));
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk);
    for (let from = 0; from < buffer.length; from += CHUNK_BYTES) {
      const part = buffer.subarray(from, from + CHUNK_BYTES);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      await write(socket, Buffer.concat([length, part]));
    }
  }
  await write(socket, Buffer.alloc(4));
}

const write = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((done, failed) => {
    socket.write(bytes, (error) => (error ? failed(error) : done()));
  });

function verdictOf(answer: string): Verdict {
  if (/^stream: OK$/.test(answer.trim())) return 'clean';
  if (/^stream: .+ FOUND$/.test(answer.trim())) return 'infected';
  throw new Error(`clamd could not judge: ${answer.trim().slice(0, 200)}`);
}
