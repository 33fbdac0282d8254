import type { Readable } from 'node:stream';
import { MINUTE_MS, plus } from '../../kernel/instant.ts';
import { record } from '../../kernel/journal.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { validateScene } from '../../variants/index.ts';
import { runGate } from '../gate/run.ts';
import type { Source } from '../gate/source.ts';
import type { Verdict } from '../model/verdict.ts';
import { chainOf, EXAMINE } from './deposit.ts';
import { askLight } from './light.ts';
import { lockResource } from './read.ts';
import '../tables.ts';

/** A page that waits learns something new at most that often. */
const TELL_EVERY_MS = 2000;

/** Longer than an examination may last: after that, its job died with its tries. */
const WAITS_MS = 15 * MINUTE_MS;
const WAITING_BATCH = 100;

/** Versions whose examination never answered (our store or database was away for long): they are examined again. */
export async function examineWaiting({ db, jobs, clock }: Kernel): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const waiting = await tx
      .selectFrom('commons.version')
      .select(['resource_id as resourceId', 'number', 'sha256'])
      .where('state', '=', 'examining')
      .where('deposited_at', '<', plus(clock.now(), -WAITS_MS))
      .orderBy('deposited_at')
      .limit(WAITING_BATCH)
      .execute();
    for (const one of waiting) await jobs.enqueue(tx, EXAMINE, one);
  });
}

interface Examined {
  readonly resourceId: string;
  readonly number: number;
  readonly sha256: string;
}

/** Runs the gate on the file of a version, then writes its answer. A second run, or a file replaced meanwhile, changes nothing. */
export async function examineFile(kernel: Kernel, { resourceId, number, sha256 }: Examined): Promise<void> {
  const { db, files, clock } = kernel;
  const version = await db
    .selectFrom('commons.version')
    .select(['file_name as fileName', 'size_bytes as sizeBytes'])
    .where('resource_id', '=', resourceId)
    .where('number', '=', number)
    .where('sha256', '=', sha256)
    .where('state', '=', 'examining')
    .executeTakeFirst();
  if (!version) return;
  const onRead = progressTo(kernel, { resourceId, number, sha256 });
  const gate = await runGate(version.fileName, sourceIn(files, sha256, version.sizeBytes), { onRead });
  const verdict = await validated(kernel, sha256, version.sizeBytes, gate.verdict);
  await db.transaction().execute(async (tx) => {
    const resource = await lockResource(tx, resourceId);
    const open = resource?.versions.find((one) => one.number === number);
    if (open?.state !== 'examining' || open.sha256 !== sha256) return;
    await tx
      .updateTable('commons.version')
      .set(answerOf(verdict))
      .where('resource_id', '=', resourceId)
      .where('number', '=', number)
      .execute();
    if (verdict.report) await askLight(tx, kernel.jobs, { ...open, report: verdict.report }, clock.now());
    await record(tx, chainOf(resourceId), {
      ...{ subjectType: 'resource', subjectId: resourceId, authorId: null, at: clock.now() },
      event: verdict.refusals === null ? 'resource-examined' : 'resource-file-refused',
      reason:
        verdict.refusals === null ? 'Le fichier respecte les règles du sas.' : 'Le fichier enfreint une règle du sas.',
      legalBasis: 'Règles du sas des communs.',
      after: { number, kind: verdict.report?.kind ?? null, rules: verdict.refusals?.map(({ rule }) => rule) ?? [] },
    });
  });
}

/** A scene that the gate let in is also read by the Khronos validator, whose answer refuses nothing. */
async function validated({ files }: Kernel, sha256: string, sizeBytes: number, verdict: Verdict): Promise<Verdict> {
  const { report } = verdict;
  if (report?.kind !== 'gltf') return verdict;
  const validation = await validateScene(report.mediaType, sizeBytes, () => files.open(sha256));
  return { report: { ...report, validation }, refusals: null };
}

const answerOf = ({ report, refusals }: Verdict) =>
  report === null
    ? ({ state: 'refused', report: null, refusals: storable(refusals) } as const)
    : ({ state: 'examined', report: storable(report), refusals: null } as const);

const TOLD_CHARS = 4000;
const TOLD_ITEMS = 100;

/** Words of a foreign file: bounded, and without what the database refuses to hold (a NUL, half a character). */
const storable = (told: object | null): string =>
  JSON.stringify(told, (_key, value: unknown) => {
    if (typeof value === 'string')
      return value
        .slice(0, TOLD_CHARS)
        .replace(/(?!\n)\p{Cc}/gu, ' ')
        .toWellFormed();
    return Array.isArray(value) ? value.slice(0, TOLD_ITEMS) : value;
  });

function progressTo({ db, log }: Kernel, { resourceId, number, sha256 }: Examined): (bytes: number) => void {
  let toldAt = performance.now();
  return (bytes) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    db.updateTable('commons.version')
      .set({ read_bytes: bytes })
      .where('resource_id', '=', resourceId)
      .where('number', '=', number)
      .where('sha256', '=', sha256)
      .where('state', '=', 'examining')
      .execute()
      .catch((error: unknown) => log.warn({ err: error }, 'progress of an examination'));
  };
}

/** The stored file, wherever it is: one range at a time. */
export const sourceIn = (files: Kernel['files'], sha256: string, sizeBytes: number): Source => ({
  sizeBytes,
  read: async (offset, length) =>
    length === 0 ? Buffer.alloc(0) : whole(await files.open(sha256, { from: offset, to: offset + length - 1 }), length),
});

async function whole(stream: Readable, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of stream) parts.push(Buffer.from(chunk));
  const bytes = Buffer.concat(parts);
  if (bytes.length !== length) throw new Error(`${bytes.length} bytes read of the store, ${length} asked`);
  return bytes;
}
