import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Verdict } from '../model/verdict.ts';
import type { FromGate, ToGate } from './child.ts';
import { PROCESS_LIMITS } from './limits.ts';
import type { Source } from './source.ts';

export interface GateRun {
  readonly verdict: Verdict;
  /** Highest resident memory that the process of the gate told. */
  readonly peakRssBytes: number;
}

export interface GateOptions {
  readonly timeMs?: number;
  readonly rssBytes?: number;
  /** Bytes of the file read so far: with what is inflated again, more than its size. */
  readonly onRead?: (bytes: number) => void;
}

const HERE = import.meta.dirname;
const PROJECT = resolve(HERE, '../../..');

/** What the process of the gate may do: read its own program. No file of the product, no writing, no other process. */
export const GATE_RIGHTS = [
  '--permission',
  ...['src', 'node_modules', 'package.json'].map((one) => `--allow-fs-read=${join(PROJECT, one)}`),
];

/**
 * Judges a file in a process of its own, bounded in memory and time. Whatever happens there is an answer here: killed for
 * its time or its memory, or dead by a fault of its reader, it is a refusal.
 *
 * @throws what reading the source throws
 */
export function runGate(name: string, source: Source, options: GateOptions = {}): Promise<GateRun> {
  const { timeMs = PROCESS_LIMITS.timeMs, rssBytes = PROCESS_LIMITS.rssBytes, onRead } = options;
  const child = fork(join(HERE, 'child.ts'), [], {
    execArgv: [
      ...GATE_RIGHTS,
      `--max-old-space-size=${PROCESS_LIMITS.heapMib}`,
      '--disable-warning=ExperimentalWarning',
    ],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((done, fail) => {
    let [peakRssBytes, read] = [0, 0];
    const stop = () => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.kill('SIGKILL');
    };
    const end = (verdict: Verdict) => {
      stop();
      done({ verdict, peakRssBytes });
    };
    const broken = (error: unknown) => {
      stop();
      fail(error);
    };
    const timer = setTimeout(() => end(refused('gate-time', name, timeMs)), timeMs);
    child.on('error', () => end(refused('gate-failed', name)));
    child.on('exit', (_code, signal) => end(refused(signal === 'SIGABRT' ? 'gate-memory' : 'gate-failed', name)));
    child.on('message', (message: FromGate) => {
      if (message.is === 'ready') return tell(child, { is: 'begin', name, sizeBytes: source.sizeBytes });
      if (message.is === 'verdict') return end(message.verdict);
      peakRssBytes = Math.max(peakRssBytes, message.rssBytes);
      if (message.rssBytes > rssBytes) return end(refused('gate-memory', name, rssBytes));
      read += message.length;
      onRead?.(read);
      return serve(child, source, message, broken);
    });
  });
}

const refused = (rule: 'gate-time' | 'gate-memory' | 'gate-failed', file: string, limit?: number): Verdict => ({
  report: null,
  refusals: [limit === undefined ? { rule, file } : { rule, file, limit }],
});

const tell = (child: ChildProcess, message: ToGate): void => {
  if (child.connected) child.send(message, () => undefined);
};

/** A file that our own store cannot read is no fault of the file: the caller is told, and may begin again. */
function serve(
  child: ChildProcess,
  source: Source,
  { id, offset, length }: FromGate & { is: 'read' },
  broken: (error: unknown) => void,
): void {
  source.read(offset, length).then((bytes) => tell(child, { is: 'bytes', id, bytes }), broken);
}
