import type { Verdict } from '../model/verdict.ts';
import { inspect } from './inspect.ts';
import type { Source } from './source.ts';

/**
 * The process in which a foreign file is read. It is started without the right to write, to open the data of the
 * product or to start anything; the bytes come by messages from the process that started it.
 */
export type ToGate =
  | { readonly is: 'begin'; readonly name: string; readonly sizeBytes: number }
  | { readonly is: 'bytes'; readonly id: number; readonly bytes: Uint8Array };

export type FromGate =
  | { readonly is: 'ready' }
  | {
      readonly is: 'read';
      readonly id: number;
      readonly offset: number;
      readonly length: number;
      readonly rssBytes: number;
    }
  | { readonly is: 'verdict'; readonly verdict: Verdict };

const say = (message: FromGate) => process.send?.(message);
const waiting = new Map<number, (bytes: Uint8Array) => void>();
let asked = 0;

const sourceOfMessages = (sizeBytes: number): Source => ({
  sizeBytes,
  read: async (offset, length) => {
    if (offset < 0 || length < 0 || offset + length > sizeBytes) throw new RangeError('beyond the end');
    asked += 1;
    const id = asked;
    const answered = new Promise<Uint8Array>((done) => waiting.set(id, done));
    say({ is: 'read', id, offset, length, rssBytes: process.memoryUsage.rss() });
    const bytes = await answered;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
});

process.on('message', (message: ToGate) => {
  if (message.is === 'bytes') {
    waiting.get(message.id)?.(message.bytes);
    waiting.delete(message.id);
    return;
  }
  void inspect(message.name, sourceOfMessages(message.sizeBytes)).then((verdict) => say({ is: 'verdict', verdict }));
});
say({ is: 'ready' });
