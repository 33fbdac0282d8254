import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Reason } from '../model/plan.ts';
import type { Answer, Asked } from './answer.ts';
import { LIMITS } from './limits.ts';

/** Bytes made, with what is told of them; or why there are none. */
export type Outcome =
  | { readonly answer: Answer; readonly bytes: Buffer; readonly failure: null }
  | { readonly answer: null; readonly bytes: null; readonly failure: Exclude<Reason, 'not-lighter'> | 'not-lighter' };

export interface Bounds {
  readonly timeMs: number;
  /** An answer that goes past is cut: it would not be kept. */
  readonly answerBytes: number;
  readonly rssBytes?: number;
}

const PROJECT = resolve(import.meta.dirname, '../../..');
const CHILD = join(import.meta.dirname, 'child.ts');

/**
 * Reads its own program and nothing else; writes nothing, starts nothing. `--allow-addons` is what the picture library needs: native
 * code is held by the loaders it may use (`picture.ts`), the memory and the time, not by this list. See docs/adr/0140.
 */
const RIGHTS = [
  '--permission',
  '--allow-addons',
  ...['src', 'node_modules', 'package.json'].map((one) => `--allow-fs-read=${join(PROJECT, one)}`),
];

/**
 * Runs one task on a stored file in a process of its own, bounded in memory, time and answer, without environment. Whatever happens
 * there is an answer here.
 *
 * @throws what reading the source throws: the fault is ours, and the task may begin again
 */
export async function runApart(task: Asked, source: Readable, bounds: Bounds): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [...RIGHTS, `--max-old-space-size=${LIMITS.heapMib}`, '--no-warnings', CHILD, JSON.stringify(task)],
    // One thread and one arena: the picture library would otherwise take as many as there are processors.
    { env: { VIPS_CONCURRENCY: '1', MALLOC_ARENA_MAX: '2' }, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const ended = outcomeOf(child, bounds);
  let broken: unknown = null;
  source.once('error', (error) => {
    broken = error;
    child.kill('SIGKILL');
  });
  // A process that ended closes its door on us: what it answered is what counts.
  await pipeline(source, child.stdin as NodeJS.WritableStream).catch(() => undefined);
  const outcome = await ended;
  if (broken !== null) throw broken;
  return outcome;
}

const failed = (failure: Exclude<Outcome['failure'], null>): Outcome => ({ answer: null, bytes: null, failure });

function outcomeOf(child: ChildProcess, { timeMs, answerBytes, rssBytes = LIMITS.rssBytes }: Bounds): Promise<Outcome> {
  return new Promise((done) => {
    const parts: Buffer[] = [];
    let [length, why]: [number, Outcome['failure']] = [0, null];
    const stop = (failure: Exclude<Outcome['failure'], null>) => {
      why ??= failure;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('time'), timeMs);
    const watch = setInterval(async () => {
      if ((await residentBytes(child.pid)) > rssBytes) stop('memory');
    }, LIMITS.watchEveryMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > answerBytes) stop('not-lighter');
      else parts.push(chunk);
    });
    child.on('error', () => stop('fault'));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      clearInterval(watch);
      if (why !== null) return done(failed(why));
      if (code === 0) return done(readAnswer(Buffer.concat(parts)));
      done(failed(signal === 'SIGABRT' ? 'memory' : 'fault'));
    });
  });
}

/** Told by the system where it tells it (Linux); elsewhere the heap and the time are the bounds. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** A line of JSON, then the bytes. */
function readAnswer(all: Buffer): Outcome {
  const end = all.indexOf(0x0a);
  if (end < 0) return failed('fault');
  return {
    answer: JSON.parse(all.toString('utf8', 0, end)) as Answer,
    bytes: all.subarray(end + 1),
    failure: null,
  };
}
