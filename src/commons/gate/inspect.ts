import { Refused, type Verdict } from '../model/verdict.ts';
import { inspectArchive } from './archive.ts';
import { Judge } from './judge.ts';
import { inspectFile } from './single.ts';
import { cached, headOf, type Source } from './source.ts';

/**
 * What a file is and whether it may enter the commons: nothing is written, run or fetched, and memory does not follow
 * its size.
 *
 * @param name as the depositor calls it: for the sentences alone, never to decide
 */
export async function inspect(name: string, source: Source, judge = new Judge()): Promise<Verdict> {
  if (source.sizeBytes === 0) return { report: null, refusals: [{ rule: 'empty', file: name }] };
  const bytes = cached(source);
  try {
    const head = await headOf(bytes, 4);
    const report = isZip(head) ? await inspectArchive(judge, name, bytes) : await inspectFile(judge, name, bytes);
    return judge.gathered.length === 0 ? { report, refusals: null } : { report: null, refusals: judge.gathered };
  } catch (error) {
    if (error instanceof Refused) return { report: null, refusals: [error.refusal] };
    throw error;
  }
}

const SIGNATURES = new Set([0x504b0304, 0x504b0506, 0x504b0708]);
const isZip = (head: Buffer) => head.length === 4 && SIGNATURES.has(head.readUInt32BE(0));
